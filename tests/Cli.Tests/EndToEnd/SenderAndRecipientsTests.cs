using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>What msmtprc says of senders and recipients, in the envelope and in the fields that are added.</summary>
public sealed class SenderAndRecipientsTests : EndToEndTest
{
    const string Bare = "Subject: x\n\nbody\n";

    [Theory, EachFlavour]
    public async Task The_envelope_can_be_from_whom_the_mail_is_from(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Msmtprc(sink.Port, "from bounce+%F");

        await SendTextAsync(flavour, "Resent-From: r@x\nFrom: a@b\n" + Bare, "-C", file, "you@example.net");
        await SendTextAsync(flavour, "From: A <a@b>\nResent-From: r@x\n" + Bare, "-C", file, "you@example.net");

        Assert.Equal("bounce+r@x", (await sink.NextMailAsync(Token)).Envelope.Sender);
        Assert.Equal("bounce+a@b", (await sink.NextMailAsync(Token)).Envelope.Sender);
    }

    [Theory, EachFlavour]
    public async Task A_mail_that_names_no_sender_where_its_sender_is_wanted_is_not_sent(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Msmtprc(sink.Port, "from %F");

        var results = new[]
        {
            await SendTextAsync(flavour, Bare, "-C", file, "you@example.net"),
            await SendTextAsync(flavour, Bare, [.. Options(sink.Port), "--read-envelope-from", "you@example.net"]),
            await SendTextAsync(flavour, Bare, [.. Options(sink.Port), "-P", "--read-envelope-from", "you@example.net"]),
        };

        Assert.All(results, static result => Assert.Equal(64, result.ExitCode));
        Assert.All(results, static result => Assert.Equal("msmtp: no envelope from address found\n", result.ErrorText));
        Assert.Empty(sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task The_full_name_comes_from_the_command_line_or_from_the_account(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Msmtprc(sink.Port, "from_full_name Jörg \"J\" Müller");

        await SendTextAsync(flavour, Bare, "-C", file, "you@example.net");
        await SendTextAsync(flavour, Bare, "-C", file, "-F", "Joe", "you@example.net");

        Assert.Equal("From: =?utf-8?B?SsO2cmcgIkoiIE3DvGxsZXI=?= <me@example.org>", FirstLine(await sink.NextMailAsync(Token)));
        Assert.Equal("From: Joe <me@example.org>", FirstLine(await sink.NextMailAsync(Token)));
    }

    [Theory, EachFlavour]
    public async Task A_To_field_of_ours_names_whom_the_envelope_names(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var aliases = Home.Write("aliases", "root: ops@example.org\n");
        var file = Msmtprc(
            sink.Port, "set_to_header on", $"aliases {aliases}", "set_msgid_header off", "set_date_header off", "set_from_header off");

        await SendTextAsync(flavour, "To: List <x@y>\nCc: z@w\nBcc: q@q\n" + Bare, "-C", file, "root", "you@example.net");
        await SendTextAsync(flavour, "To: List <x@y>\n" + Bare, "-C", file, "--undisclosed-recipients", "root");

        Assert.Equal("To: ops@example.org, you@example.net\n" + Bare, (await sink.NextMailAsync(Token)).Text);
        Assert.Equal("To: undisclosed-recipients:;\n" + Bare, (await sink.NextMailAsync(Token)).Text);
    }

    static string FirstLine(ReceivedMail mail) => mail.Text.Split('\n')[0];

    static IReadOnlyList<string> Options(int port) => ["--host=127.0.0.1", $"--port={port}"];
}
