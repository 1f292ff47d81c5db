namespace Msmtp.Cli;

/// <summary>
/// What a client sends, with CR LF at the end of each line if its first line ends with LF alone, as a person or a script at the other end
/// writes. In any other session an LF alone stays what it is, so that nothing inside a message can end it (RFC 5321 §4.1.1.4).
/// </summary>
sealed class LenientLines(Stream inner) : Stream
{
    bool isDecided;
    bool completes;
    bool endsWithCr;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (isDecided && !completes || buffer.Length < 2)
            return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        // Each octet may become two.
        var count = await inner.ReadAsync(buffer[..(buffer.Length / 2)], cancellationToken).ConfigureAwait(false);
        Decide(buffer.Span[..count]);
        return completes ? Complete(buffer.Span, count) : Note(buffer.Span[..count]);
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    void Decide(ReadOnlySpan<byte> octets)
    {
        if (isDecided || octets.IndexOf((byte)'\n') is not (>= 0 and var end))
            return;
        isDecided = true;
        completes = end > 0 ? octets[end - 1] != '\r' : !endsWithCr;
    }

    int Note(ReadOnlySpan<byte> octets)
    {
        if (!octets.IsEmpty)
            endsWithCr = octets[^1] == '\r';
        return octets.Length;
    }

    // From the end to the beginning, so that nothing is overwritten before it has been moved.
    int Complete(Span<byte> buffer, int count)
    {
        var octets = buffer[..count];
        var bare = 0;
        for (var i = 0; i < count; i++)
            bare += IsBare(octets, i) ? 1 : 0;
        var before = endsWithCr;
        Note(octets);
        var to = count + bare;
        for (var from = count - 1; from >= 0 && to > from + 1; from--)
        {
            var isBare = octets[from] == '\n' && !(from > 0 ? octets[from - 1] == '\r' : before);
            buffer[--to] = octets[from];
            if (isBare)
                buffer[--to] = (byte)'\r';
        }
        return count + bare;
    }

    bool IsBare(ReadOnlySpan<byte> octets, int at) => octets[at] == '\n' && !(at > 0 ? octets[at - 1] == '\r' : endsWithCr);
}
