using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// Standard input, or another descriptor that is not closed here: read on the calling thread, without reading ahead, so that a program that
/// replaces this one finds the rest. An asynchronous read has completed when it returns.
/// </summary>
sealed class StandardInput(int descriptor) : ForwardOnlyStream
{
    /// <summary>The program's standard input. If the caller has closed it, reading fails: that is not an empty mail.</summary>
    public StandardInput()
        : this(FileDescriptor.Inherited(0))
    {
    }

    long count;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        var read = FileDescriptor.Read(descriptor, buffer);
        count += read;
        return read;
    }

    /// <summary>
    /// Another stream over what has been read from here and what follows, from the place where the caller left a file. Null: it is not a file.
    /// </summary>
    public Stream? Reopen() => FileDescriptor.Position(descriptor) is { } position && position >= count ? new Again(descriptor, position - count) : null;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<int>(Read(buffer.Span));
    }

    sealed class Again(int descriptor, long start) : ForwardOnlyStream
    {
        long position = start;

        public override int Read(Span<byte> buffer)
        {
            var read = FileDescriptor.ReadAt(descriptor, buffer, position);
            position += read;
            return read;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
