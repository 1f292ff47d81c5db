using Msmtp.Host.Tests.Secrets;
using Msmtp.Hosting;
using Msmtp.Testing;
using Msmtp.TestKit;

[assembly: Msmtp.MsmtpPlugin<FileStorePlugin>]

namespace Msmtp.Host.Tests.Secrets;

/// <summary>The host's own store, held to the contract that it asks of others.</summary>
public sealed class FileStoreConformance : SecretStoreConformance, IDisposable
{
    readonly TempDirectory home = new();

    protected override IPlugin Plugin => new FileStorePlugin();

    protected override PluginContext Context(string msmtprc) =>
        base.Context(msmtprc) with { Environment = new PluginEnvironment { Home = home.Path, GetVariable = static _ => null } };

    public void Dispose() => home.Dispose();
}

/// <summary>What the host's core registers of it.</summary>
public sealed class FileStorePlugin : IPlugin
{
    public string Id => "tests.files";

    public void Register(IPluginRegistry registry) =>
        registry.AddSecretStore(FileSecretStore.Name, static context => FileSecretStore.Of(context.Environment));
}
