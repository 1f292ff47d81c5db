using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Addresses and hosts beyond ASCII, also where the runtime has no ICU to ask.</summary>
public sealed class InternationalTests : EndToEndTest
{
    [Theory, EachFlavour]
    public async Task A_domain_goes_to_a_server_without_SMTPUTF8_in_ASCII(Flavour flavour)
    {
        await using var sink = MailSink.Start(static options => options with { Extensions = SmtpExtensions.Pipelining });

        var result = await SendAsync(flavour, [.. Server(sink.Port), "you@BÜCHER.example", "you@bu\u0308cher.example"]);

        Assert.Equal("", result.ErrorText);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["you@xn--bcher-kva.example", "you@xn--bcher-kva.example"], (await sink.NextMailAsync(Token)).Recipients);
    }

    [Theory, EachFlavour]
    public async Task Internationalized_mail_goes_out_in_letters_where_the_server_takes_it(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var result = await SendAsync(flavour, [.. Server(sink.Port), "jörg@BÜCHER.example"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("MAIL FROM:<me@example.org> SMTPUTF8", sink.Commands);
        Assert.Equal(["jörg@bücher.example"], (await sink.NextMailAsync(Token)).Recipients);
    }

    [Theory, EachFlavour]
    public async Task A_local_part_that_the_server_does_not_understand_is_named(Flavour flavour)
    {
        await using var sink = MailSink.Start(static options => options with { Extensions = SmtpExtensions.None });

        var result = await SendAsync(flavour, [.. Server(sink.Port), "jörg@example.org"]);

        Assert.Equal(69, result.ExitCode);
        Assert.StartsWith(
            "msmtp: the server does not support SMTPUTF8, which the address jörg@example.org needs\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(["EHLO localhost", "QUIT"], sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task A_host_is_looked_for_under_the_name_that_the_DNS_knows(Flavour flavour)
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var port = ((IPEndPoint)proxy.LocalEndpoint).Port;

        var sending = SendAsync(
            flavour,
            "--host=BÜCHER.example",
            "--port=25",
            "--proxy-host=127.0.0.1",
            $"--proxy-port={port}",
            "--from=me@example.org",
            "you@example.net");
        var asked = await AskedHostAsync(proxy);

        Assert.Equal("xn--bcher-kva.example", asked);
        Assert.Equal(69, (await sending).ExitCode);
    }

    [Theory, EachFlavour]
    [UnsupportedOSPlatform("windows")]
    public async Task A_certificate_is_compared_with_the_name_that_the_DNS_knows(Flavour flavour)
    {
        Assert.SkipWhen(PrivateFiles.Missing is not null, PrivateFiles.Missing ?? "");
        using var authority = CertificateAuthority.Create("international authority", TimeProvider.System);
        using var certificate = authority.Issue(["xn--bcher-kva.example"], []);
        await using var sink = MailSink.Start(options => options with { TlsMode = TlsMode.StartTls, Certificate = certificate });
        var trusted = Home.Write("ca.pem", authority.Certificate.ExportCertificatePem());
        var files = new PrivateFiles { ["/etc/hosts"] = Home.Write("hosts", "127.0.0.1 localhost xn--bcher-kva.example xn--mller-kva.example\n") };
        IReadOnlyList<string> rest = [$"--port={sink.Port}", "--from=me@example.org", "--tls", $"--tls-trust-file={trusted}", "you@example.net"];
        var mail = Encoding.UTF8.GetBytes(Mail);

        var right = await (files.Around(Command(flavour, ["--host=BÜCHER.example", .. rest])) with { Input = mail }).RunAsync(Token);
        var wrong = await (files.Around(Command(flavour, ["--host=müller.example", .. rest])) with { Input = mail }).RunAsync(Token);

        Assert.Equal((0, ""), (right.ExitCode, right.ErrorText));
        Assert.Equal(69, wrong.ExitCode);
        Assert.Contains("The name in the certificate does not match the expected. ", wrong.ErrorText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_host_that_cannot_be_is_told_from_one_that_is_not_there(Flavour flavour)
    {
        var result = await SendAsync(flavour, "--host=bü..example", "--port=25", "--from=me@example.org", "you@example.net");

        Assert.Equal(68, result.ExitCode);
        Assert.StartsWith(
            "msmtp: cannot locate host bü..example: bü..example is not a valid domain name: a label is empty\n",
            result.ErrorText,
            StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task The_client_names_itself_in_ASCII(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        await SendAsync(flavour, [.. Server(sink.Port), "--domain=BÜCHER.example", "you@example.net"]);

        Assert.Contains("EHLO xn--bcher-kva.example", sink.Commands);
    }

    // RFC 1928 §3, §4: the greeting, a request whose address is a name, and a refusal.
    static async Task<string> AskedHostAsync(TcpListener proxy)
    {
        using var client = await proxy.AcceptTcpClientAsync(Token);
        var stream = client.GetStream();
        await stream.ReadExactlyAsync(new byte[3], Token);
        await stream.WriteAsync(new byte[] { 5, 0 }, Token);
        var head = new byte[5];
        await stream.ReadExactlyAsync(head, Token);
        var name = new byte[head[4]];
        await stream.ReadExactlyAsync(name, Token);
        await stream.ReadExactlyAsync(new byte[2], Token);
        await stream.WriteAsync(new byte[] { 5, 4, 0, 1, 0, 0, 0, 0, 0, 0 }, Token);
        return Encoding.UTF8.GetString(name);
    }
}
