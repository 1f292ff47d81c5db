namespace Msmtp.Testing;

/// <summary>A body of which each read gives one octet: whatever stands in it is cut everywhere.</summary>
sealed class DrippingBody(byte[] octets) : ForwardOnlyStream
{
    int given;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || given == octets.Length)
            return 0;
        buffer[0] = octets[given++];
        return 1;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
}
