namespace Msmtp.Hosting;

/// <summary>
/// The stream that a message comes from. Its failures are turned into the message's here, at their source: later they could not be told
/// from those of the connection.
/// </summary>
sealed class MessageSource(Stream stream)
{
    public int Read(Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception e) when (IsInputError(e))
        {
            throw Unreadable(e);
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsInputError(e))
        {
            throw Unreadable(e);
        }
    }

    // The runtime reports EISDIR, a directory on standard input, as missing permission.
    static bool IsInputError(Exception e) => e is IOException or UnauthorizedAccessException;

    static MailException Unreadable(Exception e) =>
        new(ExitCode.IoErr, DeliveryStage.Configure, "input error while reading the mail", inner: e);
}
