namespace Msmtp.Packages.Tests;

/// <summary>Our packages beside the administrator's work: they are upgraded, removed, purged, and give way.</summary>
/// <param name="release">The name of Debian's release.</param>
public abstract class LifeTests(string release)
{
    // The next version: the same, but for its number and a line in the configuration, which the administrator has changed, too.
    internal const string MakeNext = """
        mkdir /next && cd /next
        for file in /packages/msmtp-net_*_$(dpkg --print-architecture).deb /packages/msmtp-net-mta_*_all.deb; do
            package=$(dpkg-deb -f $file Package)
            dpkg-deb -R $file $package
            version=$(sed -n 's/^Version: //p' $package/DEBIAN/control)
            sed -i "s/$version/$version+next/" $package/DEBIAN/control
            [ ! -e $package/etc/msmtprc ] || echo '# new' >>$package/etc/msmtprc
            dpkg-deb --root-owner-group -Znone -b $package >/dev/null
        done
        """;

    const string MakeAnothers = """
        umask 077
        printf 'account default\nhost mail.example.org\npassword "open sesame"\n' >/etc/msmtprc
        """;

    const string FindPassword = "grep -rl 'open sesame' /etc /var /usr/share/msmtp-net-mta /root /tmp 2>/dev/null || true";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Exim_gives_way_and_an_upgrade_keeps_the_configuration_and_the_queue()
    {
        await using var system = await MailSystem.InstallAsync(release, "exim4-daemon-light");
        var debian = system.Debian;
        Assert.DoesNotContain("exim4-daemon-light", await debian.InstalledAsync());
        system.Defers(true);
        await debian.DoAsync("echo '# mine' >>/etc/msmtprc; printf 'Subject: waits\n\ntext\n' | sendmail one@example.net");
        Assert.Contains("\nSubject: waits\n", (await system.Server.NextMailAsync(Token)).Text, StringComparison.Ordinal);
        var before = await ConfigurationAsync(debian);

        await system.StopAsync();
        await debian.DoAsync(MakeNext);
        await debian.InstallAsync("/next/msmtp-net.deb /next/msmtp-net-mta.deb");
        await system.StartAsync();

        Assert.EndsWith("+next\n", await debian.DoAsync("dpkg-query -W -f '${Version}\\n' msmtp-net-mta"), StringComparison.Ordinal);
        Assert.Equal(before, await ConfigurationAsync(debian));
        Assert.Contains("one@example.net", await debian.DoAsync("mailq"), StringComparison.Ordinal);
        system.Defers(false);
        await debian.DoAsync("msmtp --queue-retry=all");
        Assert.Contains("\nSubject: waits\n", (await system.Server.NextMailAsync(Token)).Text, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public async Task Removing_keeps_the_configuration_and_purging_leaves_nothing_and_Postfix_can_come_back()
    {
        await using var system = await MailSystem.InstallAsync(release, "postfix");
        var debian = system.Debian;
        var before = await ConfigurationAsync(debian);
        await system.StopAsync();

        await debian.DoAsync("apt-get remove -y -q msmtp-net msmtp-net-mta 2>&1");

        Assert.Equal(before, await ConfigurationAsync(debian));
        Assert.Equal("", await debian.DoAsync("find /usr/bin /usr/sbin /usr/lib -name 'msmtp*' -o -name sendmail -o -name mailq"));

        await debian.DoAsync("apt-get purge -y -q msmtp-net msmtp-net-mta 2>&1");

        Assert.Equal("", await debian.DoAsync("find / -xdev ! -path '/var/log/*' -name '*msmtp*'"));
        Assert.Equal("", await debian.DoAsync("grep ^msmtp: /etc/passwd /etc/group || true"));

        await debian.InstallAsync("postfix");

        Assert.Contains("postfix", await debian.InstalledAsync());
        var answer = await debian.DoAsync("test -x /usr/sbin/sendmail; postconf mail_version");
        Assert.StartsWith("mail_version = ", answer, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public async Task The_accounts_of_another_msmtp_are_taken_over_and_a_purge_leaves_no_copy_of_their_passwords()
    {
        await using var debian = await DebianSystem.StartAsync(release);
        await debian.DoAsync(MakeAnothers);

        await debian.InstallAsync(MailSystem.Packages);

        Assert.Equal("/etc/msmtp/accounts\n", await debian.DoAsync(FindPassword));
        Assert.Equal("640 root msmtp\n", await debian.DoAsync("stat -c '%a %U %G' /etc/msmtp/accounts"));

        await debian.DoAsync("apt-get purge -y -q msmtp-net msmtp-net-mta 2>&1");

        Assert.Equal("", await debian.DoAsync(FindPassword));
    }

    // There are accounts already: which the service uses is the administrator's to say.
    [Fact(Explicit = true)]
    public async Task Accounts_that_are_there_stay_and_those_of_another_msmtp_are_kept_until_a_purge()
    {
        await using var debian = await DebianSystem.StartAsync(release);
        await debian.DoAsync($"{MakeAnothers}\nmkdir /etc/msmtp; echo '# mine' >/etc/msmtp/accounts");

        await debian.InstallAsync(MailSystem.Packages);

        Assert.Equal("# mine\n", await debian.DoAsync("cat /etc/msmtp/accounts"));
        Assert.Equal("/etc/msmtprc.dpkg-bak\n", await debian.DoAsync(FindPassword));

        await debian.DoAsync("apt-get purge -y -q msmtp-net msmtp-net-mta 2>&1");

        Assert.Equal("", await debian.DoAsync(FindPassword));
    }

    // The end of what is to be unpacked is missing.
    [Fact(Explicit = true)]
    public async Task An_installation_that_fails_puts_the_msmtprc_of_another_msmtp_back()
    {
        await using var debian = await DebianSystem.StartAsync(release);
        await debian.DoAsync($"{MakeAnothers}\nhead -c -1000 /packages/msmtp-net-mta_*_all.deb >/broken.deb");

        var installed = await debian.RunAsync("root", "dpkg", "--force-depends", "-i", "/broken.deb");

        Assert.NotEqual(0, installed.ExitCode);
        Assert.Equal("/etc/msmtprc\n", await debian.DoAsync(FindPassword));
        Assert.Equal("600 root\n", await debian.DoAsync("stat -c '%a %U' /etc/msmtprc"));
    }

    static Task<string> ConfigurationAsync(DebianSystem debian) =>
        debian.DoAsync("cd /etc; stat -c '%a %U %G %n' msmtprc msmtp/accounts; cat msmtprc msmtp/accounts");
}

/// <inheritdoc/>
public sealed class Debian11LifeTests() : LifeTests("bullseye");

/// <inheritdoc/>
public sealed class Debian12LifeTests() : LifeTests("bookworm");

/// <inheritdoc/>
public sealed class Debian13LifeTests() : LifeTests("trixie");
