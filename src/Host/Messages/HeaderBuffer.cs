namespace Msmtp.Hosting;

/// <summary>
/// Takes a message piece by piece until its header is complete. Every CR is dropped, wherever it stands, so that nobody
/// behind has to think of it. Nothing is read twice and nothing copied but by growing, which doubles.
/// </summary>
sealed class HeaderBuffer
{
    // Most headers fit; a mail of an application's is not the dearer for those that do not.
    const int LeastRoomInOctets = 4 * 1024;

    byte[] buffer;
    bool isAtLineStart = true;

    public HeaderBuffer()
        : this(new byte[LeastRoomInOctets])
    {
    }

    HeaderBuffer(byte[] buffer)
    {
        this.buffer = buffer;
    }

    /// <summary>The header of a message that is there already, in its place.</summary>
    public static HeaderBlock In(byte[] message)
    {
        var header = new HeaderBuffer(message);
        header.Take(message.Length, out _);
        return header.ToBlock(hasEmptyLine: false);
    }

    /// <summary>Octets of the header so far.</summary>
    public int Length { get; private set; }

    /// <summary>Where the next piece goes. Never empty.</summary>
    public Memory<byte> Room()
    {
        if (buffer.Length - Length < LeastRoomInOctets)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, Length + LeastRoomInOctets));
        return buffer.AsMemory(Length);
    }

    /// <summary>
    /// Takes the first <paramref name="count"/> octets of <see cref="Room"/>. True: the empty line was among them, and
    /// <paramref name="leftover"/> is what stood behind it; it stays valid as long as nothing else is taken.
    /// </summary>
    public bool Take(int count, out ReadOnlyMemory<byte> leftover)
    {
        var piece = buffer.AsMemory(Length, count);
        while (!piece.IsEmpty)
        {
            var end = piece.Span.IndexOf((byte)'\n');
            Keep(end < 0 ? piece.Span : piece.Span[..end]);
            if (end < 0)
                break;
            piece = piece[(end + 1)..];
            if (isAtLineStart)
            {
                leftover = piece;
                return true;
            }
            buffer[Length++] = (byte)'\n';
            isAtLineStart = true;
        }
        leftover = default;
        return false;
    }

    /// <summary>The header. A last line without an end gets one.</summary>
    public HeaderBlock ToBlock(bool hasEmptyLine)
    {
        if (!isAtLineStart)
        {
            Room().Span[0] = (byte)'\n';
            Length++;
            isAtLineStart = true;
        }
        return new HeaderBlock(buffer.AsMemory(0, Length), hasEmptyLine);
    }

    // What is kept moves to the front of where it stands, over the CRs that were dropped.
    void Keep(Span<byte> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\r');
            var run = end < 0 ? text : text[..end];
            run.CopyTo(buffer.AsSpan(Length));
            Length += run.Length;
            isAtLineStart &= run.IsEmpty;
            text = end < 0 ? [] : text[(end + 1)..];
        }
    }
}
