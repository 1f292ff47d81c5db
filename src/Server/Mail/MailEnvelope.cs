namespace Msmtp.Server;

/// <summary>The envelope of a received mail (RFC 5321 §2.3.1).</summary>
public sealed record MailEnvelope
{
    /// <summary>The client that sends it.</summary>
    public required SmtpClientFacts Client { get; init; }

    /// <summary>The reverse path without angle brackets; empty: the null reverse path of a notification.</summary>
    public required string Sender { get; init; }

    /// <summary>The parameters of MAIL, in order.</summary>
    public IReadOnlyList<MailParameter> Parameters { get; init; } = [];

    /// <summary>The accepted recipients, in order; at least one by the time the content comes.</summary>
    public IReadOnlyList<MailRecipient> Recipients { get; init; } = [];
}

/// <summary>One accepted RCPT.</summary>
/// <param name="Address">The mailbox between the angle brackets, without any source route.</param>
/// <param name="Parameters">Its parameters, such as NOTIFY and ORCPT, in order.</param>
public sealed record MailRecipient(string Address, IReadOnlyList<MailParameter> Parameters);

/// <summary>An ESMTP parameter of MAIL or RCPT (RFC 5321 §4.1.2).</summary>
/// <param name="Keyword">In upper case, however the client wrote it.</param>
/// <param name="Value">As written; null: the parameter has no "=".</param>
public sealed record MailParameter(string Keyword, string? Value);
