namespace Msmtp.Auth.Sasl;

/// <summary>The failures of a mechanism, worded like a refused authentication, with the reason.</summary>
static class SaslFailure
{
    /// <summary>The server's message is wrong, forged or impossible to answer.</summary>
    public static MailException WrongMessage(string mechanism, string reason, Exception? inner = null) =>
        new(ExitCode.Software, DeliveryStage.Auth, $"authentication failed (method {mechanism}): {reason}", inner: inner);

    /// <summary>The server asks again after the last response.</summary>
    public static MailException NothingMoreToSay(string mechanism) =>
        WrongMessage(mechanism, "the server sent a challenge after the last response");

    /// <summary>The response could not be computed within the account's timeout.</summary>
    public static MailException TookTooLong(string mechanism) =>
        new(ExitCode.IoErr, DeliveryStage.Auth, $"authentication failed (method {mechanism}): the operation timed out");

    /// <summary>What the user configured cannot be expressed in this mechanism.</summary>
    public static MailException CannotSend(string mechanism, string reason) =>
        new(ExitCode.Config, DeliveryStage.Auth, $"authentication method {mechanism} cannot be used: {reason}");
}
