using System.Buffers;

namespace Msmtp.Hosting;

/// <summary>
/// Takes a message piece by piece until its header is complete: up to the empty line, or to the first line that cannot be part of a header
/// (RFC 5322 §2.1). Every CR in the header is dropped, so that nothing else has to handle it, and so are envelope lines before it. Nothing
/// is read twice, and nothing copied except to grow the buffer, which doubles.
/// </summary>
/// <param name="readsOn">If the text begins without an empty line, takes it up to the first one; see <see cref="Text"/>.</param>
/// <param name="messageSize">The size of the whole message in octets, if it is known: a small one needs no larger buffer.</param>
sealed class HeaderBuffer(bool readsOn = false, long? messageSize = null)
{
    // Most headers fit, and a small mail does not pay for those that do not. Not the size in which a transport reads what follows: for a
    // second buffer of one size the pool needs the processor's number (docs/performance.md).
    const int LeastRoomInOctets = 8 * 1024;

    byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(messageSize ?? LeastRoomInOctets, 256, LeastRoomInOctets));
    bool isRented = true;
    int headerEnd;
    // From here on it is not decided yet: text, or an envelope line with the line that tells it from a sentence.
    int openStart;
    int lineStart;
    int end;
    bool isText;
    int lines;
    int linesBeforeOpen;

    /// <summary>The header of a message in memory.</summary>
    public static HeaderBlock In(byte[] message)
    {
        var header = new HeaderBuffer { buffer = message, isRented = false };
        if (!header.Take(message.Length, out _))
            header.End(out _);
        return header.ToBlock(hasEmptyLine: false);
    }

    /// <summary>The length of the header so far, and of the text that was read after it.</summary>
    public int Length { get; private set; }

    /// <summary>
    /// The text that follows the header without an empty line, up to the first one, with its last line terminated; empty: there is none.
    /// </summary>
    public ReadOnlyMemory<byte> Text => isText ? buffer.AsMemory(openStart, lineStart - openStart) : default;

    /// <summary>The number of the line in which <see cref="Text"/> begins, from 1.</summary>
    public int TextLine => linesBeforeOpen + 1;

    /// <summary>The space for the next piece. Never empty.</summary>
    public Memory<byte> Room()
    {
        if (end > 0 && buffer.Length - end < LeastRoomInOctets)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, end + LeastRoomInOctets));
            isRented = false;
        }
        return buffer.AsMemory(end);
    }

    /// <summary>
    /// Takes the first <paramref name="count"/> octets of <see cref="Room"/>. True: the header ends within them, and <paramref
    /// name="leftover"/> is what follows it; it stays valid until more is taken.
    /// </summary>
    public bool Take(int count, out ReadOnlyMemory<byte> leftover)
    {
        var searched = end;
        end += count;
        var isComplete = false;
        while (!isComplete && buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n') is >= 0 and var found)
        {
            searched += found + 1;
            isComplete = TakeLine(searched);
        }
        isComplete = isComplete || BeginsText() && !readsOn;
        if (!isComplete)
            MoveUp();
        Length = !isComplete ? end : isText && readsOn ? lineStart : headerEnd;
        leftover = isComplete ? buffer.AsMemory(openStart, end - openStart) : default;
        return isComplete;
    }

    /// <summary>
    /// The message ends: an unterminated last line is terminated. True: text began without an empty line, and <paramref name="leftover"/>
    /// is that text, unchanged.
    /// </summary>
    public bool End(out ReadOnlyMemory<byte> leftover)
    {
        var messageEnd = end;
        if (buffer.AsSpan(lineStart, end - lineStart).ContainsAnyExcept((byte)'\r'))
        {
            Room().Span[0] = (byte)'\n';
            TakeLine(++end);
        }
        isText |= openStart < lineStart;
        leftover = isText ? buffer.AsMemory(openStart, messageEnd - openStart) : default;
        return isText;
    }

    /// <summary>The header.</summary>
    public HeaderBlock ToBlock(bool hasEmptyLine) => new(buffer.AsMemory(0, headerEnd), hasEmptyLine);

    /// <summary>
    /// The buffer, for another message once neither the header nor what follows it is needed any more; null: there is none.
    /// </summary>
    public byte[]? Rented => isRented ? buffer : null;

    // True: nothing more is needed.
    bool TakeLine(int lineEnd)
    {
        var line = buffer.AsSpan(lineStart, lineEnd - lineStart);
        var isEmpty = !line.ContainsAnyExcept((byte)'\r', (byte)'\n');
        if (!isText && !isEmpty)
            Place(line, lineEnd);
        // A sentence that begins with From, without the following line that would make it an envelope line.
        isText |= isEmpty && openStart < lineStart;
        lines++;
        lineStart = lineEnd;
        if (isEmpty && !isText)
            openStart = lineEnd;
        return isEmpty || isText && !readsOn;
    }

    void Place(ReadOnlySpan<byte> line, int lineEnd)
    {
        var isFirst = headerEnd == 0;
        var kind = HeaderLine.Classify(line, isFirst);
        if (kind == HeaderLineKind.Field)
            Keep(isFirst ? HeaderLine.WithoutMark(line) : line);
        isText = kind == HeaderLineKind.Text;
        if (kind is HeaderLineKind.Text or HeaderLineKind.PossibleEnvelope)
            return;
        openStart = lineEnd;
        linesBeforeOpen = lines + 1;
    }

    // If it is text, the end of the line is not waited for.
    bool BeginsText()
    {
        isText = isText || end - lineStart >= HeaderLine.Horizon
            && HeaderLine.Classify(buffer.AsSpan(lineStart, end - lineStart), headerEnd == 0) == HeaderLineKind.Text;
        return isText;
    }

    // What is kept moves forward, over the CRs and lines that were dropped.
    void Keep(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var carriageReturn = text.IndexOf((byte)'\r');
            var run = carriageReturn < 0 ? text : text[..carriageReturn];
            run.CopyTo(buffer.AsSpan(headerEnd));
            headerEnd += run.Length;
            text = carriageReturn < 0 ? [] : text[(carriageReturn + 1)..];
        }
    }

    void MoveUp()
    {
        var gap = openStart - headerEnd;
        if (gap == 0)
            return;
        buffer.AsSpan(openStart, end - openStart).CopyTo(buffer.AsSpan(headerEnd));
        openStart = headerEnd;
        lineStart -= gap;
        end -= gap;
    }
}
