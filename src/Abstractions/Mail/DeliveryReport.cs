namespace Msmtp;

/// <summary>What became of a mail that the server answered for.</summary>
/// <param name="Recipients">A result per recipient, in the envelope's order.</param>
public sealed record DeliveryReport(IReadOnlyList<RecipientResult> Recipients)
{
    /// <summary>The reply behind the final dot. Null: it was not reached, or the protocol has none (LMTP answers per recipient).</summary>
    public ServerReply? FinalReply { get; init; }

    /// <summary>Octets of the message that were sent: header and body, a line end counted as one, dot-stuffing not counted.</summary>
    public long MessageSize { get; init; }

    /// <summary>How the server was spoken to. Null: the transport does not say.</summary>
    public SessionFacts? Session { get; init; }

    /// <summary>Why some recipient did not get the mail. Null: every recipient did, and the server said so.</summary>
    public DeliveryFailure? Failure { get; init; }

    /// <summary>The mail was taken for every recipient.</summary>
    public bool IsComplete => Failure is null;
}
