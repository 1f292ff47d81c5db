namespace Msmtp;

/// <summary>One mail, ready to be sent to a server.</summary>
/// <param name="Envelope">The sender and the recipients.</param>
/// <param name="Content">
/// The message. If it has more than one form, this is the one that the server accepts (<see cref="ITransport.AcceptsEightBit"/>).
/// </param>
public sealed record OutgoingMail(SmtpEnvelope Envelope, MessageContent Content)
{
    /// <summary>What happens to the other recipients when one is refused.</summary>
    public PartialRefusal OnRefusal { get; init; } = PartialRefusal.Abort;
}

/// <summary>What happens to the other recipients when one is refused.</summary>
public enum PartialRefusal
{
    /// <summary>The mail is not sent at all, as in msmtp.</summary>
    Abort,

    /// <summary>The mail is sent to the recipients that the server accepted, if there are any.</summary>
    Continue,
}
