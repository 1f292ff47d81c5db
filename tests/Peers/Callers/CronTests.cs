namespace Msmtp.Peers;

/// <summary>
/// cron: <c>-FCronDaemon -i -B8BITMIME -oem RECIPIENT</c>, without Date, in the environment of cron and not of the job. It
/// runs in its own mount namespace, with its own crontab, and knows no sendmail but /usr/sbin/sendmail.
/// </summary>
public sealed class CronTests
{
    // A job of @reboot runs at once.
    const string Script = """
        mount -t tmpfs none /var/spool/cron
        mount -t tmpfs none /etc/cron.d
        mount -t tmpfs none /run
        mount --bind /dev/null /etc/crontab
        mkdir -m 1730 /var/spool/cron/crontabs
        install -m 600 -g crontab "$HOME/crontab" /var/spool/cron/crontabs/root
        exec cron -f
        """;

    [Theory, EachInstallation]
    public async Task The_output_of_a_job_arrives(Installation installation)
    {
        await using var user = new SendmailUser(installation);
        await using var cron = Start(user, "MAILTO=one@example.net\n@reboot echo first; echo .; echo last; exit 3\n");

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

    [Theory, EachInstallation]
    public async Task Mail_to_root_at_this_host_has_roots_alias_and_its_sender_a_domain(Installation installation)
    {
        await using var user = new SendmailUser(installation, more: "aliases ~/aliases\nalias_domains this_host\nlocal_domain example.org\n");
        user.Write("aliases", "root: ops@example.net\n");
        var root = $"root@{System.Net.Dns.GetHostName()}";
        await using var cron = Start(user, $"MAILTO={root},joe\n@reboot echo output\n");

        var mail = await user.ArrivedAsync();

        Assert.Equal(["ops@example.net", "joe@example.org"], mail.Recipients);
        Assert.Equal(["root@example.org (Cron Daemon)"], mail.Field("From"));
        Assert.Equal([$"{root},joe@example.org"], mail.Field("To"));
        Assert.Equal("output\n", mail.Body());
    }

    [Theory, EachInstallation]
    public async Task Its_name_stays_where_the_server_takes_only_the_accounts_address(Installation installation)
    {
        await using var user = new SendmailUser(installation, more: "allow_from_override off\nset_from_header on\nkeep_from_name on\n");
        await using var cron = Start(user, "MAILTO=one@example.net\n@reboot echo output\n");

        Assert.Equal(["Cron Daemon <user@example.org>"], (await user.ArrivedAsync()).Field("From"));
    }

    [Theory, EachInstallation]
    public async Task A_command_may_print_the_password(Installation installation)
    {
        await using var user = new SendmailUser(installation, authenticates: true);
        await using var cron = Start(user, "MAILTO=one@example.net\n@reboot echo output\n");

        Assert.Equal("output\n", (await user.ArrivedAsync()).Body());
    }

    static PrivateSystem Start(SendmailUser user, string crontab)
    {
        Program.Find("cron", "cron");
        user.Write("crontab", crontab);
        return PrivateSystem.Start(user, Script);
    }
}
