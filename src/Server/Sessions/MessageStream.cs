using System.Runtime.ExceptionServices;
using System.Security.Authentication;

namespace Msmtp.Server;

/// <summary>The content of one mail, decoded as it is read. It ends only if the mail is complete and nothing is wrong with it.</summary>
sealed class MessageStream(IContentSource source, SmtpServerOptions options, CancellationToken lifetime) : Stream
{
    ExceptionDispatchInfo? failure;

    /// <summary>Why the mail is refused; null: nothing is wrong so far.</summary>
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
        failure?.Throw();
        var count = 0;
        while (count == 0 && !source.IsAtEnd && Refusal is null && !buffer.IsEmpty)
            count = await ReadOnAsync(buffer).ConfigureAwait(false);
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

    /// <summary>
    /// Discards the rest of the content, up to where the outcome is told: after the current chunk if the mail is refused, or else after the
    /// last one. Throws what broke the connection, even if it was thrown before.
    /// </summary>
    public async ValueTask DrainAsync(MailOutcome outcome)
    {
        failure?.Throw();
        var scratch = new byte[4096];
        while (!source.IsAtEnd && !(source.IsReplyDue && (outcome.IsRefusal || Refusal is not null)))
            await ReadOnAsync(scratch).ConfigureAwait(false);
    }

    async ValueTask<int> ReadOnAsync(Memory<byte> destination)
    {
        var count = await ReadSourceAsync(destination).ConfigureAwait(false);
        Size += count;
        Refusal ??= FindRefusal();
        return count;
    }

    async ValueTask<int> ReadSourceAsync(Memory<byte> destination)
    {
        try
        {
            return await source.ReadAsync(destination, lifetime).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or AuthenticationException)
        {
            failure = ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    SmtpReply? FindRefusal() =>
        Size > options.MaxMessageSize ? Replies.MessageTooLarge // RFC 1870 §6.3
        : source.HasBareLineEnd && options.BareLineEnds == BareLineEnds.Refuse ? Replies.BareLineEnd
        : null;
}
