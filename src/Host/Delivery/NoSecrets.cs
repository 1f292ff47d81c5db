namespace Msmtp.Hosting;

/// <summary>Knows nothing.</summary>
sealed class NoSecrets : ISecretSource
{
    public static NoSecrets Instance { get; } = new();

    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken ct) => default;
}
