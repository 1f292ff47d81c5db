namespace Msmtp.Auth.Ntlm;

/// <summary>The failures of the mechanism.</summary>
static class NtlmFailure
{
    /// <summary>The server's message is wrong or impossible to answer.</summary>
    public static MailException WrongMessage(string reason, Exception? inner = null) =>
        new(ExitCode.Software, DeliveryStage.Auth, $"authentication failed (method NTLM): {reason}", inner: inner);

    /// <summary>What the user configured cannot be expressed in NTLM.</summary>
    public static MailException CannotSend(string reason) =>
        new(ExitCode.Config, DeliveryStage.Auth, $"authentication method NTLM cannot be used: {reason}");
}
