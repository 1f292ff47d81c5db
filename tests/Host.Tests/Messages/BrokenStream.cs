namespace Msmtp.Host.Tests.Messages;

/// <summary>A source that gives what it has and then fails, as a disk or a directory does.</summary>
sealed class BrokenStream(byte[] octets, Exception failure) : MemoryStream(octets)
{
    public override int Read(Span<byte> buffer) => base.Read(buffer) is > 0 and var count ? count : throw failure;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return Read(buffer.Span);
    }
}
