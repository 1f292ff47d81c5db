namespace Msmtp;

/// <summary>One mail, ready to be handed to a server.</summary>
/// <param name="Envelope">Who sends, who receives.</param>
/// <param name="Content">What they get, in a form that is right for every server if it has one.</param>
public sealed record Mail(Envelope Envelope, MessageContent Content)
{
    /// <summary>
    /// Makes the form of the message for a server that takes octets beyond 127 (RFC 6152); a transport that knows its server to do so may
    /// send it in place of <see cref="Content"/>. Each call makes it anew; the host disposes what it made. Null: there is no other form.
    /// Whoever changes the content, signs it or keeps it, takes <see cref="Content"/> and sets null (RFC 6376 §5.3).
    /// </summary>
    public Func<CancellationToken, ValueTask<MessageContent>>? EightBitContent { get; init; }

    /// <summary>What one refused recipient means for the others.</summary>
    public PartialRefusal OnRefusal { get; init; } = PartialRefusal.StopsTheMail;
}
