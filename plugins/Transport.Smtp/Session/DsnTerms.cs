namespace Msmtp.Transport.Smtp;

/// <summary>
/// What mails ask for in the way of notifications (RFC 3461): what their envelopes say, and otherwise what the account does. A server that does
/// not know the extension is told nothing, and gets no mail that asks for some. Nothing here does I/O.
/// </summary>
/// <param name="Account">What the account asks for; if anything, the server supports DSN.</param>
/// <param name="IsOffered">The server supports DSN.</param>
sealed record DsnTerms(DsnRequest Account, bool IsOffered)
{
    const string Feature = "the server does not support DSN";

    /// <summary>The failure of a mail whose sender wants to be told of something, and nobody would; null: nothing is wrong.</summary>
    public DeliveryFailure? Refuse(SmtpEnvelope envelope) => IsOffered || !envelope.AsksForNotifications ? null :
        new DeliveryFailure(ExitCode.Unavailable, DeliveryStage.Mail, Feature)
        {
            Advice = "the sender asks for notifications (-N, or dsn_notify of a mail program), of which this server knows nothing; without, it can be sent",
        };

    /// <summary>The value of RET; null: none.</summary>
    public string? ReturnOf(SmtpEnvelope envelope) => !IsOffered ? null : envelope.Return switch
    {
        null => Account.Return,
        DsnReturn.Full => "FULL",
        _ => "HDRS",
    };

    /// <summary>The value of ENVID; null: none.</summary>
    public string? IdOf(SmtpEnvelope envelope) => IsOffered ? envelope.EnvelopeId : null;

    /// <summary>The value of NOTIFY; null: none.</summary>
    public string? NotifyOf(ForwardPath path) => !IsOffered ? null : path.Notify is { } notify ? Words(notify) : Account.Notify;

    /// <summary>The value of ORCPT; null: none.</summary>
    public string? OriginalOf(ForwardPath path) => IsOffered ? path.OriginalRecipient : null;

    static string Words(DsnNotify notify)
    {
        var words = "";
        Add(DsnNotify.Success, "SUCCESS");
        Add(DsnNotify.Failure, "FAILURE");
        Add(DsnNotify.Delay, "DELAY");
        return words.Length > 0 ? words : "NEVER";

        void Add(DsnNotify condition, string word)
        {
            if (notify.HasFlag(condition))
                words += words.Length > 0 ? "," + word : word;
        }
    }
}
