namespace Msmtp.Hosting;

/// <summary>The header part of a message: fields whose lines end with LF, without any CR. Made by <see cref="HeaderBuffer"/>.</summary>
/// <param name="Octets">The fields; empty, or ending with LF. The empty line is not included.</param>
/// <param name="HasEmptyLine">An empty line follows; false: the message ended within the header.</param>
sealed record HeaderBlock(ReadOnlyMemory<byte> Octets, bool HasEmptyLine)
{
    /// <summary>Enumerates the fields. Not a property: a record prints its properties, and a ref struct cannot be printed.</summary>
    public HeaderFields GetEnumerator() => new(Octets.Span);

    /// <summary>What <see cref="MessageSender"/> found, so that it searches only once.</summary>
    public (bool IsKnown, string? Address) Author { get; set; }
}

/// <summary>
/// Enumerates the fields of a header block. A line that starts with a blank or a tab continues the field before it (RFC 5322 §2.2.3).
/// </summary>
ref struct HeaderFields(ReadOnlySpan<byte> octets)
{
    ReadOnlySpan<byte> rest = octets;

    public HeaderField Current { get; private set; }

    public bool MoveNext()
    {
        if (rest.IsEmpty)
            return false;
        var length = FieldLength(rest);
        Current = new HeaderField(rest[..length]);
        rest = rest[length..];
        return true;
    }

    /// <summary>What follows the first field.</summary>
    public static ReadOnlySpan<byte> SkipOne(ReadOnlySpan<byte> octets) => octets.IsEmpty ? octets : octets[FieldLength(octets)..];

    static int FieldLength(ReadOnlySpan<byte> octets)
    {
        var length = 0;
        do
            length += octets[length..].IndexOf((byte)'\n') + 1;
        while (length < octets.Length && octets[length] is (byte)' ' or (byte)'\t');
        return length;
    }
}
