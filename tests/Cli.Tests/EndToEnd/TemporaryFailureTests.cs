using System.Net;
using System.Net.Sockets;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>The exit status where trying again may help: msmtp's, and with <c>temporary_failures on</c> 75.</summary>
public sealed class TemporaryFailureTests : EndToEndTest
{
    const string Hello = "S: 220 mail.example.org\nC: EHLO localhost\nS: 250 mail.example.org\n";
    const string Envelope = Hello + "C: MAIL FROM:<me@example.org>\nS: 250 ok\n";
    const string Recipient = Envelope + "C: RCPT TO:<you@example.net>\nS: 250 ok\n";
    const string Message = Recipient + "C: DATA\nS: 354 go on\n--- message ---\n";

    public static TheoryData<string, string, int, int> Failures { get; } = new()
    {
        { "421 as greeting", "S: 421 4.3.2 later\n", 76, 75 },
        { "554 as greeting", "S: 554 no\n", 76, 76 },
        { "4yz to HELO", "S: 220 x\nC: EHLO localhost\nS: 451 later\nC: HELO localhost\nS: 451 later\n", 76, 75 },
        { "450 to MAIL", Hello + "C: MAIL FROM:<me@example.org>\nS: 450 later\n", 69, 75 },
        { "550 to MAIL", Hello + "C: MAIL FROM:<me@example.org>\nS: 550 no\n", 65, 65 },
        { "450 to RCPT", Envelope + "C: RCPT TO:<you@example.net>\nS: 450 later\n", 69, 75 },
        { "550 to RCPT", Envelope + "C: RCPT TO:<you@example.net>\nS: 550 no\n", 65, 65 },
        { "451 to DATA", Recipient + "C: DATA\nS: 451 later\n", 69, 75 },
        { "451 to the message", Message + "S: 451 later\n", 69, 75 },
        { "554 to the message", Message + "S: 554 no\n", 69, 69 },
        { "lost at the greeting", "--- close ---\n", 76, 75 },
        { "reset at MAIL", Hello + "C: MAIL FROM:<me@example.org>\n--- reset ---\n", 74, 75 },
        { "lost at RCPT", Envelope + "C: RCPT TO:<you@example.net>\n--- close ---\n", 76, 75 },
        { "lost behind the final dot, which must not be sent twice", Message + "--- close ---\n", 76, 76 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task With_and_without_the_setting(string what, string script, int exitCode, int temporary)
    {
        Assert.NotEmpty(what);

        Assert.Equal(exitCode, await ExitAsync(Flavour.Native, script));
        Assert.Equal(temporary, await ExitAsync(Flavour.Native, script, "--temporary-failures"));
    }

    [Theory, EachFlavour]
    public async Task A_login_that_is_put_off(Flavour flavour)
    {
        const string script = "S: 220 mail.example.org\nC: EHLO localhost\nS: 250-mail.example.org\nS: 250 AUTH PLAIN\nC~ AUTH PLAIN .*\nS: 454 4.7.0 later\n";
        string[] login = ["--auth=plain", "--user=joe", "--passwordeval=echo secret"];

        Assert.Equal(77, await ExitAsync(flavour, script, login));
        Assert.Equal(77, await ExitAsync(flavour, script, [.. login, "--temporary-failures=off"]));
        Assert.Equal(75, await ExitAsync(flavour, script, [.. login, "--temporary-failures=on"]));
    }

    [Theory, EachFlavour]
    public async Task A_server_that_says_nothing(Flavour flavour)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;

        var ours = await SendAsync(flavour, [.. Server(port), "--timeout=1", "--temporary-failures", "you@example.net"]);
        var msmtps = await SendAsync(flavour, [.. Server(port), "--timeout=1", "you@example.net"]);

        Assert.Equal((75, 74), (ours.ExitCode, msmtps.ExitCode));
        Assert.Equal(msmtps.ErrorText, ours.ErrorText);
    }

    [Theory, EachFlavour]
    public async Task In_msmtprc_in_the_log_and_in_what_pretend_shows(Flavour flavour)
    {
        await using var server = ScriptedServer.Start("S: 421 4.3.2 later\n");
        var file = Msmtprc(server.Port, "temporary_failures on", $"logfile {Home.File("log")}");

        var result = await SendAsync(flavour, "-C", file, "you@example.net");
        var shown = await SendAsync(flavour, "-C", file, "-P", "you@example.net");

        Assert.Equal(75, result.ExitCode);
        Assert.EndsWith(" exitcode=EX_TEMPFAIL\n", await File.ReadAllTextAsync(Home.File("log"), Token), StringComparison.Ordinal);
        Assert.Contains("\ntemporary_failures = on\n", shown.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("450 later", "450 later", 75)]
    [InlineData("250 taken", "450 later", 69)]
    [InlineData("450 later", "550 no", 69)]
    public async Task Lmtp_is_tried_again_only_if_nobody_has_the_mail(string first, string second, int exitCode)
    {
        var script = "S: 220 x\nC: LHLO localhost\nS: 250 x\nC: MAIL FROM:<me@example.org>\nS: 250 ok\nC: RCPT TO:<a@example.net>\nS: 250 ok\n"
            + $"C: RCPT TO:<b@example.net>\nS: 250 ok\nC: DATA\nS: 354 go on\n--- message ---\nS: {first}\nS: {second}\n";
        await using var server = ScriptedServer.Start(script);

        var result = await SendAsync(
            Flavour.Native, [.. Server(server.Port), "--protocol=lmtp", "--temporary-failures", "a@example.net", "b@example.net"]);

        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public async Task Other_questions_to_the_server_too()
    {
        await using var server = ScriptedServer.Start("S: 421 4.3.2 later\n");

        var result = await SendAsync(Flavour.Native, [.. Server(server.Port), "--serverinfo", "--temporary-failures"]);

        Assert.Equal(75, result.ExitCode);
    }

    async Task<int> ExitAsync(Flavour flavour, string script, params string[] options)
    {
        await using var server = ScriptedServer.Start(script);
        return (await SendAsync(flavour, [.. Server(server.Port), .. options, "you@example.net"])).ExitCode;
    }
}
