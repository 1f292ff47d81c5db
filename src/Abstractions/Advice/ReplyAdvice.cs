namespace Msmtp;

/// <summary>
/// What a user can do about a server's refusal, for <see cref="DeliveryFailure.Advice"/>: the same words for every transport. Servers choose
/// their codes freely, so their words count before the code. Nothing here does I/O. The sentences contain no address and nothing of what the
/// server said, so they are safe to log.
/// </summary>
public static class ReplyAdvice
{
    /// <summary>Returns the advice, or null if there is nothing to add to the reply.</summary>
    /// <param name="stage">The stage at which the server refused.</param>
    /// <param name="reply">The refusal.</param>
    /// <param name="settings">The account's settings.</param>
    public static string? For(DeliveryStage stage, ServerReply reply, AccountSettings settings)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(settings);
        var refusal = new Refusal(stage, reply);
        return LoginAdvice.For(refusal, settings)
            ?? (stage is DeliveryStage.Auth or DeliveryStage.Tls ? null : OfMail(refusal, settings))
            ?? Otherwise(refusal, settings);
    }

    /// <summary>
    /// Returns the advice about a refused login with a token (<see cref="SecretKind.Token"/>), or null if there is nothing to add.
    /// </summary>
    /// <param name="reply">The refusal, at <see cref="DeliveryStage.Auth"/>.</param>
    public static string? ForToken(ServerReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        return LoginAdvice.ForToken(new Refusal(DeliveryStage.Auth, reply));
    }

    static string? OfMail(Refusal refusal, AccountSettings settings) => refusal.IsUnknownRecipient
        ? null
        : SenderAdvice.For(refusal, settings) ?? MailAdvice.For(refusal, settings) ?? SenderAdvice.AtMail(refusal, settings);

    static string? Otherwise(Refusal refusal, AccountSettings settings) => refusal switch
    {
        { Stage: DeliveryStage.Greeting, IsTransient: false } =>
            $"{Place(settings)} refuses to talk to this machine: check host and port; mail is submitted on port 587, or on 465 with "
            + "\"tls_starttls off\", and many servers refuse home networks on port 25",
        { IsTransient: true } => "the server cannot do this at the moment: try again later",
        _ => null,
    };

    static string Place(AccountSettings settings) => settings.Get(CommonSettings.Socket)
        ?? $"{settings.Get(CommonSettings.Host)}, port {settings.Get(CommonSettings.Port)},";
}
