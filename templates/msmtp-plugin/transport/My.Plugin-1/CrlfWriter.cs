namespace My.Plugin_1;

/// <summary>Makes every line end with CR LF (RFC 5321 §2.3.8), whatever pieces the message comes in.</summary>
sealed class CrlfWriter(Stream stream)
{
    byte last = (byte)'\n';

    /// <summary>The octets of the message, a line end counted as one.</summary>
    public long Count { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken ct)
    {
        var lines = new MemoryStream(octets.Length + 64);
        foreach (var octet in octets.Span)
        {
            if (octet == '\n' && last != '\r')
                lines.WriteByte((byte)'\r');
            Count += octet == '\n' && last == '\r' ? 0 : 1;
            lines.WriteByte(octet);
            last = octet;
        }
        await stream.WriteAsync(lines.GetBuffer().AsMemory(0, (int)lines.Length), ct).ConfigureAwait(false);
    }

    public ValueTask EndAsync(CancellationToken ct) => last == '\n' ? default : WriteAsync("\n"u8.ToArray(), ct);
}
