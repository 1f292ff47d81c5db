namespace Msmtp;

/// <summary>
/// Logs in at a server as the account asks (<c>auth</c>, <c>user</c>, the secrets): chooses among the mechanisms that plugins have
/// registered, finds the secret, carries the exchange out, tries the next mechanism where that is safe, and tells the secret's source what
/// came of it. It is the host's; a transport lends its connection, and every registered mechanism works with every transport.
/// </summary>
public interface IAuthenticator
{
    /// <summary>
    /// Called once for each connection, when it is encrypted as far as it will be. Null: the account wants no login (<c>auth off</c>), and
    /// nothing was sent. Throws <see cref="MailException"/> with the stage <see cref="DeliveryStage.Auth"/> and advice for the user when
    /// nobody was logged in, and whatever the channel throws; the connection is good for nothing but a farewell then.
    /// </summary>
    /// <param name="channel">The connection.</param>
    /// <param name="cancellationToken">Gives up, with <see cref="OperationCanceledException"/>.</param>
    ValueTask<AuthenticationResult?> AuthenticateAsync(ISaslChannel channel, CancellationToken cancellationToken);
}

/// <summary>Where no host authenticates: who wants no login gets on without.</summary>
sealed class NoAuthenticator(AccountSettings settings) : IAuthenticator
{
    public ValueTask<AuthenticationResult?> AuthenticateAsync(ISaslChannel channel, CancellationToken cancellationToken) =>
        settings.Get(CommonSettings.Auth) == AuthChoice.Off
            ? default
            : throw new MailException(ExitCode.Config, DeliveryStage.Configure, "there is no authenticator in this context");
}
