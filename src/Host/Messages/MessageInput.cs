using System.Text;

namespace Msmtp.Hosting;

/// <summary>
/// Where a mail's message comes from: header, empty line, body (RFC 5322), lines ended by LF or CRLF. It is read while it is sent; but for
/// its header it is never held whole. A request can be sent again, and several times at once, unless a stream that cannot be sought is
/// its message.
/// </summary>
public sealed class MessageInput
{
    readonly Func<CancellationToken, ValueTask<MessageReading>> open;

    MessageInput(Func<CancellationToken, ValueTask<MessageReading>> open)
    {
        this.open = open;
    }

    /// <summary>
    /// From a stream, which stays the caller's. Where it can be sought it is read from where it stands now, each time; otherwise it is read
    /// once. A stream that has nothing to give, as one that was read to its end, fails the mail with
    /// <see cref="InvalidOperationException"/>, before anything is connected; so does one that would have to be read a second time.
    /// </summary>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    public static MessageInput FromStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
            throw new ArgumentException("the stream cannot be read: it is closed or write-only", nameof(stream));
        if (!stream.CanSeek)
        {
            var once = new SingleReading(stream);
            return new MessageInput(_ => new(Reading(once.Open(), size: null)));
        }
        var repeated = new RepeatedReading(stream);
        return new MessageInput(_ => new(Reading(repeated.Open(), repeated.Size)));
    }

    /// <summary>From memory, which has to stay as it is until the mail has been sent. Nothing at all is no mail, as with streams.</summary>
    public static MessageInput FromOctets(ReadOnlyMemory<byte> octets) => new(
        _ => octets.IsEmpty ? throw CallersStream.Nothing() : new(new MessageReading(new OctetsStream(octets)) { IsEightBit = !Ascii.IsValid(octets.Span), Size = octets.Length }));

    /// <summary>
    /// From whatever writes it. The writer runs while the mail is sent, no faster than the server takes it, and again if the mail is sent
    /// again; its token is cancelled when nobody reads any more. What it throws ends the mail before anything is delivered. One that writes
    /// nothing, as a copy of a stream that was read to its end, fails the mail as such a stream does.
    /// </summary>
    public static MessageInput FromWriter(Func<Stream, CancellationToken, Task> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return new MessageInput(cancellationToken => new(MessageReading.OfWriter(write, isEightBit: true, cancellationToken)));
    }

    /// <summary>
    /// From whatever writes it as the server needs it, such as MimeKit's <c>MimeMessage</c>. Called with each mail, on the pool's threads;
    /// then its writers run as those of <see cref="FromWriter"/> do, one after the other if there is more than one.
    /// </summary>
    public static MessageInput FromForms(Func<CancellationToken, ValueTask<MessageForms>> prepare)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        return new MessageInput(cancellationToken => OpenFormsAsync(prepare, cancellationToken));
    }

    /// <summary>The same for a message that may be of a kind that can be written at once, for every server.</summary>
    /// <param name="write">Called with each mail. Null: the message is not of that kind, and has forms.</param>
    /// <param name="prepare">Prepares the forms.</param>
    internal static MessageInput FromOctetsOrForms(Func<WrittenOctets?> write, Func<CancellationToken, ValueTask<MessageForms>> prepare) => new(
        cancellationToken => Written(write) is { } octets
            ? new(new MessageReading(octets.OpenRead()) { Size = octets.Length })
            : OpenFormsAsync(prepare, cancellationToken));

    /// <summary>A stream is a message; see <see cref="FromStream"/>.</summary>
    public static implicit operator MessageInput(Stream stream) => FromStream(stream);

    internal ValueTask<MessageReading> OpenAsync(CancellationToken cancellationToken) => open(cancellationToken);

    // Nobody knows what it holds, and a server that takes 8-bit octets takes others too.
    static MessageReading Reading(Stream octets, long? size) => new(new CallersStream(octets, mustGive: true)) { IsEightBit = true, Size = size };

    static WrittenOctets? Written(Func<WrittenOctets?> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is not MailException)
        {
            throw CallersStream.Unreadable(e);
        }
    }

    static async ValueTask<MessageReading> OpenFormsAsync(Func<CancellationToken, ValueTask<MessageForms>> prepare, CancellationToken cancellationToken)
    {
        var forms = await PrepareAsync(prepare, cancellationToken).ConfigureAwait(false);
        return MessageReading.OfWriter(forms.SevenBit, isEightBit: false, cancellationToken, forms.EightBit);
    }

    static async ValueTask<MessageForms> PrepareAsync(Func<CancellationToken, ValueTask<MessageForms>> prepare, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => prepare(cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not MailException && !e.IsFrom(cancellationToken))
        {
            throw CallersStream.Unreadable(e);
        }
    }
}

/// <summary>A message that can be written in more than one way, for servers of more than one kind.</summary>
/// <param name="SevenBit">Writes it for every server: no octet beyond 127, if it can be helped, and no line that is too long.</param>
public sealed record MessageForms(Func<Stream, CancellationToken, Task> SevenBit)
{
    /// <summary>
    /// Writes it for a server that takes octets beyond 127 (RFC 6152). Null: it has none, and <see cref="SevenBit"/> is all there is.
    /// </summary>
    public Func<Stream, CancellationToken, Task>? EightBit { get; init; }
}
