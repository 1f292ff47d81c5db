using System.Text;

namespace Msmtp.Connector.Tcp.Tests;

/// <summary>Knows the secrets that it was given, in that order, and writes down what it is asked and told.</summary>
sealed class FakeSecrets(params string[] secrets) : ISecretLookup
{
    readonly Queue<string> left = new(secrets);

    public List<SecretQuery> Queries { get; } = [];

    public List<(string Secret, SecretVerdict Verdict)> Verdicts { get; } = [];

    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new(left.TryDequeue(out var secret) ? Secret.FromText(secret) : null);
    }

    public ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken)
    {
        Verdicts.Add((Encoding.UTF8.GetString(secret.Reveal()), verdict));
        return default;
    }
}
