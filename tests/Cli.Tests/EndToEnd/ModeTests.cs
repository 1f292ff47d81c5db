using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>What the command does besides sending what it is given to whom it is told.</summary>
public sealed class ModeTests : EndToEndTest
{
    [Theory, EachFlavour]
    public async Task Version_tells_what_was_built_in(Flavour flavour)
    {
        var result = await SendTextAsync(flavour, "", "--version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches("^msmtp version [0-9]+[.][0-9]+", result.OutputText);
        Assert.Matches("\nSupported authentication methods:\n(.* )?plain ", result.OutputText);
        Assert.Empty(result.ErrorText);
    }

    [Theory, EachFlavour]
    public async Task Help_tells_every_option(Flavour flavour)
    {
        var result = await SendTextAsync(flavour, "", "--help");

        Assert.Equal(0, result.ExitCode);
        foreach (var option in new[] { "--host", "--read-recipients", "--tls-trust-file", "--passwordeval", "--serverinfo", "--logfile" })
            Assert.Contains(option, result.OutputText, StringComparison.Ordinal);
        Assert.Empty(result.ErrorText);
    }

    [Fact]
    public async Task Version_comes_before_help()
    {
        var result = await SendTextAsync(Flavour.Native, "", "--help", "--version");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("msmtp version", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("--read-recipients", result.OutputText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task Pretending_shows_the_settings_and_sends_nothing(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Msmtprc(sink.Port, "timeout 7");

        var result = await SendAsync(flavour, "-C", file, "--pretend", "-t", "you@example.net");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(
            $"\nusing account default from {file}\nhost = 127.0.0.1\nport = {sink.Port}\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("\ntimeout = 7 seconds\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("\nfrom = me@example.org\n", result.OutputText, StringComparison.Ordinal);
        Assert.EndsWith("\nreading recipients from the command line and the mail\n", result.OutputText, StringComparison.Ordinal);
        Assert.Empty(result.ErrorText);
        Assert.Empty(sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task An_account_that_cannot_be_used_is_not_said_to_be(Flavour flavour)
    {
        var result = await SendAsync(flavour, "-C", Msmtprc(25, "tls_key_file x"), "--pretend", "you@example.net");

        Assert.Equal(78, result.ExitCode);
        Assert.EndsWith("falling back to default account\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("tls_key_file requires tls_cert_file", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_sender_that_was_read_is_told_of_before_recipients_are_missed(Flavour flavour)
    {
        var result = await SendAsync(flavour, "--debug", "--read-envelope-from");

        Assert.Equal(64, result.ExitCode);
        Assert.Equal("envelope from address extracted from mail: me@example.org\n", result.OutputText);
        Assert.Equal("msmtp: no recipients found\n", result.ErrorText);
    }

    [Theory, EachFlavour]
    public async Task Recipients_are_read_from_the_header_and_Bcc_is_removed(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var result = await SendTextAsync(
            flavour,
            "To: A <a@example.net>,\n b@example.net\nCc: c@example.net\nBcc: d@example.net,\n e@example.net\n" + Mail,
            [.. Server(sink.Port), "-t", "first@example.net"]);

        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await sink.NextMailAsync(Token);
        Assert.Equal(
            ["first@example.net", "a@example.net", "b@example.net", "c@example.net", "d@example.net", "e@example.net"], mail.Recipients);
        Assert.Equal("To: A <a@example.net>,\n b@example.net\nCc: c@example.net\n" + Mail, mail.Text);
    }

    [Fact]
    public async Task The_sender_is_read_from_the_header_and_chooses_the_account()
    {
        await using var sink = MailSink.Start();
        var file = Home.Write(
            "msmtprc",
            $"account work\nhost 127.0.0.1\nport {sink.Port}\nfrom *@example.com\n"
            + "account default\nhost 127.0.0.1\nport 1\nfrom other@example.org\n");

        var result = await SendTextAsync(
            Flavour.Native, "From: Me <me@example.com>\nSubject: x\n\nbody\n", "-C", file, "--read-envelope-from", "you@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("MAIL FROM:<me@example.com>", sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task Called_as_sendmail_it_says_sendmail(Flavour flavour)
    {
        var link = Home.File("sendmail");
        File.CreateSymbolicLink(link, Built(flavour));

        var result = await (Command(flavour, Server(25)) with { Path = link }).RunAsync(Token);

        Assert.Equal(64, result.ExitCode);
        Assert.Equal("sendmail: no recipients found\n", result.ErrorText);
    }

    [Theory, EachFlavour]
    public async Task Called_as_sendmail_it_sends_as_sendmail_would(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var link = Home.File("sendmail");
        File.CreateSymbolicLink(link, Built(flavour));
        Home.Write(".msmtprc", $"host 127.0.0.1\nport {sink.Port}\nfrom me@example.org\n");
        var command = Command(flavour, "-oi", "-oem", "-i", "-t", "-B8BITMIME") with
        {
            Path = link,
            Input = System.Text.Encoding.UTF8.GetBytes("To: you@example.net\n" + Header + "\n.\n"),
        };

        var result = await command.RunAsync(Token);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Empty(result.ErrorText);
        Assert.Equal("To: you@example.net\n" + Header + "\n.\n", (await sink.NextMailAsync(Token)).Text);
    }

    [Fact]
    public async Task A_server_is_asked_about_itself_and_gets_no_mail()
    {
        await using var sink = MailSink.Start();

        var result = await SendAsync(Flavour.Native, "--host=127.0.0.1", $"--port={sink.Port}", "--serverinfo");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith("SMTP server at 127.0.0.1 (", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("PIPELINING", result.OutputText, StringComparison.Ordinal);
        Assert.Equal(["EHLO localhost", "QUIT"], sink.Commands);
    }
}
