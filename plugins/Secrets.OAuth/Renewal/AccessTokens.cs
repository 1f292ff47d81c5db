using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Renewal;

/// <summary>
/// The access token of an account, renewed if need be:
/// <code>
/// read; fresh: use        else    lock; read again; fresh: use    else    renew; store; use
/// </code>
/// </summary>
sealed class AccessTokens(PluginContext context, SignInSettings settings)
{
    /// <summary>The token, with its expiry and its user.</summary>
    /// <param name="rejected">The token that the server has just refused though it looked fresh; null for none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MailException">77: sign in; 78: the configuration; 75: try again.</exception>
    public ValueTask<Secret> GetAsync(Secret? rejected, CancellationToken cancellationToken) => throw new NotImplementedException();
}
