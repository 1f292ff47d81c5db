using System.Text;

namespace Msmtp.Host.Tests.Authentication;

/// <summary>Knows the secrets that it was given, in that order, and writes down what it is asked and told.</summary>
sealed class FakeSecrets(params string[] secrets) : ISecretLookup
{
    readonly Queue<string> left = new(secrets);

    public string? User { get; init; }

    public List<SecretQuery> Queries { get; } = [];

    public List<(string Secret, SecretVerdict Verdict)> Verdicts { get; } = [];

    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new((!query.WantsUser || User is not null) && left.TryDequeue(out var secret) ? new Secret(Encoding.UTF8.GetBytes(secret)) { User = User } : null);
    }

    public ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken)
    {
        Verdicts.Add((Encoding.UTF8.GetString(secret.Reveal()), verdict));
        return default;
    }
}
