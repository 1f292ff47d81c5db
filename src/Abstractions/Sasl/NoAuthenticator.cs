namespace Msmtp;

/// <summary>Where no host authenticates: who wants no login gets on without.</summary>
sealed class NoAuthenticator(AccountSettings settings) : IAuthenticator
{
    public ValueTask<AuthenticationResult?> AuthenticateAsync(ISaslChannel channel, CancellationToken cancellationToken) =>
        settings.Get(CommonSettings.Auth) == AuthChoice.Off
            ? default
            : throw new MailException(ExitCode.Config, DeliveryStage.Configure, "there is no authenticator in this context");
}
