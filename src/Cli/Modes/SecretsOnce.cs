namespace Msmtp.Cli;

/// <summary>Remembers the first answer to each question, which stays its owner's.</summary>
sealed class SecretsOnce(ISecretLookup secrets) : ISecretLookup
{
    readonly Dictionary<SecretQuery, Secret?> answers = [];

    public async ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        if (query.Rejected is not null)
            return await secrets.FindAsync(query, cancellationToken);
        if (!answers.TryGetValue(query, out var answer))
            answers[query] = answer = await secrets.FindAsync(query, cancellationToken);
        return answer;
    }

    public ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken) =>
        secrets.ReportAsync(query, secret, verdict, cancellationToken);
}
