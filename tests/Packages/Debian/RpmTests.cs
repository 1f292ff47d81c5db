using Msmtp.Packages.Tests.Products;
using Msmtp.TestKit;

namespace Msmtp.Packages.Tests;

/// <summary>
/// The packages for systems with RPM, installed by rpm, which resolves their dependencies and runs their scripts: on a Debian, whose own
/// things a package without files answers for.
/// </summary>
public sealed class RpmTests : IDisposable
{
    const string Answer = """
        apt-get install -y -q rpm 2>&1
        cat >/debian.spec <<'END'
        Name: debian
        Version: 12
        Release: 1
        Summary: What Debian has without RPM's knowledge
        License: none
        BuildArch: noarch
        Provides: libssl.so.3()(64bit) libc.so.6(GLIBC_2.29)(64bit) libstdc++.so.6()(64bit) ca-certificates
        Provides: /usr/sbin/update-alternatives /bin/sh
        %description
        %files
        END
        rpmbuild -bb --define "_topdir /rpm" /debian.spec 2>&1
        rpm -i /rpm/RPMS/noarch/debian-*.rpm
        """;

    // The same, but for the version and a line in the configuration, which the administrator has changed, too.
    const string MakeNext = """
        mkdir tree
        tar -C tree --strip-components=1 -xzf "$0"
        echo '# new' >>tree/share/msmtp-net/etc/msmtprc
        rpmbuild -bb --target x86_64 --define "_topdir $PWD/rpm" --define "number 9.9" --define "tree $PWD/tree" "$1" >log 2>&1 || {
            cat log >&2
            exit 1
        }
        tar -C rpm/RPMS -cf next.tar .
        """;

    const string Names = "/usr/sbin/sendmail /usr/lib/sendmail /usr/bin/mailq /usr/bin/newaliases";

    readonly TempDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Explicit = true)]
    public async Task Installed_it_is_the_sendmail_upgraded_it_keeps_what_is_the_administrators_and_erased_it_is_gone()
    {
        await using var system = await MailSystem.InstallRpmAsync("bookworm", Answer);
        var debian = system.Debian;
        Assert.Equal(Lines("/usr/bin/msmtp", 4), await debian.DoAsync($"readlink -f {Names}"));
        Assert.Equal("640 root msmtp\n644 root root\n", await debian.DoAsync("stat -c '%a %U %G' /etc/msmtp/accounts /etc/msmtprc"));
        // Nothing differs from the packages but what was written into the accounts.
        Assert.Matches(@"\A\S+ +c /etc/msmtp/accounts\n\z", await debian.DoAsync("rpm -V msmtp-net msmtp-net-mta || true"));
        await SendAsync(system, "installed");

        await system.StopAsync();
        await debian.DoAsync("echo '# mine' >>/etc/msmtprc");
        await UpgradeAsync(debian);
        await system.StartAsync();

        Assert.Equal("9.9\n", await debian.DoAsync("rpm -q --qf '%{VERSION}\\n' msmtp-net-mta"));
        Assert.Equal(Lines("/usr/bin/msmtp", 4), await debian.DoAsync($"readlink -f {Names}"));
        Assert.EndsWith("\n# mine\n", await debian.DoAsync("cat /etc/msmtprc"), StringComparison.Ordinal);
        Assert.EndsWith("\n# new\n", await debian.DoAsync("cat /etc/msmtprc.rpmnew"), StringComparison.Ordinal);
        await SendAsync(system, "upgraded");

        await system.StopAsync();
        await debian.DoAsync("rpm -e msmtp-net-mta msmtp-net");

        Assert.Equal("", await debian.DoAsync("find /usr /etc/alternatives /lib -xdev -name '*msmtp*' -o -name sendmail -o -name mailq"));
        Assert.Equal("640 root msmtp\n", await debian.DoAsync("stat -c '%a %U %G' /etc/msmtp/accounts.rpmsave"));
    }

    [Fact(Explicit = true)]
    public async Task It_does_not_install_where_something_is_missing()
    {
        await using var debian = await DebianSystem.StartAsync("bookworm");
        await debian.DoAsync(Answer.Replace(" libssl.so.3()(64bit)", "", StringComparison.Ordinal));

        var installed = await debian.RunAsync("root", "sh", "-c", $"rpm -i {MailSystem.Rpms}");

        Assert.NotEqual(0, installed.ExitCode);
        Assert.Contains("libssl.so.3()(64bit)", installed.ErrorText, StringComparison.Ordinal);
    }

    static async Task SendAsync(MailSystem system, string subject)
    {
        await system.Debian.DoAsync($"printf 'Subject: {subject}\\n\\ntext\\n' | sendmail one@example.net", DebianSystem.Stranger);
        Assert.Contains($"\nSubject: {subject}\n", (await system.Server.NextMailAsync(Token)).Text, StringComparison.Ordinal);
    }

    async Task UpgradeAsync(DebianSystem debian)
    {
        var specification = Path.Combine(TestPaths.Root, "packaging", "rpm", "msmtp-net.spec");
        await Product.RunAsync(
            "sh", "-ec", $"cd '{folder.Path}'\n{MakeNext}", Product.File("*-linux-x64.tar.gz"), specification);
        var next = await File.ReadAllBytesAsync(folder.File("next.tar"), Token);

        var upgraded = await debian.RunAsync(
            "root", next, "sh", "-ec", "mkdir /next; tar -C /next -x; rpm -U /next/x86_64/msmtp-net-9* /next/noarch/msmtp-net-mta-9*");

        Assert.True(upgraded.ExitCode == 0, upgraded.ToString());
    }

    static string Lines(string line, int count) => string.Concat(Enumerable.Repeat(line + "\n", count));
}
