using System.Buffers;

namespace Msmtp.Transport.Smtp;

/// <summary>Tells a listener the lines of a message as they are sent, dots stuffed, however the blocks cut them. Does no I/O.</summary>
sealed class BodyTrace(ITrace trace)
{
    readonly ArrayBufferWriter<byte> begun = new();

    /// <summary>Takes the next octets that were sent.</summary>
    public void Sent(ReadOnlySpan<byte> block)
    {
        for (var end = block.IndexOf((byte)'\n'); end >= 0; end = block.IndexOf((byte)'\n'))
        {
            begun.Write(block[..end]);
            // What is sent has LF behind CR only; a cut may fall between them.
            trace.Sent(begun.WrittenSpan[..^1]);
            begun.ResetWrittenCount();
            block = block[(end + 1)..];
        }
        begun.Write(block);
    }
}
