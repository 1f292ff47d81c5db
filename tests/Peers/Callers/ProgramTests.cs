using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Programs and libraries that are told where sendmail is, and pass a mail of three lines to it, one of them a dot.</summary>
public sealed class ProgramTests
{
    const string Body = "text\n.\nend\n";

    /// <summary>Who sends, and to whom, where the program has a way to say so.</summary>
    sealed record Expected(string Sender, params string[] Recipients)
    {
        public string Text { get; init; } = Body;
    }

    static readonly Dictionary<string, (Expected Mail, Func<SendmailUser, string, Task<CommandResult>> SendAsync)> All = new()
    {
        // -i -f SENDER -- RECIPIENT...; ActionMailer does the same by it.
        ["Ruby Mail"] = (new("bounces@example.org", "one@example.net", "three@example.net"), RubyAsync),
        // -t -oi -oem -fSENDER
        ["MIME::Lite"] = (new("me@example.org", "one@example.net", "three@example.net"), MimeLiteAsync),
        // -oi RECIPIENT...; logcheck sends its reports by it.
        ["mime-construct"] = (new("user@example.org", "one@example.net"), MimeConstructAsync),
        // -f SENDER RECIPIENT..., without -i, and with a body of its own making.
        ["Mercurial"] = (new("me@example.org", "one@example.net", "three@example.net") { Text = "+a\n" }, MercurialAsync),
        // -oi -f SENDER -oep -odi -t
        ["Emacs's mail-mode"] = (new("me@example.org", "one@example.net", "three@example.net"), EmacsMailAsync),
        // -oi -f SENDER -t
        ["Emacs's message-mode"] = (new("me@example.org", "one@example.net"), EmacsMessageAsync),
        // -oi -fSENDER -t
        ["PHPMailer"] = (new("bounces@example.org", "one@example.net", "three@example.net"), PhpMailerAsync),
        // -f SENDER -i RECIPIENT...
        ["Dovecot Sieve"] = (new("me@example.org", "one@example.net"), SieveAsync),
    };

    public static MatrixTheoryData<Installation, string> Programs { get; } = new(Enum.GetValues<Installation>(), All.Keys);

    [Theory, MemberData(nameof(Programs))]
    public async Task A_mail_arrives_whole_at_all_its_recipients(Installation installation, string program)
    {
        var (expected, sendAsync) = All[program];
        await using var user = new SendmailUser(installation);

        var result = await sendAsync(user, "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await user.ArrivedAsync();
        Assert.Equal(expected.Sender, mail.Envelope.Sender);
        Assert.Equal(expected.Recipients, mail.Recipients);
        Assert.Empty(mail.Field("Bcc"));
        Assert.EndsWith(expected.Text, mail.Body(), StringComparison.Ordinal);
    }

    // Ruby's library looks at neither exit status nor output, and Sieve keeps the mail.
    [Theory, MemberData(nameof(Programs))]
    public async Task A_refused_recipient_gets_nothing_and_fails_whatever_asks(Installation installation, string program)
    {
        await using var user = new SendmailUser(installation);

        var result = await All[program].SendAsync(user, SendmailUser.Stranger);

        Assert.Null(user.Sink.TakeMail());
        Assert.Contains($"RCPT TO:<{SendmailUser.Stranger}>", user.Sink.Commands);
        Assert.True(result.ExitCode != 0 || program is "Ruby Mail" or "Dovecot Sieve", result.ToString());
    }

    static Task<CommandResult> RubyAsync(SendmailUser user, string to)
    {
        Program.Needs("/usr/lib/ruby/vendor_ruby/mail.rb", "ruby-mail");
        return user.RunAsync(Program.Find("ruby", "ruby"), ["-rmail", "-e", $$"""
            Mail.defaults { delivery_method :sendmail, location: '{{user.Sendmail}}' }
            Mail.deliver do
              from 'me@example.org'; to '{{to}}'; bcc 'three@example.net'; subject 's'
              smtp_envelope_from 'bounces@example.org'
              body "text\n.\nend\n"
            end
            """]);
    }

    static Task<CommandResult> MimeLiteAsync(SendmailUser user, string to)
    {
        Program.Needs("/usr/share/perl5/MIME/Lite.pm", "libmime-lite-perl");
        return user.RunAsync(Program.Find("perl", "perl"), ["-e", $$"""
            use MIME::Lite;
            MIME::Lite->send('sendmail', Sendmail => '{{user.Sendmail}}');
            MIME::Lite->new(
                From => 'me@example.org', To => '{{to}}', Bcc => 'three@example.net', Subject => 's', Data => "text\n.\nend\n")->send;
            """]);
    }

    static Task<CommandResult> MimeConstructAsync(SendmailUser user, string to)
    {
        var program = Program.Find("mime-construct", "mime-construct");
        string[] path = [$"PATH={Path.GetDirectoryName(user.Sendmail)}:/usr/bin:/bin"];
        return user.RunAsync("/usr/bin/env", [.. path, program, "--to", to, "--subject", "s", "--string", Body]);
    }

    static Task<CommandResult> MercurialAsync(SendmailUser user, string to)
    {
        Program.Find("hg", "mercurial");
        return user.RunAsync("/bin/sh", ["-ec", $"""
            hg init repository
            cd repository
            echo a >file
            hg add --quiet file
            hg commit --quiet -m 'Mend it' -u 'Me <me@example.org>'
            exec hg --config extensions.patchbomb= --config email.method={user.Sendmail} --config email.from=me@example.org \
                email --quiet -r tip -t {to} -c '' --bcc three@example.net
            """]);
    }

    static Task<CommandResult> EmacsMailAsync(SendmailUser user, string to) => EmacsAsync(user, "sendmail", $"""
        (setq mail-specify-envelope-from t mail-interactive t)
        (insert "From: me@example.org\nTo: {to}\nBcc: three@example.net\nSubject: s\n" mail-header-separator "\ntext\n.\nend\n")
        (sendmail-send-it)
        """);

    static Task<CommandResult> EmacsMessageAsync(SendmailUser user, string to) => EmacsAsync(user, "message", $"""
        (setq message-interactive t)
        (insert "From: me@example.org\nTo: {to}\nSubject: s\n" mail-header-separator "\ntext\n.\nend\n")
        (message-send-mail-with-sendmail)
        """);

    static Task<CommandResult> EmacsAsync(SendmailUser user, string library, string script) => user.RunAsync(
        Program.Find("emacs", "emacs-nox"),
        ["-Q", "--batch", "--eval", $"""
            (progn
              (require '{library})
              (setq user-mail-address "me@example.org" sendmail-program "{user.Sendmail}")
              (with-temp-buffer {script}))
            """]);

    static Task<CommandResult> PhpMailerAsync(SendmailUser user, string to)
    {
        const string library = "/usr/share/php/libphp-phpmailer/src";
        Program.Needs($"{library}/PHPMailer.php", "libphp-phpmailer");
        return user.RunAsync(Program.Find("php", "php-cli"), ["-r", $$"""
            require '{{library}}/PHPMailer.php';
            require '{{library}}/Exception.php';
            $mail = new PHPMailer\PHPMailer\PHPMailer(true);
            $mail->isSendmail();
            $mail->Sendmail = '{{user.Sendmail}}';
            $mail->Sender = 'bounces@example.org';
            $mail->setFrom('me@example.org');
            $mail->addAddress('{{to}}');
            $mail->addBCC('three@example.net');
            $mail->Subject = 's';
            $mail->Body = "text\n.\nend\n";
            $mail->send();
            """]);
    }

    // A user's script is executed when a mail is delivered to that user, who must not be the superuser.
    static Task<CommandResult> SieveAsync(SendmailUser user, string to)
    {
        Program.Needs("/usr/lib/dovecot/modules/lib90_sieve_plugin.so", "dovecot-sieve");
        var script = user.Write("redirect.sieve", $"redirect \"{to}\";\n");
        var settings = user.Write("dovecot.conf", $$"""
            base_dir = {{user.FileOf("run")}}
            log_path = /dev/stderr
            ssl = no
            mail_location = maildir:{{user.FileOf("Maildir")}}
            sendmail_path = /usr/bin/env HOME={{user.FileOf("")}} {{user.Sendmail}}
            postmaster_address = postmaster@example.org
            first_valid_uid = 1
            first_valid_gid = 1
            protocol lda {
              mail_plugins = sieve
            }
            plugin {
              sieve = {{script}}
            }

            """);
        return user.RunAsync(
            Program.Find("unshare", "util-linux"),
            ["--user", "--map-user=1000", "--map-group=1000", "/usr/lib/dovecot/dovecot-lda", "-c", settings, "-f", "me@example.org"],
            $"From: me@example.org\nTo: user@example.org\nSubject: s\n\n{Body}");
    }
}
