namespace Msmtp.Packages.Tests;

/// <summary>The service under systemd, which is the first process here: started by its units, and confined as they say.</summary>
/// <param name="release">The name of Debian's release.</param>
public abstract class SystemdTests(string release)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task The_service_starts_with_the_system_confined_and_sends_mail_and_an_upgrade_starts_it_anew()
    {
        await using var system = await MailSystem.InstallUnstartedAsync(release, "systemd dbus");
        var debian = system.Debian;
        await debian.BootAsync();

        Assert.Equal("", await debian.DoAsync("systemctl --failed --plain --no-legend"));
        var first = await ServiceAsync(debian);
        await SendAsync(system, "first");

        // From now on an installation may start and stop what runs.
        await debian.DoAsync($"rm /usr/sbin/policy-rc.d\n{LifeTests.MakeNext}");
        await debian.InstallAsync("/next/msmtp-net.deb /next/msmtp-net-mta.deb");

        Assert.NotEqual(first, await ServiceAsync(debian));
        await SendAsync(system, "second");

        await debian.DoAsync("apt-get remove -y -q msmtp-net-mta 2>&1");

        var states = await debian.RunAsync("root", "systemctl", "is-active", "msmtpd.service", "msmtpd.socket");
        Assert.Equal("inactive\ninactive\n", states.OutputText);
    }

    // Its process, which has no capability, gains none, and is held by a filter of system calls.
    static async Task<string> ServiceAsync(DebianSystem debian)
    {
        Assert.Equal("active\nactive\n", await debian.DoAsync("systemctl is-active msmtpd.service msmtpd.socket"));
        var process = (await debian.DoAsync("systemctl show --value -p MainPID msmtpd.service")).Trim();
        var status = await debian.DoAsync($"cat /proc/{process}/status");
        foreach (var line in (string[])["NoNewPrivs:\t1", "Seccomp:\t2", "CapBnd:\t0000000000000000", "CapEff:\t0000000000000000"])
            Assert.Contains($"\n{line}\n", status, StringComparison.Ordinal);
        Assert.Equal("msmtp\n", await debian.DoAsync($"stat -c %U /proc/{process}"));
        return process;
    }

    static async Task SendAsync(MailSystem system, string subject)
    {
        await system.Debian.DoAsync($"printf 'Subject: {subject}\\n\\ntext\\n' | sendmail one@example.net", DebianSystem.Stranger);
        Assert.Contains($"\nSubject: {subject}\n", (await system.Server.NextMailAsync(Token)).Text, StringComparison.Ordinal);
    }
}

/// <inheritdoc/>
public sealed class Debian12SystemdTests() : SystemdTests("bookworm");

/// <inheritdoc/>
public sealed class Debian13SystemdTests() : SystemdTests("trixie");
