namespace Msmtp.Server;

/// <summary>
/// Undoes dot-stuffing (RFC 5321 §4.5.2) and finds the end of the content, wherever the blocks were cut.
/// Only CR LF . CR LF ends it; the CR LF of the last line belongs to the content.
/// </summary>
struct ContentDecoder
{
    enum State
    {
        LineStart,
        Text,
        Cr,
        Dot,
        DotCr,
        End,
    }

    State state;

    /// <summary>Whether the final dot has been seen.</summary>
    public readonly bool IsAtEnd => state == State.End;

    /// <summary>Whether there has been a CR or LF on its own (RFC 5321 §2.3.8).</summary>
    public bool HasBareLineEnd { get; private set; }

    /// <summary>
    /// Decodes until the source or the destination is used up, or the final dot is seen; octets after it are not consumed.
    /// </summary>
    public void Decode(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written)
    {
        (consumed, written) = (0, 0);
        while (consumed < source.Length && written < destination.Length && state != State.End)
        {
            if (state == State.Text)
                CopyText(source, destination, ref consumed, ref written);
            else
                Step(source[consumed], destination, ref consumed, ref written);
        }
    }

    void CopyText(ReadOnlySpan<byte> source, Span<byte> destination, ref int consumed, ref int written)
    {
        var room = Math.Min(source.Length - consumed, destination.Length - written);
        var text = source.Slice(consumed, room);
        var lineEnd = text.IndexOfAny((byte)'\r', (byte)'\n');
        var length = lineEnd < 0 ? text.Length : lineEnd + 1;
        text[..length].CopyTo(destination[written..]);
        consumed += length;
        written += length;
        if (lineEnd >= 0)
        {
            HasBareLineEnd |= text[lineEnd] == '\n';
            state = text[lineEnd] == '\r' ? State.Cr : State.Text;
        }
    }

    void Step(byte octet, Span<byte> destination, ref int consumed, ref int written)
    {
        switch (state, octet)
        {
            case (State.LineStart, (byte)'.'):
                state = State.Dot; // stuffed or final: either way not content
                consumed++;
                return;
            case (State.Dot, (byte)'\r'):
                state = State.DotCr;
                consumed++;
                return;
            case (State.DotCr, (byte)'\n'):
                state = State.End;
                consumed++;
                return;
            case (State.DotCr, _):
                state = State.Cr; // the CR that was held back was a bare one; look at this octet again
                destination[written++] = (byte)'\r';
                return;
            case (State.Cr, (byte)'\n'):
                state = State.LineStart;
                break;
            default:
                HasBareLineEnd |= state == State.Cr || octet == '\n';
                state = octet == '\r' ? State.Cr : State.Text;
                break;
        }
        destination[written++] = octet;
        consumed++;
    }
}
