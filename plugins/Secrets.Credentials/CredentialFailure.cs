namespace Msmtp.Secrets.Credentials;

/// <summary>How this plugin says that it cannot give what it was told to know.</summary>
static class CredentialFailure
{
    public static MailException Of(ExitCode exitCode, string message, Exception? inner = null) =>
        new(exitCode, DeliveryStage.Configure, message, inner: inner);
}
