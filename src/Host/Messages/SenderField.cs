namespace Msmtp.Hosting;

/// <summary>
/// The Sender field (RFC 5322 §3.6.2): who sent a mail that somebody else has written, or more than one. Where the only author is the sender, it
/// should not be there.
/// </summary>
/// <param name="IsReplaced">The fields of the mail give way.</param>
/// <param name="Value">The value of the field that is added; null: none is.</param>
readonly record struct SenderField(bool IsReplaced, string? Value)
{
    /// <param name="header">The header of the mail.</param>
    /// <param name="policy">What is wanted.</param>
    /// <param name="isAuthor">The From field is made from the envelope.</param>
    public static SenderField Of(HeaderBlock header, HeaderPolicy policy, bool isAuthor)
    {
        // Of a message that is resent, Sender is the original one's (§3.6.6). Nobody is the sender of a bounce.
        if (policy.SenderField == FieldHandling.Off || NullSender.Is(policy.Sender) || HeaderFindings.IsResent(header))
            return default;
        var sender = HeaderAddress.Of(policy.Sender);
        var needed = isAuthor || Names(header, "From"u8, sender) ? null : sender;
        var isGood = needed is not null && Names(header, "Sender"u8, sender);
        if (isGood || policy.SenderField == FieldHandling.Auto && (needed is null || HasAddress(header)))
            return default;
        return new SenderField(IsReplaced: true, needed);
    }

    // All fields of this name together name one mailbox, and it is this one.
    static bool Names(HeaderBlock header, ReadOnlySpan<byte> name, string address)
    {
        var reading = new AddressReading(limit: 1);
        var fields = 0;
        foreach (var field in header)
        {
            if (!field.Is(name))
                continue;
            fields++;
            AddressParser.Parse(field.Value, reading);
        }
        return fields == 1 && reading is { Addresses: [var only], IsExceeded: false } && HeaderAddress.AreSame(only, address);
    }

    static bool HasAddress(HeaderBlock header)
    {
        foreach (var field in header)
            if (field.Is("Sender"u8) && MessageSender.First(field) is not null)
                return true;
        return false;
    }
}
