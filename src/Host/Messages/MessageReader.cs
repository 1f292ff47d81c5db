namespace Msmtp.Hosting;

/// <summary>Reads the header of a message and leaves its body where it is.</summary>
static class MessageReader
{
    /// <summary>The longest header that is taken. It has to be held whole; its lines may be as long as they like.</summary>
    public const int LimitInOctets = 16 * 1024 * 1024;

    /// <summary>Reads through the empty line, or to the end where there is none.</summary>
    /// <exception cref="MailException">
    /// The source cannot be read (<see cref="ExitCode.IoErr"/>), or the header is too long (<see cref="ExitCode.DataErr"/>).
    /// </exception>
    public static async ValueTask<IncomingMessage> ReadAsync(Stream source, CancellationToken ct)
    {
        var message = new MessageSource(source);
        var header = new HeaderBuffer();
        while (await message.ReadAsync(header.Room(), ct).ConfigureAwait(false) is > 0 and var count)
        {
            var isComplete = header.Take(count, out var leftover);
            if (header.Length > LimitInOctets)
                throw TooLong();
            if (isComplete)
                return new IncomingMessage(header.ToBlock(hasEmptyLine: true), new BodyStream(leftover, message));
        }
        return new IncomingMessage(header.ToBlock(hasEmptyLine: false), Stream.Null);
    }

    static MailException TooLong() => new(
        ExitCode.DataErr,
        DeliveryStage.Configure,
        $"the header of the mail is longer than {LimitInOctets / (1024 * 1024)} MiB: is an empty line missing between header and body?");
}
