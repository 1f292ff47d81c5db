namespace Msmtp;

/// <summary>
/// A refusal as the rules for advice see it: stage, codes, and the words of all lines in lower case. Addresses are left out: a mailbox may be
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

    /// <summary>Refused at RCPT and because of the recipient; most objections to a sender or a client are made at RCPT, too.</summary>
    public bool IsAboutRecipient => Stage == DeliveryStage.Rcpt
        && (Says("recipient address rejected") || Status is { Subject: 1, Detail: 1 or 2 or 3 or 6 or 10 } or { Subject: 4, Detail: 1 });

    /// <summary>The recipient does not exist, which needs no advice.</summary>
    public bool IsUnknownRecipient => Stage == DeliveryStage.Rcpt && !IsTransient
        && (Means(1, 1) || Means(1, 10) || Says("user unknown", "relay recipient table"));

    /// <summary>Whether the server says one of these phrases, which are given in lower case.</summary>
    public bool Says(params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
            if (words.Contains(phrase, StringComparison.Ordinal))
                return true;
        return false;
    }

    /// <summary>Whether the enhanced status code has this subject and detail, whatever its class (RFC 3463 §2).</summary>
    public bool Means(int subject, int detail) => Status is { } status && status.Subject == subject && status.Detail == detail;

    static string WithoutAddresses(string text) =>
        string.Join(' ', text.Split(' ').Select(static word => word.Contains('@', StringComparison.Ordinal) ? "@" : word));

    // RFC 2034 §4: the code begins every line, and would cut a sentence in two.
    static string WithoutStatus(string line, EnhancedStatus? status)
    {
        var text = status is { } code && line.StartsWith(code.ToString(), StringComparison.Ordinal) ? line[code.ToString().Length..] : line;
        return text.Trim();
    }
}
