namespace Msmtp.Hosting;

/// <summary>A mail as an application hands it over.</summary>
public sealed record MailRequest
{
    /// <summary>The message. A stream will do, and stays the caller's; see <see cref="MessageInput.FromStream"/>.</summary>
    public required MessageInput Message { get; init; }

    /// <summary>
    /// The recipients. Each element is one mailbox, <c>joe@example.org</c> or <c>Joe &lt;joe@example.org&gt;</c>, or a local name. Whatever
    /// else it is, two addresses, say, or one with a line break, nothing is connected, and sending throws a <see cref="MailException"/>
    /// with <see cref="ExitCode.DataErr"/>: what somebody typed into a form adds no recipients.
    /// </summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Whether the header fields of the message name further recipients.</summary>
    public RecipientSource Recipients { get; init; } = RecipientSource.RequestOnly;

    /// <summary>
    /// The reverse-path, which also chooses the account: one mailbox like those of <see cref="To"/>; empty or <c>&lt;&gt;</c>: the null
    /// reverse-path; null: the account's own.
    /// </summary>
    public string? From { get; init; }

    /// <summary>The account's name in msmtprc; null: chosen by <see cref="From"/>, or the default one.</summary>
    public string? Account { get; init; }

    /// <summary>The name in a From header field that has to be added; null: none.</summary>
    public string? FullName { get; init; }

    /// <summary>What one refused recipient means for the others.</summary>
    public PartialRefusal OnRefusal { get; init; } = PartialRefusal.Abort;
}
