namespace Msmtp.Secrets.OAuth;

/// <summary>Answers queries for a token with the account's own.</summary>
sealed class OAuthSource(PluginContext context) : ISecretSource
{
    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken) => throw new NotImplementedException();
}
