using System.Runtime.ExceptionServices;

namespace Msmtp.Server;

/// <summary>
/// The content of one mail, decoded as it is read. It ends only where the whole mail is there and nothing is wrong with it.
/// </summary>
sealed class MessageStream(SmtpConnection connection, SmtpServerOptions options, CancellationToken lifetime) : Stream
{
    ContentDecoder decoder;
    ExceptionDispatchInfo? failure;

    /// <summary>Why the mail is refused; null: nothing was wrong so far.</summary>
    public SmtpReply? Refusal { get; private set; }

    /// <summary>Octets decoded so far.</summary>
    public long Size { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var count = 0;
        while (count == 0 && !decoder.IsAtEnd && Refusal is null && !buffer.IsEmpty)
            count = await DecodeAsync(buffer).ConfigureAwait(false);
        return Refusal is null ? count : throw new IOException($"the mail is refused: {Refusal}");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("the content is read asynchronously");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    /// <summary>Reads to the final dot and drops what comes; throws what broke the connection, even if it was thrown before.</summary>
    public async ValueTask DrainAsync()
    {
        failure?.Throw();
        var scratch = new byte[4096];
        while (!decoder.IsAtEnd)
            await DecodeAsync(scratch).ConfigureAwait(false);
    }

    async ValueTask<int> DecodeAsync(Memory<byte> destination)
    {
        if (connection.Buffered.IsEmpty)
            await FillAsync().ConfigureAwait(false);
        decoder.Decode(connection.Buffered.Span, destination.Span, out var consumed, out var written);
        connection.Consume(consumed);
        Size += written;
        Refusal ??= FindRefusal();
        return written;
    }

    async ValueTask FillAsync()
    {
        try
        {
            await connection.FillAsync(lifetime).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            failure = ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    SmtpReply? FindRefusal() =>
        Size > options.MaxMessageSize ? Replies.MessageTooLarge // RFC 1870 §6.3
        : decoder.HasBareLineEnd && options.BareLineEnds == BareLineEnds.Refuse ? Replies.BareLineEnd
        : null;
}
