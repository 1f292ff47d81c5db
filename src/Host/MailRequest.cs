namespace Msmtp.Hosting;

/// <summary>A mail that an application wants to send.</summary>
public sealed record MailRequest
{
    /// <summary>
    /// The message. A stream converts implicitly, and the caller still owns it; see <see cref="MessageInput.FromStream"/>.
    /// </summary>
    public required MessageInput Message { get; init; }

    /// <summary>
    /// The recipients. Each element is one mailbox, <c>joe@example.org</c> or <c>Joe &lt;joe@example.org&gt;</c>, or a local name. If it is
    /// anything else, such as two addresses or one with a line break, nothing is connected, and sending throws a <see
    /// cref="MailException"/> with <see cref="ExitCode.DataErr"/>: text typed into a form cannot add recipients.
    /// </summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Whether the header fields of the message name further recipients.</summary>
    public RecipientSource Recipients { get; init; } = RecipientSource.RequestOnly;

    /// <summary>
    /// The reverse-path, which also selects the account: one mailbox like those of <see cref="To"/>; empty or <c>&lt;&gt;</c>: the null
    /// reverse-path; null: the account's own.
    /// </summary>
    public string? From { get; init; }

    /// <summary>The account's name in msmtprc; null: it is selected by <see cref="From"/>, or is the default one.</summary>
    public string? Account { get; init; }

    /// <summary>The name for a From field, if one has to be added; null: none.</summary>
    public string? FullName { get; init; }

    /// <summary>What one refused recipient means for the others. An account with a queue always goes on with the others.</summary>
    public PartialRefusal OnRefusal { get; init; } = PartialRefusal.Abort;

    /// <summary>
    /// A name for this mail, so that sending it twice is harmless: the account's queue accepts it once, for seven days after it was sent, and the
    /// result of any other attempt has the same <see cref="SendResult.QueueId"/>. Another mail under the same name fails with <see
    /// cref="ExitCode.DataErr"/>. Such a mail is queued before it is tried, so that refusals are reported by the queue. Null: it has none.
    /// </summary>
    public string? IdempotencyKey { get; init; }
}
