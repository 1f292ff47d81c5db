namespace Msmtp.Cli;

/// <summary>
/// A client's end of a session over one or two open descriptors. Everything happens on the calling thread and is done when it returns; it
/// waits in poll(2), where a cancellation wakes it up.
/// </summary>
/// <param name="input">Read from.</param>
/// <param name="output">Written to.</param>
/// <param name="owner">Closed with this stream; null: the descriptors are the caller's.</param>
sealed class DescriptorStream(int input, int output, IDisposable? owner) : Stream
{
    // What is written at once: as much as a pipe takes whole (pipe(7), PIPE_BUF).
    const int BlockInOctets = 4096;

    readonly WakeUp wake = new();

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer) => Read(buffer, CancellationToken.None);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return new ValueTask<int>(Read(buffer.Span, cancellationToken));
        }
        catch (IOException e)
        {
            return ValueTask.FromException<int>(e);
        }
        catch (OperationCanceledException)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer, CancellationToken.None);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            Write(buffer.Span, cancellationToken);
            return default;
        }
        catch (IOException e)
        {
            return ValueTask.FromException(e);
        }
        catch (OperationCanceledException)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            owner?.Dispose();
            wake.Dispose();
        }
        base.Dispose(disposing);
    }

    int Read(Span<byte> buffer, CancellationToken cancellationToken)
    {
        if (buffer.IsEmpty)
            return 0;
        wake.Await(input, Libc.PollIn, cancellationToken);
        return FileDescriptor.Read(input, buffer);
    }

    void Write(ReadOnlySpan<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            var block = buffer[..Math.Min(buffer.Length, BlockInOctets)];
            wake.Await(output, Libc.PollOut, cancellationToken);
            FileDescriptor.Write(output, block);
            buffer = buffer[block.Length..];
        }
    }
}
