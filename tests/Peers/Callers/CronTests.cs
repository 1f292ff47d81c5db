using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// cron: <c>-FCronDaemon -i -B8BITMIME -oem RECIPIENT</c>, without Date, in the environment of cron and not of the job. It
/// runs in its own mount namespace, with its own crontab, and knows no sendmail but /usr/sbin/sendmail.
/// </summary>
public sealed class CronTests
{
    const string Sendmail = "/usr/sbin/sendmail";

    // A job of @reboot runs at once. The wrapper is needed because the managed host looks for its parts beside its own file, and a mount
    // hides where that is.
    const string Script = """
        set -e
        mount -t tmpfs none /var/spool/cron
        mount -t tmpfs none /etc/cron.d
        mount -t tmpfs none /run
        mount --bind /dev/null /etc/crontab
        mount --bind "$HOME/wrapper" /usr/sbin/sendmail
        mkdir -m 1730 /var/spool/cron/crontabs
        install -m 600 -g crontab "$HOME/crontab" /var/spool/cron/crontabs/root
        exec cron -f
        """;

    [Theory, EachInstallation]
    public async Task The_output_of_a_job_arrives(Installation installation)
    {
        await using var user = new SendmailUser(installation);
        using var cron = Start(user, "MAILTO=one@example.net\n@reboot echo first; echo .; echo last; exit 3\n");
        try
        {
            var mail = await user.ArrivedAsync();

            Assert.Equal("user@example.org", mail.Envelope.Sender);
            Assert.Equal(["one@example.net"], mail.Recipients);
            Assert.Equal(["root (Cron Daemon)"], mail.Field("From"));
            Assert.Equal(["one@example.net"], mail.Field("To"));
            Assert.EndsWith("> echo first; echo .; echo last; exit 3", Assert.Single(mail.Field("Subject")), StringComparison.Ordinal);
            Assert.Contains("<MAILTO=one@example.net>", mail.Field("X-Cron-Env"));
            Assert.Single(mail.Field("Date"));
            Assert.Equal("first\n.\nlast\n", mail.Body());
        }
        finally
        {
            await StopAsync(cron);
        }
    }

    [Theory, EachInstallation]
    public async Task Mail_to_root_at_this_host_has_roots_alias_and_its_sender_a_domain(Installation installation)
    {
        await using var user = new SendmailUser(installation, more: "aliases ~/aliases\nalias_domains this_host\nlocal_domain example.org\n");
        user.Write("aliases", "root: ops@example.net\n");
        var root = $"root@{System.Net.Dns.GetHostName()}";
        using var cron = Start(user, $"MAILTO={root},joe\n@reboot echo output\n");
        try
        {
            var mail = await user.ArrivedAsync();

            Assert.Equal(["ops@example.net", "joe@example.org"], mail.Recipients);
            Assert.Equal(["root@example.org (Cron Daemon)"], mail.Field("From"));
            Assert.Equal([$"{root},joe@example.org"], mail.Field("To"));
            Assert.Equal("output\n", mail.Body());
        }
        finally
        {
            await StopAsync(cron);
        }
    }

    [Theory, EachInstallation]
    public async Task Its_name_stays_where_the_server_takes_only_the_accounts_address(Installation installation)
    {
        await using var user = new SendmailUser(installation, more: "allow_from_override off\nset_from_header on\nkeep_from_name on\n");
        using var cron = Start(user, "MAILTO=one@example.net\n@reboot echo output\n");
        try
        {
            Assert.Equal(["Cron Daemon <user@example.org>"], (await user.ArrivedAsync()).Field("From"));
        }
        finally
        {
            await StopAsync(cron);
        }
    }

    [Theory, EachInstallation]
    public async Task A_command_may_print_the_password(Installation installation)
    {
        await using var user = new SendmailUser(installation, authenticates: true);
        using var cron = Start(user, "MAILTO=one@example.net\n@reboot echo output\n");
        try
        {
            Assert.Equal("output\n", (await user.ArrivedAsync()).Body());
        }
        finally
        {
            await StopAsync(cron);
        }
    }

    static Process Start(SendmailUser user, string crontab)
    {
        Program.Find("cron", "cron");
        var unshare = Program.Find("unshare", "util-linux");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give cron a file system view of its own");
        Assert.SkipUnless(File.Exists(Sendmail), $"there is no {Sendmail} whose place could be taken (package postfix)");
        user.Write("crontab", crontab);
        File.SetUnixFileMode(user.Write("wrapper", $"#!/bin/sh\nexec {user.Sendmail} \"$@\"\n"), (UnixFileMode)0b111_101_101);

        var start = new ProcessStartInfo(unshare, ["--mount", "--pid", "--fork", "--kill-child", "sh", "-c", $"{user.Mounts}\n{Script}"]);
        start.Environment.Clear();
        foreach (var (name, value) in user.Variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    static async Task StopAsync(Process cron)
    {
        cron.Kill();
        await cron.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
