namespace Msmtp.Hosting;

/// <summary>What editors put in front of a text to say how it is encoded (RFC 3629 §6). Nothing here does I/O.</summary>
static class ByteOrderMark
{
    /// <summary>The octets of the mark; 0: there is none.</summary>
    /// <exception cref="InvalidDataException">The text is in UTF-16 or UTF-32.</exception>
    public static int LengthIn(ReadOnlySpan<byte> text) => text switch
    {
        [0xEF, 0xBB, 0xBF, ..] => 3,
        // With a mark, or by the zeros that every letter of English has then.
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, _, ..] or [not 0, 0, ..] =>
            throw new InvalidDataException("the file is in UTF-16: save it as UTF-8"),
        _ => 0,
    };
}
