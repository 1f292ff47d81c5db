using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Packages.Tests;

/// <summary>
/// A Debian whose mail server has been replaced by our packages, with one account, whose password only the service can read, and the server
/// of that account outside.
/// </summary>
sealed class MailSystem : IAsyncDisposable
{
    public const string Password = "open sesame";

    /// <summary>What makes a sendmail of the command.</summary>
    public const string Packages = "/packages/msmtp-net_*_$(dpkg --print-architecture).deb /packages/msmtp-net-mta_*_all.deb";

    /// <summary>The same, for RPM.</summary>
    public const string Rpms = "/packages/msmtp-net-[0-9]*.$(uname -m).rpm /packages/msmtp-net-mta-*.noarch.rpm";

    int service;
    bool isBusy;

    MailSystem(DebianSystem debian)
    {
        Debian = debian;
        Server = MailSink.Start(
            static options => options with
            {
                RequireTlsForAuth = false,
                RequireAuth = true,
                CredentialsCheck = new PasswordTable("system", Password).CheckAsync,
            },
            new SinkAnswers { Mail = _ => isBusy ? new MailOutcome(new SmtpReply(451, "4.3.2", "busy")) : MailOutcome.Accepted });
    }

    public DebianSystem Debian { get; }

    public MailSink Server { get; }

    /// <summary>Installs, configures and starts.</summary>
    /// <param name="release">The name of Debian's release.</param>
    /// <param name="displaced">Debian's packages of the mail server that goes.</param>
    public static Task<MailSystem> InstallAsync(string release, params IReadOnlyList<string> displaced) =>
        MakeAsync(release, async debian =>
        {
            await debian.InstallAsync(string.Join(' ', displaced));
            await debian.InstallAsync(Packages);
        });

    /// <summary>The same, by RPM.</summary>
    /// <param name="release">The name of Debian's release.</param>
    /// <param name="preparation">What installs RPM.</param>
    public static Task<MailSystem> InstallRpmAsync(string release, string preparation) => MakeAsync(release, async debian =>
    {
        await debian.DoAsync(preparation);
        await debian.DoAsync($"rpm -i {Rpms}");
    });

    /// <summary>Installs and configures, beside packages of Debian's, and leaves the start to others.</summary>
    /// <param name="release">The name of Debian's release.</param>
    /// <param name="beside">Debian's packages.</param>
    public static Task<MailSystem> InstallUnstartedAsync(string release, string beside) => MakeAsync(release, async debian =>
    {
        await debian.InstallAsync(beside);
        await debian.InstallAsync(Packages);
    }, starts: false);

    static async Task<MailSystem> MakeAsync(string release, Func<DebianSystem, Task> installAsync, bool starts = true)
    {
        var system = new MailSystem(await DebianSystem.StartAsync(release));
        try
        {
            await installAsync(system.Debian);
            await system.ConfigureAsync();
            if (starts)
                await system.StartAsync();
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync() => service = await Debian.StartServiceAsync();

    public Task StopAsync() => Debian.StopAsync(service);

    /// <summary>From now on the server takes mails, or defers them.</summary>
    public void Defers(bool isSo) => isBusy = isSo;

    public async ValueTask DisposeAsync()
    {
        await Debian.DisposeAsync();
        await Server.DisposeAsync();
    }

    // Into the files that the package has made, whose owners and rights stay.
    async Task ConfigureAsync() => await Debian.DoAsync($"""
        cat >/etc/msmtp/accounts <<'END'
        account default
        host 127.0.0.1
        port {Server.Port}
        from system@example.org
        auth plain
        user system
        password "{Password}"
        END
        """);
}
