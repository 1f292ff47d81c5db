namespace Msmtp;

/// <summary>
/// Authenticates to a server as the account says (<c>auth</c>, <c>user</c>, the secrets): chooses among the registered mechanisms, finds the
/// secret, carries out the exchange, tries the next mechanism if that is safe, and reports the result to the source of the secret. The
/// host implements it; a transport lends its connection, so that every mechanism works with every transport.
/// </summary>
public interface IAuthenticator
{
    /// <summary>
    /// Authenticates. Called once for each connection, after STARTTLS if that is used. Returns null if the account wants no login
    /// (<c>auth off</c>); nothing is sent then. Exceptions of the channel pass through.
    /// </summary>
    /// <exception cref="MailException">
    /// Authentication failed, with the stage <see cref="DeliveryStage.Auth"/> and advice for the user. The connection can only be closed then.
    /// </exception>
    /// <param name="channel">The connection.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<AuthenticationResult?> AuthenticateAsync(ISaslChannel channel, CancellationToken cancellationToken);
}

/// <summary>Stands in when there is no host to authenticate: an account without a login needs none.</summary>
sealed class NoAuthenticator(AccountSettings settings) : IAuthenticator
{
    public ValueTask<AuthenticationResult?> AuthenticateAsync(ISaslChannel channel, CancellationToken cancellationToken) =>
        settings.Get(CommonSettings.Auth) == AuthChoice.Off
            ? default
            : throw new MailException(ExitCode.Config, DeliveryStage.Configure, "there is no authenticator in this context");
}
