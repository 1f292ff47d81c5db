namespace Msmtp.Hosting;

/// <summary>What a header already has and need not be added.</summary>
readonly record struct HeaderFindings
{
    /// <summary>A From field names an address.</summary>
    public bool HasSender { get; private init; }

    /// <summary>There is a Date field, even if it is empty.</summary>
    public bool HasDate { get; private init; }

    /// <summary>There is a Message-ID field, even if it is empty.</summary>
    public bool HasMessageId { get; private init; }

    /// <summary>The message is resent (RFC 5322 §3.6.6): most of its header is that of the original.</summary>
    public static bool IsResent(HeaderBlock header)
    {
        foreach (var field in header)
            if (field.IsResent)
                return true;
        return false;
    }

    public static HeaderFindings In(HeaderBlock header)
    {
        var (hasDate, hasMessageId) = (false, false);
        foreach (var field in header)
        {
            hasDate |= field.Is("Date"u8);
            hasMessageId |= field.Is("Message-ID"u8);
        }
        return new HeaderFindings { HasSender = MessageSender.In(header) is not null, HasDate = hasDate, HasMessageId = hasMessageId };
    }
}
