using System.Buffers;

namespace Msmtp.Transport.Smtp;

/// <summary>Tells a listener the lines of a message as they are sent, dots stuffed, however the blocks cut them. Does no I/O.</summary>
sealed class BodyTrace(ITrace trace)
{
    readonly ArrayBufferWriter<byte> begun = new();

    /// <summary>Takes the next octets that were sent.</summary>
    public void Sent(ReadOnlySpan<byte> block)
    {
        for (var end = block.IndexOf("\r\n"u8); end >= 0; end = block.IndexOf("\r\n"u8))
        {
            begun.Write(block[..end]);
            trace.Sent(begun.WrittenSpan);
            begun.ResetWrittenCount();
            block = block[(end + 2)..];
        }
        begun.Write(block);
    }
}
