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

    /// <summary>
    /// A name under which the server is to accept the mail once only, however often it is handed over; null: it has none. Only a transport that
    /// can say so is given one (<see cref="TransportRegistration.PassesKeys"/>), and fails where the server does not know what that is.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>
    /// Called once, before the write that carries the end of the message: until it has returned, nothing can have been delivered. If it
    /// throws, the mail is abandoned. A transport that calls it says so (<see cref="TransportRegistration.AnnouncesEnd"/>); around another one
    /// the host calls it before the mail is handed over. Null: nobody wants to know.
    /// </summary>
    public Func<CancellationToken, ValueTask>? Ending { get; init; }
}

/// <summary>What happens to the other recipients when one is refused.</summary>
public enum PartialRefusal
{
    /// <summary>The mail is not sent at all, as in msmtp.</summary>
    Abort,

    /// <summary>The mail is sent to the recipients that the server accepted, if there are any.</summary>
    Continue,
}
