namespace Msmtp;

/// <summary>
/// A refusal as advice looks at it: where, which numbers, and the words of all lines in lower case. Addresses are left out: a mailbox may be
/// called <c>relay</c> or <c>spam</c>.
/// </summary>
readonly struct Refusal
{
    readonly string words;

    public Refusal(DeliveryStage stage, ServerReply reply)
    {
        Stage = stage;
        Code = reply.Code;
        Status = reply.Status;
        IsTransient = reply.IsTransient;
        words = WithoutAddresses(string.Join(' ', reply.Lines.Select(line => WithoutStatus(line, reply.Status)))).ToLowerInvariant();
    }

    public DeliveryStage Stage { get; }

    public int Code { get; }

    public EnhancedStatus? Status { get; }

    public bool IsTransient { get; }

    /// <summary>It is said at RCPT, and of the recipient; most of what servers hold against a sender or a client is said there, too.</summary>
    public bool IsAboutRecipient => Stage == DeliveryStage.Rcpt
        && (Says("recipient address rejected") || Status is { Subject: 1, Detail: 1 or 2 or 3 or 6 or 10 } or { Subject: 4, Detail: 1 });

    /// <summary>The recipient is not known for good, which needs no advice.</summary>
    public bool IsUnknownRecipient => Stage == DeliveryStage.Rcpt && !IsTransient
        && (Means(1, 1) || Means(1, 10) || Says("user unknown", "relay recipient table"));

    /// <summary>The server says one of these, given in lower case.</summary>
    public bool Says(params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
            if (words.Contains(phrase, StringComparison.Ordinal))
                return true;
        return false;
    }

    /// <summary>The subject and detail of the enhanced status code, whatever its class (RFC 3463 §2).</summary>
    public bool Means(int subject, int detail) => Status is { } status && status.Subject == subject && status.Detail == detail;

    static string WithoutAddresses(string text) =>
        string.Join(' ', text.Split(' ').Select(static word => word.Contains('@', StringComparison.Ordinal) ? "@" : word));

    // RFC 2034 §4: it stands in front of every line, and would cut a sentence in two.
    static string WithoutStatus(string line, EnhancedStatus? status)
    {
        var text = status is { } code && line.StartsWith(code.ToString(), StringComparison.Ordinal) ? line[code.ToString().Length..] : line;
        return text.Trim();
    }
}
