namespace Msmtp;

/// <summary>A recipient: the argument of RCPT TO (RFC 5321 §4.1.2, Forward-path), without brackets.</summary>
public sealed record ForwardPath
{
    // RFC 3461 §4.2.
    const int LongestOriginal = 500;

    /// <summary>Initializes the path with an address, without brackets.</summary>
    /// <exception cref="ArgumentException">It is not an address (<see cref="AddressParts.IsPath"/>).</exception>
    public ForwardPath(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = AddressParts.IsPath(address)
            ? address
            : throw new ArgumentException("not a valid address for an SMTP path", nameof(address));
    }

    /// <summary>The address.</summary>
    public string Address { get; }

    /// <summary>Of what the sender wants to be notified (RFC 3461 §4.1); null: of what the server's default is.</summary>
    public DsnNotify? Notify { get; init; }

    /// <summary>
    /// The recipient whom the sender has named, before anybody replaced the address: a type, a semicolon, and the address as xtext (RFC 3461 §4.2,
    /// ORCPT). Null: it is not told.
    /// </summary>
    /// <exception cref="ArgumentException">It has another form.</exception>
    public string? OriginalRecipient
    {
        get;
        init => field = value is null || IsOriginal(value) ? value : throw new ArgumentException("not the value of an ORCPT parameter", nameof(value));
    }

    /// <summary>The same recipient by another spelling of the address.</summary>
    /// <inheritdoc cref="ForwardPath(string)"/>
    public ForwardPath Spelt(string address) => new(address) { Notify = Notify, OriginalRecipient = OriginalRecipient };

    /// <summary>Whether text has the form of <see cref="OriginalRecipient"/>.</summary>
    public static bool IsOriginal(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(';');
        if (end <= 0 || text.Length > LongestOriginal)
            return false;
        foreach (var character in text[..end])
            if (!char.IsAsciiLetterOrDigit(character) && character != '-')
                return false;
        return end + 1 < text.Length && Xtext.IsValid(text[(end + 1)..]);
    }

    /// <summary>Returns the path as in RCPT TO, with brackets.</summary>
    public override string ToString() => $"<{Address}>";
}
