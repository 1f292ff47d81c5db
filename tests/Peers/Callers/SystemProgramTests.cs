using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Programs of the system that call /usr/sbin/sendmail, wherever else there is one.</summary>
public sealed class SystemProgramTests
{
    // Nobody's job is done, or mail sent, but that of the test.
    const string At = """
        mount -t tmpfs none /var/spool/cron
        mount -t tmpfs none /run
        mkdir -m 1770 /var/spool/cron/atjobs /var/spool/cron/atspool
        touch /var/spool/cron/atjobs/.SEQ
        chown -R daemon:daemon /var/spool/cron/atjobs /var/spool/cron/atspool
        echo 'echo first; echo .; echo last' | "$AT/usr/bin/at" now
        exec "$AT/usr/sbin/atd" -f
        """;

    // What the server of fail2ban does with an action's file and an address to be banned.
    const string Ban = """
        import sys
        root = sys.argv[1]
        sys.path.insert(0, root + '/usr/lib/python3/dist-packages')
        from fail2ban.client.actionreader import ActionReader
        from fail2ban.server.action import CommandAction
        from fail2ban.server.actions import Actions
        settings = {'dest': 'one@example.net', 'sender': 'bounces@example.org', 'name': 'sshd'}
        reader = ActionReader('sendmail', 'sshd', settings, basedir=root + '/etc/fail2ban')
        reader.read()
        reader.getOptions({})
        action = CommandAction(None, 'sendmail')
        for name, value in reader.convert()[1][4]:
            setattr(action, name, value)
        action.ban({'ip': '192.0.2.1', 'failures': 5, 'fq-hostname': 'host.example.org'})
        """;

    const string Changes = """
        import types, apt_listchanges
        config = types.SimpleNamespace(email_address='one@example.net', email_format='text')
        apt_listchanges.mail_changes(config, 'text\n.\nend\n', 'a subject')
        """;

    // -i RECIPIENT: the user whose job it is, without a domain.
    [Theory, EachInstallation]
    public async Task The_output_of_a_job_of_at_arrives(Installation installation)
    {
        await using var user = new SendmailUser(installation);
        await using var at = PrivateSystem.Start(user, $"AT={Unpacked("at", "usr/sbin/atd")}\n{At}");

        var mail = await user.ArrivedAsync();

        Assert.Equal("user@example.org", mail.Envelope.Sender);
        Assert.Equal(["root"], mail.Recipients);
        Assert.StartsWith("Output from your job ", Assert.Single(mail.Field("Subject")), StringComparison.Ordinal);
        Assert.Equal("first\n.\nlast\n", mail.Body());
    }

    // -FAnacron -odi RECIPIENT
    [Theory, EachInstallation]
    public async Task The_output_of_a_job_of_anacron_arrives(Installation installation)
    {
        await using var user = new SendmailUser(installation);
        var jobs = user.Write("anacrontab", "MAILTO=one@example.net\nPATH=/usr/bin:/bin\n1 0 job echo first; echo .; echo last\n");
        var program = Unpacked("anacron", "usr/sbin/anacron");
        await using var anacron = PrivateSystem.Start(
            user, $"mkdir \"$HOME/spool\"\n{program}/usr/sbin/anacron -d -f -n -t {jobs} -S \"$HOME/spool\" 2>/dev/null");

        var mail = await user.ArrivedAsync();

        Assert.Equal("user@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net"], mail.Recipients);
        Assert.Equal(["Anacron <root>"], mail.Field("From"));
        Assert.EndsWith("first\n.\nlast\n", mail.Body(), StringComparison.Ordinal);
    }

    // -f SENDER RECIPIENT
    [Theory, EachInstallation]
    public async Task A_ban_of_fail2ban_is_told(Installation installation)
    {
        await using var user = new SendmailUser(installation);
        Program.Find("python3", "python3");
        var root = Unpacked("fail2ban", "usr/bin/fail2ban-server");
        await using var server = PrivateSystem.Start(user, $"python3 {user.Write("ban.py", Ban)} {root}");

        var mail = await user.ArrivedAsync();

        Assert.Equal("bounces@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net"], mail.Recipients);
        Assert.StartsWith("[Fail2Ban] sshd: banned 192.0.2.1 from ", Assert.Single(mail.Field("Subject")), StringComparison.Ordinal);
    }

    // -oi -t
    [Theory, EachInstallation]
    public async Task News_of_apt_listchanges_arrive(Installation installation)
    {
        await using var user = new SendmailUser(installation);
        Program.Find("python3", "python3");
        var root = Unpacked("apt-listchanges", "usr/bin/apt-listchanges");
        await using var apt = PrivateSystem.Start(
            user, $"PYTHONPATH={root}/usr/share/apt-listchanges python3 {user.Write("changes.py", Changes)} 2>/dev/null");

        var mail = await user.ArrivedAsync();

        Assert.Equal(["one@example.net"], mail.Recipients);
        Assert.Equal(["a subject"], mail.Field("Subject"));
        Assert.Equal("text\n.\nend\n", mail.Body());
    }

    /// <summary>A package of Debian's that test.sh has taken apart, because installed it would act by itself.</summary>
    static string Unpacked(string package, string program)
    {
        var folder = Path.Combine(TestPaths.Root, "artifacts", "peers", package);
        Assert.SkipUnless(File.Exists(Path.Combine(folder, program)), $"{folder} has no {program}, which test.sh fetches with apt");
        return folder;
    }
}
