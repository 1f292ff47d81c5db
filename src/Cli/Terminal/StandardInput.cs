using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// Standard input, or another descriptor that somebody else closes, as it comes: read on the calling thread, nothing read
/// ahead, so that a program that is started in between finds the rest of it. An asynchronous read has completed when it
/// returns.
/// </summary>
sealed class StandardInput(int descriptor) : ForwardOnlyStream
{
    /// <summary>The program's own. Where the caller has closed it, reading fails: that is no empty mail.</summary>
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
