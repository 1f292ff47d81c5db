using Msmtp;

[assembly: MsmtpPlugin<Older.OlderPlugin>]

namespace Older;

/// <summary>Built against contracts that are older than those of the program, and lack a member that clients have today.</summary>
public sealed class OlderPlugin : IPlugin
{
    public string Id => "tests.older";

    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.AddSasl(new SaslMechanism("X-OLDER", new SaslFacts(1) { NeedsUser = false, Secret = null }, static _ => new Client()));
    }

    sealed class Client : ISaslClient
    {
        public bool IsComplete => true;

        public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken) => new("hello"u8.ToArray());

        public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken) => default;

        public void Dispose()
        {
        }
    }
}
