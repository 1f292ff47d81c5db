using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>The languages that web applications, reports and monitors are written in.</summary>
public sealed class ScriptTests
{
    const string Perl = "/usr/share/perl5";

    public static MatrixTheoryData<Installation, string> Languages { get; } =
        new(Enum.GetValues<Installation>(), ["PHP", "Email::Sender", "Mail::Mailer", "Python"]);

    // PHP runs "sendmail -t -i -fSENDER" in a shell. Its header lines end with CR LF; the body is left alone.
    [Theory, EachInstallation]
    public async Task Mail_of_PHP_arrives(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await PhpAsync(user, "one@example.net");

        Assert.Equal((0, "bool(true)\n", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = await user.ArrivedAsync();
        Assert.Equal("bounces@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net", "three@example.net"], mail.Recipients);
        Assert.Equal(
            [
                "To: one@example.net", "Subject: a subject", "X-PHP-Originating-Script: 0:Command line code",
                "From: me@example.org", "X-A: 1",
            ],
            mail.Header().TakeLast(5));
        Assert.Empty(mail.Field("Bcc"));
        Assert.EndsWith("\r\n\r\nfirst\r\n..\r\n.\r\nlast\r\n\r\n", Encoding.ASCII.GetString(mail.Octets), StringComparison.Ordinal);
    }

    [Theory, EachInstallation]
    public async Task PHP_is_told_of_a_refused_recipient(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await PhpAsync(user, SendmailUser.Stranger);

        Assert.Equal("bool(false)\n", result.OutputText);
        Assert.StartsWith(SendmailUser.Complaint, result.ErrorText, StringComparison.Ordinal);
        Assert.Null(user.Sink.TakeMail());
    }

    // -i -f SENDER -- RECIPIENT...
    [Theory, EachInstallation]
    public async Task Mail_of_Email_Sender_arrives(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await EmailSenderAsync(user, "one@example.net");

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = await user.ArrivedAsync();
        Assert.Equal("bounces@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net", "two@example.net"], mail.Recipients);
        Assert.Equal(["shown@example.net"], mail.Field("To"));
        Assert.Equal("text\n.\nend\n", mail.Body());
    }

    [Theory, EachInstallation]
    public async Task Email_Sender_is_told_of_a_refused_recipient(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await EmailSenderAsync(user, SendmailUser.Stranger);

        user.WasToldOfTheStranger(result);
    }

    // -t; the fields come in any order.
    [Theory, EachInstallation]
    public async Task Mail_of_Mail_Mailer_arrives(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await MailMailerAsync(user, "one@example.net");

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = await user.ArrivedAsync();
        Assert.Equal(["one@example.net", "three@example.net"], mail.Recipients.Order(StringComparer.Ordinal));
        Assert.Empty(mail.Field("Bcc"));
        Assert.Equal("text\n.\nend\n", mail.Body());
    }

    [Theory, EachInstallation]
    public async Task Mail_Mailer_is_told_of_a_refused_recipient(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await MailMailerAsync(user, SendmailUser.Stranger);

        user.WasToldOfTheStranger(result);
    }

    // logwatch and smartd do the same.
    [Theory, EachInstallation]
    public async Task Mail_of_Python_arrives(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await PythonAsync(user, "one@example.net");

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = await user.ArrivedAsync();
        Assert.Equal("user@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net", "three@example.net"], mail.Recipients);
        Assert.Empty(mail.Field("Bcc"));
        Assert.Equal("text\n.\nend\n", mail.Body());
    }

    [Theory, EachInstallation]
    public async Task Python_is_told_of_a_refused_recipient(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await PythonAsync(user, SendmailUser.Stranger);

        user.WasToldOfTheStranger(result);
        Assert.Contains("returned non-zero exit status 65", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task A_command_may_print_the_password(Installation installation, string language)
    {
        await using var user = new SendmailUser(installation, authenticates: true);

        var result = await (language switch
        {
            "PHP" => PhpAsync(user, "one@example.net"),
            "Email::Sender" => EmailSenderAsync(user, "one@example.net"),
            "Mail::Mailer" => MailMailerAsync(user, "one@example.net"),
            _ => PythonAsync(user, "one@example.net"),
        });

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Contains("one@example.net", (await user.ArrivedAsync()).Recipients);
    }

    static Task<CommandResult> PhpAsync(SendmailUser user, string to) => user.RunAsync(
        Program.Find("php", "php-cli"),
        ["-n", "-d", $"sendmail_path={user.Sendmail} -t -i", "-d", "mail.add_x_header=1", "-r", $$"""
            var_dump(mail("{{to}}", "a subject", "first\n..\n.\r\nlast\n",
                "From: me@example.org\r\nBcc: three@example.net\r\nX-A: 1", "-fbounces@example.org"));
            """]);

    static Task<CommandResult> EmailSenderAsync(SendmailUser user, string to)
    {
        Program.Needs($"{Perl}/Email/Sender.pm", "libemail-sender-perl");
        return PerlAsync(user, $$"""
            use Email::Sender::Simple qw(sendmail); use Email::Sender::Transport::Sendmail; use Email::Simple;
            sendmail(
                Email::Simple->new("From: me\@example.org\nTo: shown\@example.net\nSubject: s\n\ntext\n.\nend\n"),
                { from => 'bounces@example.org', to => ['{{to}}', 'two@example.net'],
                  transport => Email::Sender::Transport::Sendmail->new({ sendmail => '{{user.Sendmail}}' }) });
            """);
    }

    static Task<CommandResult> MailMailerAsync(SendmailUser user, string to)
    {
        Program.Needs($"{Perl}/Mail/Mailer.pm", "libmailtools-perl");
        return PerlAsync(user, $$"""
            BEGIN { $ENV{PERL_MAILERS} = 'sendmail:{{user.Sendmail}}' }
            use Mail::Mailer;
            my $mail = Mail::Mailer->new('sendmail');
            $mail->open({ From => 'me@example.org', To => '{{to}}', Bcc => 'three@example.net', Subject => 's' });
            print $mail "text\n.\nend\n";
            $mail->close or die "not sent";
            """);
    }

    static Task<CommandResult> PerlAsync(SendmailUser user, string script) => user.RunAsync(Program.Find("perl", "perl"), ["-we", script]);

    static Task<CommandResult> PythonAsync(SendmailUser user, string to) => user.RunAsync(Program.Find("python3", "python3"), ["-c", $"""
        import subprocess
        mail = b'From: me@example.org\nTo: {to}\nBcc: three@example.net\nSubject: s\n\ntext\n.\nend\n'
        subprocess.run(['{user.Sendmail}', '-t', '-oi'], input=mail, check=True)
        """]);
}
