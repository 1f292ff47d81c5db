namespace Msmtp;

/// <summary>A refusal as advice looks at it: where, which numbers, and the words of all lines in lower case.</summary>
readonly struct Refusal
{
    readonly string words;

    public Refusal(DeliveryStage stage, Reply reply)
    {
        Stage = stage;
        Code = reply.Code;
        Status = reply.Status;
        IsTransient = reply.IsTransient;
        words = string.Join(' ', reply.Lines.Select(line => WithoutStatus(line, reply.Status))).ToLowerInvariant();
    }

    public DeliveryStage Stage { get; }

    public int Code { get; }

    public EnhancedStatus? Status { get; }

    public bool IsTransient { get; }

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

    // RFC 2034 §4: it stands in front of every line, and would cut a sentence in two.
    static string WithoutStatus(string line, EnhancedStatus? status)
    {
        var text = status is { } code && line.StartsWith(code.ToString(), StringComparison.Ordinal) ? line[code.ToString().Length..] : line;
        return text.Trim();
    }
}
