using System.Runtime.Versioning;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>What goes out is a mail (RFC 5322), whatever comes in.</summary>
public sealed class MailIsAMailTests : EndToEndTest
{
    const string From = "From: me@example.org\n";

    [Theory, EachFlavour]
    public async Task Text_is_no_header(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        foreach (var text in (string[])["text\n", "From now on\n", " Subject: x\n\nmore\n", "https://example.org/\n", "grüße: x\n"])
        {
            var result = await SendTextAsync(flavour, text, [.. Bare(sink.Port), "you@example.net"]);

            Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
            Assert.Equal(From + "\n" + Latin(text), (await sink.NextMailAsync(Token)).Text);
        }
    }

    [Theory, EachFlavour]
    public async Task A_field_that_would_be_read_as_text_is_not_passed_over(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        foreach (var field in (string[])["To", "Cc", "Bcc", "bcc ", "Resent-To", "Resent-Date"])
        {
            var result = await SendTextAsync(flavour, $"To: a@x.example\ntext\n{field}: b@x.example\n\nmore\n", [.. Bare(sink.Port), "-t"]);

            Assert.Equal(65, result.ExitCode);
            Assert.Equal(
                $"msmtp: line 2 of the mail is not a header field and ends the header, but line 3 is a field {field.Trim()}: "
                    + "is an empty line missing between header and body?",
                result.ErrorText.Split('\n')[0]);
        }
        Assert.Empty(sink.Transcript);

        var plain = await SendTextAsync(flavour, "To: a@x.example\ntext\n\nCc: b@x.example\n", [.. Bare(sink.Port), "-t"]);

        Assert.Equal(0, plain.ExitCode);
        Assert.Equal(["a@x.example"], (await sink.NextMailAsync(Token)).Recipients);
    }

    [Theory, EachFlavour]
    public async Task Mailbox_lines_are_no_part_of_the_mail(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        const string patch = "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n";

        foreach (var lines in (string[])[patch, patch + ">From me@example.org\n", "From me remote from x\r\n"])
        {
            var result = await SendTextAsync(flavour, lines + From + "To: you@example.net\n\nbody\n", [.. Bare(sink.Port), "-t"]);

            Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
            Assert.Equal(From + "To: you@example.net\n\nbody\n", (await sink.NextMailAsync(Token)).Text);
        }
    }

    [Theory, EachFlavour]
    public async Task A_name_is_quoted_where_it_has_to_be(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        await SendTextAsync(flavour, "\n", [.. Bare(sink.Port), "-F", "Doe, John", "you@example.net"]);
        await SendTextAsync(flavour, "\n", [.. Bare(sink.Port), "-F", "\"Doe, John\"", "you@example.net"]);
        await SendTextAsync(flavour, "\n", "-C", Msmtprc(sink.Port, [.. Nothing, "from_full_name Doe, \\J"]), "you@example.net");

        Assert.Equal("From: \"Doe, John\" <me@example.org>\n\n", (await sink.NextMailAsync(Token)).Text);
        Assert.Equal("From: \"Doe, John\" <me@example.org>\n\n", (await sink.NextMailAsync(Token)).Text);
        Assert.Equal("From: \"Doe, \\\\J\" <me@example.org>\n\n", (await sink.NextMailAsync(Token)).Text);
    }

    [Theory, EachFlavour]
    public async Task A_null_sender_leaves_a_header_that_is_one(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Msmtprc(sink.Port, "set_from_header on", "set_date_header off");

        foreach (var sender in (string[])["<>", "", "MAILER-DAEMON"])
        {
            await SendTextAsync(flavour, "From: joe@example.org\n\n", "-C", file, "-f", sender, "you@example.net");
            await SendTextAsync(flavour, "\n", "-C", file, "-f", sender, "you@example.net");

            var (kept, added) = (await sink.NextMailAsync(Token), await sink.NextMailAsync(Token));
            Assert.Equal(("", ""), (kept.Envelope.Sender, added.Envelope.Sender));
            Assert.Matches(@"^Message-ID: <[0-9a-f]{32}\.MAILER-DAEMON@[\w.-]+>\nFrom: joe@example\.org\n\n$", kept.Text);
            Assert.Matches(@"^From: MAILER-DAEMON@[\w.-]+\nMessage-ID: <[0-9a-f]{32}\.MAILER-DAEMON@[\w.-]+>\n\n$", added.Text);
        }
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task A_user_whom_the_system_does_not_know_has_a_name()
    {
        await using var sink = MailSink.Start();
        var stranger = new OrdinaryUser(Home) { User = "54321" };

        foreach (var more in (string[][])[["--from=%U@example.org"], ["--auto-from", "--maildomain=example.org"]])
        {
            var environment = EnvironmentWith();
            environment.Remove("HOME");
            var command = Command(Flavour.Native, ["--host=127.0.0.1", $"--port={sink.Port}", .. more, "you@example.net"]) with
            {
                Environment = environment,
                Input = "Subject: x\n\n"u8.ToArray(),
            };

            var result = await stranger.RunAsync(command, Token);

            Assert.True(result.ExitCode == 0, result.ToString());
            Assert.Equal(Environment.IsPrivilegedProcess ? "unknown@example.org" : $"{Environment.UserName}@example.org", (await sink.NextMailAsync(Token)).Envelope.Sender);
        }
    }

    [Theory]
    [InlineData(Flavour.Native, "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname", true)]
    [InlineData(Flavour.Managed, "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname", true)]
    [InlineData(Flavour.Native, "502 5.5.1 no such command", false)]
    public async Task A_server_that_does_not_like_the_name_localhost_is_told_of(Flavour flavour, string reply, bool isHinted)
    {
        await using var server = ScriptedServer.Start($"S: 220 mx\nC: EHLO localhost\nS: {reply}\nC: HELO localhost\nS: {reply}\n--- gone ---");

        var result = await SendAsync(flavour, [.. Bare(server.Port), "-d", "you@example.net"]);

        Assert.Equal(76, result.ExitCode);
        Assert.Equal(isHinted, result.ErrorText.Contains("hint: the server wants this machine to introduce itself with a name that is in the DNS: write \"domain %H\"", StringComparison.Ordinal));
        await server.FinishAsync();
    }

    static string Latin(string text) => System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    static IReadOnlyList<string> Nothing { get; } = ["set_date_header off", "set_msgid_header off"];

    static IReadOnlyList<string> Bare(int port) => [.. Server(port), "--set-date-header=off", "--set-msgid-header=off"];
}
