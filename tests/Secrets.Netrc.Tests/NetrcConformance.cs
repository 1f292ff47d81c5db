using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Secrets.Netrc.Tests;

public sealed class NetrcConformance : SecretSourceConformance, IDisposable
{
    readonly TempDirectory home = new();

    public NetrcConformance() => home.Write(".netrc", $"machine mail.example.org login joe password {Secret}\n");

    protected override IPlugin Plugin => new NetrcPlugin();

    protected override SecretQuery Known => new(SecretKind.Password) { Host = "mail.example.org", User = "joe" };

    protected override string Secret => "correct-horse-battery-staple";

    public void Dispose() => home.Dispose();

    protected override PluginContext Context(string msmtprc) =>
        base.Context(msmtprc) with { Environment = new PluginEnvironment { Home = home.Path, SystemConfiguration = "/nonexistent" } };
}
