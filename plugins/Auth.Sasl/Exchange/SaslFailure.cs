namespace Msmtp.Auth.Sasl;

/// <summary>How a mechanism says that an exchange cannot go on: the wording of a refused authentication, and why.</summary>
static class SaslFailure
{
    /// <summary>The server's message is wrong, forged or impossible to answer.</summary>
    public static MailException WrongMessage(string mechanism, string reason, Exception? inner = null) =>
        new(ExitCode.Software, DeliveryStage.Auth, $"authentication failed (method {mechanism}): {reason}", inner: inner);

    /// <summary>The server asks again although the mechanism has said everything.</summary>
    public static MailException NothingMoreToSay(string mechanism) =>
        WrongMessage(mechanism, "the server sent a challenge after the last response");

    /// <summary>The account's timeout is over before the answer is computed that the server asks for.</summary>
    public static MailException TookTooLong(string mechanism) =>
        new(ExitCode.IoErr, DeliveryStage.Auth, $"authentication failed (method {mechanism}): the operation timed out");

    /// <summary>What the user configured cannot be expressed in this mechanism.</summary>
    public static MailException CannotSend(string mechanism, string reason) =>
        new(ExitCode.Config, DeliveryStage.Auth, $"authentication method {mechanism} cannot be used: {reason}");
}
