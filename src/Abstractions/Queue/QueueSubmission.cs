namespace Msmtp;

/// <summary>A mail that is to be queued. All of it is final: whoever sends it later asks nobody.</summary>
/// <param name="Envelope">The sender, and the recipients that do not have the mail yet.</param>
/// <param name="Content">
/// The message as the filters left it, in the form that every server accepts. Its body is read once, from its current position.
/// </param>
/// <param name="Origin">How it is to be sent.</param>
public sealed record QueueSubmission(SmtpEnvelope Envelope, MessageContent Content, MailOrigin Origin)
{
    /// <summary>
    /// What <see cref="IMailQueue.CreateDraft"/> returned, if all of the body and nothing else has been written to it: a store that knows it
    /// need not read the body. Null: the body is only in <see cref="Content"/>.
    /// </summary>
    public Stream? Draft { get; init; }

    /// <summary>A name under which it is accepted once only; null: it has none.</summary>
    public QueueKey? Key { get; init; }

    /// <inheritdoc cref="DeliveryRecord.MessageId"/>
    public string? MessageId { get; init; }

    /// <summary>Not before this time; null: at once.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>It waits until it is released.</summary>
    public bool IsHeld { get; init; }

    /// <summary>It was sent once already, and whether it was taken is not known.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>The number of attempts so far.</summary>
    public int Attempts { get; init; }

    /// <summary>Why the last attempt failed; null: there was none.</summary>
    public DeliveryFailure? LastFailure { get; init; }

    /// <summary>Who submitted it, as the host knows it; null: the owner of the queue.</summary>
    public string? Submitter { get; init; }
}

/// <summary>
/// A name that its sender gives a mail, so that giving it twice is harmless: the second one is not accepted again, for seven days after the
/// first one has been sent. It is its submitter's: the same name of another one is another key, and says nothing about this one.
/// </summary>
/// <param name="Text">The name.</param>
/// <param name="Digest">
/// What the mail consists of, in short: a mail of the same name and another digest is another mail, and an error.
/// </param>
public sealed record QueueKey(string Text, string Digest);

/// <summary>What a queue says to a mail that it has accepted.</summary>
/// <param name="Id">Its name in the queue: letters and digits.</param>
public sealed record QueueReceipt(string Id)
{
    /// <summary>It was accepted before, under the same key, and may have been sent already. It was not accepted again.</summary>
    public bool WasKnown { get; init; }
}
