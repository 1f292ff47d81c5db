using System.Buffers;

namespace Msmtp.Hosting;

/// <summary>Reads the header of a message and leaves the body in its stream.</summary>
static class MessageReader
{
    /// <summary>The longest header that is accepted. It is held in memory; its lines may have any length.</summary>
    public const int LimitInOctets = 16 * 1024 * 1024;

    /// <summary>
    /// Reads through the empty line, to the first line that cannot be part of a header, or to the end if there is neither.
    /// </summary>
    /// <param name="source">The message.</param>
    /// <param name="recipients">Whether recipients are read from the header, so that fields after its end would be missed.</param>
    /// <param name="size">The size of the message in octets; null: it is not known.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="MailException">
    /// The source cannot be read (<see cref="ExitCode.IoErr"/>); the header is too long, or recipients follow its end
    /// (<see cref="ExitCode.DataErr"/>).
    /// </exception>
    public static async ValueTask<IncomingMessage> ReadAsync(
        Stream source, RecipientSource recipients, long? size, CancellationToken cancellationToken)
    {
        var message = new MessageSource(source);
        var header = new HeaderBuffer(readsOn: recipients == RecipientSource.RequestAndHeader, size);
        ReadOnlyMemory<byte> leftover = default;
        var (isAtEnd, isComplete) = (false, false);
        while (!isAtEnd && !isComplete)
        {
            var count = await message.ReadAsync(header.Room(), cancellationToken).ConfigureAwait(false);
            isAtEnd = count == 0;
            isComplete = isAtEnd ? header.End(out leftover) : header.Take(count, out leftover);
            if (header.Length > LimitInOctets)
                throw TooLong();
        }
        if (recipients == RecipientSource.RequestAndHeader)
            LostRecipients.Check(header.Text, header.TextLine);
        return new IncomingMessage(header.ToBlock(isComplete), isComplete ? new BodyStream(leftover, message) : Stream.Null) { Rented = header.Rented };
    }

    static MailException TooLong() => new(
        ExitCode.DataErr,
        DeliveryStage.Configure,
        $"the header of the mail is longer than {LimitInOctets / (1024 * 1024)} MiB: is an empty line missing between header and body?");
}

/// <summary>A message whose header has been read.</summary>
/// <param name="Header">The header.</param>
/// <param name="Body">
/// What follows the empty line, unchanged. It can be read once, forward. Disposing it does nothing: the source belongs to its owner.
/// </param>
sealed record IncomingMessage(HeaderBlock Header, Stream Body)
{
    /// <inheritdoc cref="MessageContent.IsEightBit"/>
    public bool IsEightBit { get; init; }

    /// <summary>
    /// The buffer that holds the header and the part of the body that was read with it; null: it cannot be used for another message.
    /// </summary>
    public byte[]? Rented { get; init; }

    /// <summary>
    /// The mail has been sent, so header and body are no longer needed. Not called otherwise: a reader that was given up may still be
    /// reading.
    /// </summary>
    public void Release()
    {
        if (Rented is not null)
            ArrayPool<byte>.Shared.Return(Rented);
    }
}
