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

    public override int Read(Span<byte> buffer) => buffer.IsEmpty ? 0 : FileDescriptor.Read(descriptor, buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<int>(Read(buffer.Span));
    }
}
