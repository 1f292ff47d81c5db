using System.Runtime.Versioning;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Nothing that others wrote acts on the terminal, whichever way it comes; what they wrote in letters can be read.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TerminalSafetyTests : EndToEndTest
{
    // ESC, C1 as a character and as an octet, an override of direction, a carriage return; and what has to stay: a letter, a tab.
    const string Nasty = "\\x1B[31m \\xC2\\x9B1m \\x9B \\xE2\\x80\\xAE \\xE2\\x81\\xA6 gr\\xC3\\xBCn";
    const string Shown = "?[31m ?1m ? ? ? grün";

    static readonly byte[][] Active = [[0x1B], [0xC2, 0x9B], [(byte)' ', 0x9B], [0xE2, 0x80, 0xAE], [0xE2, 0x81, 0xA6], [0x07]];

    [Theory, EachFlavour]
    public async Task A_servers_refusal(Flavour flavour)
    {
        await using var server = Refusing();
        var log = Home.File("log");

        var result = await SendAsync(flavour, [.. Server(server.Port), $"--logfile={log}", "you@example.net"]);

        Assert.Equal(65, result.ExitCode);
        Holds(result);
        Assert.Contains($"msmtp: server message: 550 {Shown}", result.ErrorText, StringComparison.Ordinal);
        var line = await File.ReadAllBytesAsync(log, Token);
        Assert.All(Active, octets => Assert.Equal(-1, line.AsSpan().IndexOf(octets)));
        Assert.Contains($"smtpmsg='550 {Shown}'", Encoding.UTF8.GetString(line), StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task The_dialogue_of_debug(Flavour flavour)
    {
        await using var server = Refusing();

        var result = await SendAsync(flavour, [.. Server(server.Port), "--debug", "you@example.net"]);

        Assert.Equal(65, result.ExitCode);
        Holds(result);
        Assert.Contains($"<-- 220 {Shown}\r\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains($"<-- 550 {Shown}\r\n", result.OutputText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task The_mail_in_debug(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var command = Command(flavour, [.. Server(sink.Port), "--debug", "you@example.net"]);
        byte[] mail = [.. Encoding.UTF8.GetBytes(Header), .. "X-Folded: a\n\tb\n\n\u001B[2J \u009B1m \u202E grün\u0007\n"u8];

        var result = await (command with { Input = mail }).RunAsync(Token);

        Assert.True(result.ExitCode == 0, result.ToString());
        Holds(result);
        Assert.Contains("--> \tb\r\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("--> ?[2J ?1m ? grün?\r\n", result.OutputText, StringComparison.Ordinal);
        var taken = await sink.NextMailAsync(Token);
        Assert.EndsWith("\n\u001B[2J \u009B1m \u202E grün\u0007\n", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(taken.Text)), StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task Settings(Flavour flavour)
    {
        var file = Msmtprc(25, "user \u001B[31m\u009B1m\u202E\tgrün", "domain \u001B]0;x\u0007");

        var result = await SendAsync(flavour, "-C", file, "--pretend", "you@example.net");

        Holds(result);
        Assert.Contains("\nuser = ?[31m?1m?\tgrün\n", result.OutputText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task What_a_file_holds_and_what_it_is_called(Flavour flavour)
    {
        var file = Home.Write("\u001B[31m\u009B\u202Eunten", "\u001B[31m\u009B1m\u202E\n");

        var result = await SendAsync(flavour, "-C", file, "you@example.net");

        Assert.Equal(78, result.ExitCode);
        Holds(result);
        Assert.Contains("?[31m??unten: line 1: unknown command ?[31m?1m?", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_servers_greeting_in_serverinfo(Flavour flavour)
    {
        await using var server = ScriptedServer.Start($"""
            S: 220 {Nasty}
            C: EHLO localhost
            S: 250-{Nasty}
            S: 250 AUTH {Nasty}
            C: QUIT
            S: 221 bye
            """);

        var result = await SendAsync(flavour, "--host=127.0.0.1", $"--port={server.Port}", "--serverinfo");

        Assert.True(result.ExitCode == 0, result.ToString());
        Holds(result);
        Assert.Contains(Shown, result.OutputText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task Arguments_of_the_caller(Flavour flavour)
    {
        foreach (string[] arguments in new string[][]
        {
            ["--port=\u001B[31m\u009B\u202E", "you@example.net"],
            ["--account=\u001B[31m\u009B\u202E", "you@example.net"],
            ["--\u001B[31m\u009B\u202E"],
            ["--host=\u001B[31m\u009B\u202E", "--from=me@example.org", "you@example.net"],
        })
        {
            var result = await SendAsync(flavour, arguments);

            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains('?', result.ErrorText);
            Holds(result);
        }
    }

    static ScriptedServer Refusing() => ScriptedServer.Start($"""
        S: 220 {Nasty}
        C: EHLO localhost
        S: 250 {Nasty}
        C: MAIL FROM:<me@example.org>
        S: 550 {Nasty}
        C: QUIT
        S: 221 bye
        """);

    static void Holds(CommandResult result)
    {
        foreach (var octets in Active)
        {
            Assert.True(result.Output.AsSpan().IndexOf(octets) < 0, $"standard output holds {Convert.ToHexString(octets)}");
            Assert.True(result.Error.AsSpan().IndexOf(octets) < 0, $"standard error holds {Convert.ToHexString(octets)}");
        }
    }
}
