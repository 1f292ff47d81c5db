using System.Buffers;

namespace Msmtp.Transport.Smtp;

/// <summary>Traces the lines of a message as they are sent, dot-stuffed, wherever the blocks split them. Does no I/O.</summary>
sealed class BodyTrace(ITrace trace)
{
    readonly ArrayBufferWriter<byte> begun = new();

    /// <summary>Takes the next octets that were sent.</summary>
    public void Sent(ReadOnlySpan<byte> block)
    {
        for (var end = block.IndexOf((byte)'\n'); end >= 0; end = block.IndexOf((byte)'\n'))
        {
            begun.Write(block[..end]);
            // In what is sent, LF only follows CR; a block may end between them.
            trace.Sent(begun.WrittenSpan[..^1]);
            begun.ResetWrittenCount();
            block = block[(end + 1)..];
        }
        begun.Write(block);
    }
}
