using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// What a line at the beginning of a message is. Only its first octets count, so that the end of an endless line need not be waited for.
/// </summary>
enum HeaderLineKind
{
    /// <summary>Not a header line: the text begins here, though there is no empty line before it.</summary>
    Text,

    /// <summary>The first line of a field, or one that continues it.</summary>
    Field,

    /// <summary>An envelope line of a mailbox: <c>From me@example.org Mon Sep 17 00:00:00 2001</c>.</summary>
    Envelope,

    /// <summary>An envelope line, or a sentence that begins with <c>From</c>: the following line decides.</summary>
    PossibleEnvelope,
}

/// <summary>Tells header lines from text (RFC 5322 §2.2, §4.5). Nothing here does I/O.</summary>
static class HeaderLine
{
    /// <summary>
    /// How many octets of a line are examined. RFC 5322 §2.1.1: a line has at most 998 characters, and without a colon by then it has no
    /// field name.
    /// </summary>
    public const int Horizon = 998;

    static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <param name="line">The line, or at least its first <see cref="Horizon"/> octets; CRs in it are ignored.</param>
    /// <param name="isFirst">There is no field before it.</param>
    public static HeaderLineKind Classify(ReadOnlySpan<byte> line, bool isFirst)
    {
        if (line.Length > Horizon)
            line = line[..Horizon];
        if (isFirst)
            line = WithoutMark(line);
        if (IsField(line) || !isFirst && line[0] is (byte)' ' or (byte)'\t')
            return HeaderLineKind.Field;
        if (!isFirst || !line.TrimStart((byte)'>').StartsWith("From "u8))
            return HeaderLineKind.Text;
        return IsDated(line) ? HeaderLineKind.Envelope : HeaderLineKind.PossibleEnvelope;
    }

    /// <summary>A first line without the byte order mark that some editors and shells put before UTF-8.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> line) => line.StartsWith(Mark) ? line[Mark.Length..] : line;

    static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    /// <summary>The line begins with a name of printable characters, optional blanks (RFC 5322 §4.5) and a colon.</summary>
    public static bool IsField(ReadOnlySpan<byte> line)
    {
        var name = 0;
        while (name < line.Length && line[name] is > (byte)' ' and <= (byte)'~' and not (byte)':' or (byte)'\r')
            name++;
        var colon = name;
        while (colon < line.Length && line[colon] is (byte)' ' or (byte)'\t' or (byte)'\r')
            colon++;
        // Strictly, "https://example.org" is a field, too, but it is never meant as one.
        return colon < line.Length && line[colon] == ':' && line[..name].ContainsAnyExcept((byte)'\r')
            && !(colon == name && line[(colon + 1)..].StartsWith("//"u8));
    }

    // A month and a time of day, in any order: the lines of asctime, RFC 822 and UUCP have both.
    static bool IsDated(ReadOnlySpan<byte> line)
    {
        var (hasMonth, hasTime) = (false, false);
        foreach (var word in OctetText.Decode(line).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            hasMonth |= Array.Exists(Months, month => month.Equals(word, StringComparison.OrdinalIgnoreCase));
            hasTime |= word.IndexOf(':', StringComparison.Ordinal) is 1 or 2 && !word.AsSpan().ContainsAnyExceptInRange('0', ':');
        }
        return hasMonth && hasTime;
    }
}
