using Msmtp.Hosting;
using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Testing;
using Msmtp.TestKit;
using NSubstitute;

namespace Msmtp.Secrets.OAuth.Tests.Support;

/// <summary>A home directory, in which the host's own store keeps what the accounts of a test have signed in for.</summary>
sealed class Home : IDisposable
{
    readonly TempDirectory folder = new();

    public string Path => folder.Path;

    /// <summary>Where the plugin keeps sign-ins.</summary>
    public string State => folder.File(".local", "state", "msmtp", "oauth");

    /// <summary>The only stored sign-in.</summary>
    public string File => Directory.GetFiles(State, "*.secret").Single();

    public ManualTime Time { get; } = new();

    /// <summary>What the user is told.</summary>
    public List<HostNotice> Notices { get; } = [];

    /// <summary>Wraps the stores that are opened.</summary>
    public Func<ISecretStore, ISecretStore> Around { get; set; } = static store => store;

    public PluginContext Context(string msmtprc, string? name = "work") => new()
    {
        Account = Some.Account(msmtprc) with { Name = name },
        Secrets = Substitute.For<ISecretLookup>(),
        Shell = Substitute.For<IShell>(),
        Environment = new PluginEnvironment { Home = folder.Path, GetVariable = static _ => null },
        SecretStoreFactory = (_, store) => Around(new FileSecretStore(System.IO.Path.IsPathRooted(store) ? store : folder.File(store))),
        Time = Time,
        Notify = Notices.Add,
    };

    public SignInStore Store(string msmtprc) => Store(Context(msmtprc));

    public static SignInStore Store(PluginContext context) => new(context, SettingsOf(context));

    public static SignInSettings SettingsOf(PluginContext context) =>
        SignInSettings.Of(context.Account) ?? throw new FormatException("oauth is off");

    public void Dispose() => folder.Dispose();
}
