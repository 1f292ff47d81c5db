namespace Msmtp.Server;

/// <summary>The envelope of a received mail (RFC 5321 §2.3.1).</summary>
public sealed record MailEnvelope
{
    /// <summary>Who sends it.</summary>
    public required SmtpClientFacts Client { get; init; }

    /// <summary>The reverse path without angle brackets; empty: the null reverse path of a notification.</summary>
    public required string Sender { get; init; }

    /// <summary>The parameters of MAIL in the order of the command.</summary>
    public IReadOnlyList<MailParameter> Parameters { get; init; } = [];

    /// <summary>The accepted recipients in the order of their commands, at least one once the content comes.</summary>
    public IReadOnlyList<MailRecipient> Recipients { get; init; } = [];
}
