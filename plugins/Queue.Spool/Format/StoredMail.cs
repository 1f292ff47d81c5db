namespace Msmtp.Queue.Spool.Format;

/// <summary>A mail as its file has it.</summary>
sealed record StoredMail(QueuedMail Mail)
{
    /// <inheritdoc cref="QueueKey.Digest"/>
    public string? KeyDigest { get; init; }

    public bool IsEightBit { get; init; }

    public MailEnd End { get; init; }
}

/// <summary>Whether a mail is over, and only its file has not gone yet.</summary>
enum MailEnd
{
    None,
    Done,
    Deleted,
}
