using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Packages.Tests;

/// <summary>
/// What sends mail on a Debian whose sendmail comes from our packages: it calls the names that it knows, as its own user, and cannot read
/// the password.
/// </summary>
public abstract class CallersTests(Installation installation)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Postfix_is_gone_and_its_names_are_ours()
    {
        var debian = (await installation.SystemAsync()).Debian;

        var programs = await debian.DoAsync("readlink -f /usr/sbin/sendmail /usr/lib/sendmail /usr/bin/mailq /usr/bin/newaliases");
        Assert.Equal(string.Concat(Enumerable.Repeat("/usr/bin/msmtp\n", 4)), programs);
        Assert.DoesNotContain("postfix", await debian.InstalledAsync());
        Assert.StartsWith("Mail queue is empty", await debian.DoAsync("mailq", DebianSystem.Stranger), StringComparison.Ordinal);
        Assert.Equal("", await debian.DoAsync("newaliases"));
    }

    [Fact(Explicit = true)]
    public async Task Only_the_service_can_read_the_password()
    {
        var debian = (await installation.SystemAsync()).Debian;

        var read = await debian.RunAsync(DebianSystem.Stranger, "cat", "/etc/msmtp/accounts");
        Assert.Equal((1, "", "cat: /etc/msmtp/accounts: Permission denied\n"), (read.ExitCode, read.OutputText, read.ErrorText));
        Assert.Equal("640 root msmtp\n644 root root\n", await debian.DoAsync("stat -c '%a %U %G' /etc/msmtp/accounts /etc/msmtprc"));
        Assert.Equal("sendmail_options strict\n", await debian.DoAsync("grep '^sendmail_options ' /etc/msmtprc", DebianSystem.Stranger));
        Assert.Equal("", await debian.DoAsync("find /usr/bin/msmtp /usr/lib/msmtp /usr/sbin/sendmail -perm /6000 2>/dev/null || true"));
    }

    [Fact(Explicit = true)]
    public async Task The_output_of_a_job_of_cron_arrives()
    {
        var system = await installation.SystemAsync();
        await system.Debian.DoAsync("""
            printf 'MAILTO=one@example.net\n@reboot echo first; echo .; echo last\n' | crontab -u daemon -
            cron
            """);

        var mail = await system.Server.NextMailAsync(Token);

        Assert.Equal(["one@example.net"], mail.Recipients);
        Assert.Contains("\nSubject: Cron <daemon@debian> echo first; echo .; echo last\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("\nFrom: root (Cron Daemon)\n", mail.Text, StringComparison.Ordinal);
        Assert.EndsWith("\n\nfirst\n.\nlast\n", mail.Text, StringComparison.Ordinal);
    }

    // mdadm --monitor writes it to a pipe to "/usr/sbin/sendmail -t". By itself it has nothing to say where there is no array.
    [Fact(Explicit = true)]
    public async Task A_mail_as_mdadm_sends_it_arrives()
    {
        var system = await installation.SystemAsync();

        await system.Debian.DoAsync("""
            perl -e '
                open my $mail, "|-", "/usr/sbin/sendmail -t" or die;
                print $mail "From: mdadm monitoring <root>\nTo: one\@example.net\n";
                print $mail "Subject: TestMessage event on /dev/md0:debian\n\nThis is generated\n.\n";
                close $mail or die "exit $?";'
            """);

        var mail = await system.Server.NextMailAsync(Token);
        Assert.Equal(["one@example.net"], mail.Recipients);
        Assert.Contains("\nSubject: TestMessage event on /dev/md0:debian\n", mail.Text, StringComparison.Ordinal);
        Assert.EndsWith("\n\nThis is generated\n.\n", mail.Text, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public async Task Mail_of_PHP_arrives()
    {
        var system = await installation.SystemAsync();

        var sent = await PhpAsync(system, "-fbounces@example.org");

        Assert.Equal((0, "bool(true)\n", ""), (sent.ExitCode, sent.OutputText, sent.ErrorText));
        var mail = await system.Server.NextMailAsync(Token);
        Assert.Equal("bounces@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net"], mail.Recipients);
        Assert.Contains("\nSubject: a subject\n", mail.Text, StringComparison.Ordinal);
    }

    // PHP escapes what a shell would take for more than words, and nothing else.
    [Theory(Explicit = true)]
    [InlineData("--passwordeval='touch /tmp/owned'")]
    [InlineData("--setting='passwordeval touch /tmp/owned'")]
    [InlineData("--credential-helper='!touch /tmp/owned'")]
    [InlineData("-C/tmp/msmtprc")]
    [InlineData("-C /etc/passwd")]
    [InlineData("--file=/tmp/msmtprc")]
    [InlineData("-f'<?php system($_GET[0]); ?>'@example.org -X/tmp/owned")]
    [InlineData("--setting=logfile=/tmp/owned")]
    [InlineData("--host=127.0.0.1 --port=25")]
    [InlineData("-adefault --port=25")]
    [InlineData("-oQ/tmp -X/tmp/owned")]
    [InlineData("-i --debug-secrets -v")]
    public async Task What_strangers_give_to_PHP_as_fifth_parameter_does_nothing_but_fail(string parameter)
    {
        var system = await installation.SystemAsync();
        await system.Debian.DoAsync("""
            rm -f /tmp/owned
            printf 'eval touch /tmp/owned\naccount default\nhost 127.0.0.1\nfrom me@example.org\n' >/tmp/msmtprc
            chmod 600 /tmp/msmtprc
            """, DebianSystem.Stranger);

        var sent = await PhpAsync(system, parameter);

        Assert.Equal("bool(false)\n", sent.OutputText);
        Assert.Matches(@"\Asendmail: (-\w|a long option) is refused: .*\n\z", sent.ErrorText);
        Assert.Equal("", await system.Debian.DoAsync("find /tmp -name owned"));
        Assert.Null(system.Server.TakeMail());
    }

    static Task<CommandResult> PhpAsync(MailSystem system, string parameter)
    {
        var fifth = Convert.ToBase64String(Encoding.UTF8.GetBytes(parameter));
        var program = $"""
            <?php var_dump(mail("one@example.net", "a subject", "a text\n", "From: me@example.org", base64_decode("{fifth}")));
            """;
        return system.Debian.RunAsync(DebianSystem.Stranger, Encoding.UTF8.GetBytes(program), "php");
    }
}

/// <inheritdoc/>
public sealed class Debian11() : Installation("bullseye");

/// <inheritdoc/>
public sealed class Debian12() : Installation("bookworm");

/// <inheritdoc/>
public sealed class Debian13() : Installation("trixie");

/// <inheritdoc/>
public sealed class Debian11CallersTests(Debian11 installation) : CallersTests(installation), IClassFixture<Debian11>;

/// <inheritdoc/>
public sealed class Debian12CallersTests(Debian12 installation) : CallersTests(installation), IClassFixture<Debian12>;

/// <inheritdoc/>
public sealed class Debian13CallersTests(Debian13 installation) : CallersTests(installation), IClassFixture<Debian13>;
