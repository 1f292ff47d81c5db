namespace Msmtp.Hosting;

/// <summary>What the sender of a queued mail is told about it.</summary>
/// <param name="Mail">The mail, as it was before the attempt.</param>
/// <param name="Recipients">Those whom it concerns, at least one.</param>
sealed record SenderNotice(QueuedMail Mail, IReadOnlyList<RecipientOutcome> Recipients)
{
    /// <summary>The mail is late, and still tried. False: it is not tried any more.</summary>
    public bool IsDelay { get; init; }

    /// <summary>What failed; null: it is not known.</summary>
    public DeliveryFailure? Failure { get; init; }

    /// <summary>The mail's own header, which is sent back.</summary>
    public ReadOnlyMemory<byte> Header { get; init; }

    /// <summary>The time, with the offset of local time.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How long the mail is tried in all.</summary>
    public required TimeSpan Expiry { get; init; }

    /// <summary>The age of the mail.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>This machine's name.</summary>
    public required string Host { get; init; }

    /// <summary>The server's name; null: it has none.</summary>
    public string? Server { get; init; }

    /// <summary>A number that no other notice has.</summary>
    public required Guid UniqueId { get; init; }
}
