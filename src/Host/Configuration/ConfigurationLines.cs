namespace Msmtp.Hosting;

/// <summary>Splits a msmtprc into lines.</summary>
static class ConfigurationLines
{
    /// <summary>A line that reaches this length, in octets and without its line end, is refused.</summary>
    const int LimitInOctets = 500;

    /// <summary>Takes the next line from the front of <paramref name="octets"/>.</summary>
    /// <exception cref="InvalidDataException">The line is too long.</exception>
    public static ReadOnlyMemory<byte> Next(ref ReadOnlyMemory<byte> octets)
    {
        var end = octets.Span.IndexOf((byte)'\n');
        var line = end < 0 ? octets : octets[..end];
        octets = end < 0 ? default : octets[(end + 1)..];
        if (line.Length >= LimitInOctets)
            throw new InvalidDataException($"line longer than {LimitInOctets} characters");
        return line[..LengthWithoutEnd(line.Span)];
    }

    // A CR before the LF belongs to the line end; a NUL ends the line, as in msmtp.
    static int LengthWithoutEnd(ReadOnlySpan<byte> line)
    {
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        var nul = line.IndexOf((byte)0);
        return nul < 0 ? line.Length : nul;
    }
}
