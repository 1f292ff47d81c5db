namespace Msmtp.Hosting;

/// <summary>Knows nothing.</summary>
sealed class NoSecrets : ISecretLookup
{
    public static NoSecrets Instance { get; } = new();

    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken) => default;

    public ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken) => default;
}
