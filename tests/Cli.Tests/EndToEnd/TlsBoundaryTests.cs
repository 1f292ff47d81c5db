using System.Net;
using System.Net.Sockets;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Nothing that was said in the clear counts once TLS has begun.</summary>
public sealed class TlsBoundaryTests : EndToEndTest, IClassFixture<TestCertificates>
{
    readonly TestCertificates certificates;

    /// <summary>Takes the certificates that all tests share.</summary>
    public TlsBoundaryTests(TestCertificates certificates) => this.certificates = certificates;

    [Theory, EachFlavour]
    public async Task Octets_behind_the_reply_to_STARTTLS_are_a_failure_of_protocol(Flavour flavour)
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go ahead
            S: 250-localhost
            S: 250 AUTH PLAIN
            --- gone ---
            """);

        var result = await SendAsync(flavour, [.. Server(server.Port), .. StartTls, "you@example.net"]);

        await server.FinishAsync();
        Assert.Equal(76, result.ExitCode);
        Assert.Equal("msmtp: command STARTTLS failed\nmsmtp: could not send mail\n", result.ErrorText);
    }

    [Fact]
    public async Task A_single_octet_behind_the_reply_to_STARTTLS_is_enough()
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250 STARTTLS
            C: STARTTLS
            --- raw 220 go ahead\r\n\x16 ---
            --- gone ---
            """);

        var result = await SendAsync(Flavour.Native, [.. Server(server.Port), .. StartTls, "you@example.net"]);

        await server.FinishAsync();
        Assert.Equal(76, result.ExitCode);
    }

    [Fact]
    public async Task Asking_about_a_server_does_not_fall_for_it_either()
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go ahead
            S: 250 SIZE 1
            --- gone ---
            """);

        var result = await SendAsync(Flavour.Native, [.. Server(server.Port), .. StartTls, "--serverinfo"]);

        await server.FinishAsync();
        Assert.Equal(76, result.ExitCode);
    }

    [Theory, EachFlavour]
    public async Task AUTH_that_was_offered_before_TLS_is_forgotten(Flavour flavour)
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250-AUTH PLAIN LOGIN
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go ahead
            --- tls ---
            C: EHLO localhost
            S: 250 localhost
            C: QUIT
            S: 221 bye
            """);

        var result = await SendAsync(
            flavour, [.. Server(server.Port), .. StartTls, .. Plain, "you@example.net"]);

        await server.FinishAsync();
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("the server does not support authentication", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DSN_that_was_offered_before_TLS_is_forgotten()
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250-DSN
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go ahead
            --- tls ---
            C: EHLO localhost
            S: 250 localhost
            C: QUIT
            S: 221 bye
            """);

        var result = await SendAsync(Flavour.Native, [.. Server(server.Port), .. StartTls, "--dsn-notify=never", "you@example.net"]);

        await server.FinishAsync();
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("the server does not support DSN", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AUTH_that_is_offered_only_after_TLS_counts()
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go ahead
            --- tls ---
            C: EHLO localhost
            S: 250-localhost
            S: 250 AUTH PLAIN
            C: AUTH PLAIN AG1lAHNlY3JldA==
            S: 235 welcome
            C: MAIL FROM:<me@example.org>
            S: 250 ok
            C: RCPT TO:<you@example.net>
            S: 250 ok
            C: DATA
            S: 354 go ahead
            --- message ---
            S: 250 taken
            C: QUIT
            """);

        var result = await SendAsync(
            Flavour.Native, [.. Server(server.Port), .. StartTls, .. Plain, "you@example.net"]);

        await server.FinishAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public async Task A_server_without_STARTTLS_gets_no_mail_in_the_clear()
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250 localhost
            C: QUIT
            S: 221 bye
            """);

        var result = await SendAsync(Flavour.Native, [.. Server(server.Port), .. StartTls, "you@example.net"]);

        await server.FinishAsync();
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("the server does not support TLS via the STARTTLS command", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_server_that_refuses_STARTTLS_gets_nothing_in_the_clear(Flavour flavour)
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250-AUTH PLAIN
            S: 250 STARTTLS
            C: STARTTLS
            S: 454 4.7.0 not now
            --- gone ---
            """);

        var result = await SendAsync(flavour, [.. Server(server.Port), .. StartTls, .. Plain, "you@example.net"]);

        await server.FinishAsync();
        Assert.Equal(76, result.ExitCode);
        Assert.Equal(
            "msmtp: command STARTTLS failed\nmsmtp: server message: 454 4.7.0 not now\nmsmtp: could not send mail\n", result.ErrorText);
    }

    [Theory, EachFlavour]
    public async Task A_server_that_answers_the_handshake_in_the_clear_gets_nothing(Flavour flavour)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = AnswerInTheClearAsync(listener);

        var result = await SendAsync(flavour, [.. Server(((IPEndPoint)listener.LocalEndpoint).Port), .. StartTls, .. Plain, "you@example.net"]);

        var heard = await serving;
        Assert.Equal(76, result.ExitCode);
        Assert.Equal(
            "msmtp: TLS handshake failed: An unexpected TLS packet was received.\nmsmtp: could not send mail\n", result.ErrorText);
        // RFC 8446 §5.1: behind the commands come a record of the handshake and alerts, and nothing that reads like a command.
        var commands = "EHLO localhost\r\nSTARTTLS\r\n"u8;
        Assert.True(heard.AsSpan().StartsWith(commands));
        Assert.Equal(0x16, heard[commands.Length]);
        Assert.Equal(-1, heard.AsSpan(commands.Length).IndexOf("EHLO"u8));
        Assert.Equal(-1, heard.AsSpan().IndexOf("AUTH"u8));
    }

    [Fact]
    public async Task A_word_that_only_ends_like_STARTTLS_is_no_offer()
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250-XSTARTTLS
            S: 250 AUTH PLAIN LOGIN
            C: QUIT
            S: 221 bye
            """);

        var result = await SendAsync(Flavour.Native, [.. Server(server.Port), .. StartTls, .. Plain, "you@example.net"]);

        await server.FinishAsync();
        Assert.Equal(69, result.ExitCode);
    }

    [Fact]
    public async Task A_server_that_hangs_up_after_its_220_is_a_failure_of_the_handshake()
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go ahead
            --- close ---
            """);

        var result = await SendAsync(Flavour.Native, [.. Server(server.Port), .. StartTls, "you@example.net"]);

        Assert.Equal(76, result.ExitCode);
        Assert.StartsWith("msmtp: TLS handshake failed: ", result.ErrorText, StringComparison.Ordinal);
    }

    IReadOnlyList<string> StartTls => ["--tls", "--tls-starttls", $"--tls-trust-file={certificates.AuthorityFile}"];

    static IReadOnlyList<string> Plain => ["--auth=plain", "--user=me", "--passwordeval=echo secret"];

    ScriptedServer Start(string script) => ScriptedServer.Start(script, new ScriptOptions { Certificate = certificates.Good });

    // Whatever comes behind STARTTLS is answered in the clear. Returns all that came.
    static async Task<byte[]> AnswerInTheClearAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Token);
        await using var stream = client.GetStream();
        var heard = new MemoryStream();
        foreach (var reply in new[] { "220 ready", "250-localhost\r\n250-AUTH PLAIN\r\n250 STARTTLS", "220 go ahead", "250 this is the mail server of example.org" })
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), Token);
            var buffer = new byte[4096];
            heard.Write(buffer, 0, await stream.ReadAsync(buffer, Token));
        }
        await stream.CopyToAsync(heard, Token);
        return heard.ToArray();
    }
}
