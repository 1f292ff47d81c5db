namespace Msmtp.Cli;

/// <summary>Remembers the first answer for each kind of secret, which stays its owner's.</summary>
sealed class SecretsOnce(ISecretSource secrets) : ISecretSource
{
    readonly Dictionary<SecretKind, Secret?> answers = [];

    public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken ct)
    {
        if (query.Rejected is not null)
            return await secrets.FindAsync(query, ct);
        if (!answers.TryGetValue(query.Kind, out var answer))
            answers[query.Kind] = answer = await secrets.FindAsync(query, ct);
        return answer;
    }

    public ValueTask LearnAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken ct) =>
        secrets.LearnAsync(query, secret, verdict, ct);
}
