namespace Msmtp;

/// <summary>One mail, ready to be handed to a server.</summary>
/// <param name="Envelope">Who sends, who receives.</param>
/// <param name="Content">
/// What they get. Where the message has more than one form, this is the one that the server takes (<see cref="ITransport.AcceptsEightBit"/>).
/// </param>
public sealed record OutgoingMail(SmtpEnvelope Envelope, MessageContent Content)
{
    /// <summary>What one refused recipient means for the others.</summary>
    public PartialRefusal OnRefusal { get; init; } = PartialRefusal.Abort;
}

/// <summary>What one refused recipient means for the others.</summary>
public enum PartialRefusal
{
    /// <summary>The mail goes to nobody, as msmtp has it.</summary>
    Abort,

    /// <summary>The mail goes to those that the server accepted, if there is one.</summary>
    Continue,
}
