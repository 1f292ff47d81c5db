using System.Text;

namespace Msmtp.Hosting;

/// <summary>
/// Where a mail's message comes from: header, empty line, body (RFC 5322), lines ended by LF or CRLF. It is read while it is sent; apart
/// from its header it is never held in memory. A request can be sent again, and several times at once, unless its message is a stream that
/// cannot seek.
/// </summary>
public sealed class MessageInput
{
    readonly Func<CancellationToken, ValueTask<MessageReading>> open;

    MessageInput(Func<CancellationToken, ValueTask<MessageReading>> open)
    {
        this.open = open;
    }

    /// <summary>
    /// From a stream, which still belongs to the caller. If it can seek, it is read from its current position each time; otherwise it can
    /// be read once. A stream with nothing to read, such as one at its end, fails the mail with <see cref="InvalidOperationException"/>
    /// before anything is connected; so does one that would have to be read a second time.
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
        Func<Stream> reopen = () => new CallersStream(repeated.Open());
        return new MessageInput(_ => new(Reading(repeated.Open(), repeated.Size, reopen)));
    }

    /// <summary>From memory, which must not change until the mail has been sent. Empty memory is not a mail, as with streams.</summary>
    public static MessageInput FromOctets(ReadOnlyMemory<byte> octets)
    {
        Func<Stream> reopen = () => new OctetsStream(octets);
        return new MessageInput(_ => octets.IsEmpty ? throw CallersStream.Nothing() : new(new MessageReading(new OctetsStream(octets))
        {
            IsEightBit = !Ascii.IsValid(octets.Span),
            Size = octets.Length,
            Reopen = reopen,
        }));
    }

    /// <summary>
    /// From a writer. It runs while the mail is sent, no faster than the server accepts it, and again if the mail is sent again; its token
    /// is cancelled when its output is no longer read. What it throws ends the mail before anything is delivered. One that writes nothing,
    /// such as a copy of a stream at its end, fails the mail as such a stream does.
    /// </summary>
    public static MessageInput FromWriter(Func<Stream, CancellationToken, Task> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return new MessageInput(cancellationToken => new(MessageReading.OfWriter(write, isEightBit: true, cancellationToken)));
    }

    /// <summary>
    /// From something that writes it in the form that the server needs, such as MimeKit's <c>MimeMessage</c>. Called for each mail, on the
    /// thread pool; then its writers run like those of <see cref="FromWriter"/>, one after the other if there is more than one.
    /// </summary>
    public static MessageInput FromForms(Func<CancellationToken, ValueTask<MessageForms>> prepare)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        return new MessageInput(cancellationToken => OpenFormsAsync(prepare, cancellationToken));
    }

    /// <summary>The same for a message that may be simple enough to be written at once in a form that every server accepts.</summary>
    /// <param name="write">Called for each mail. Null: the message is not that simple, and the forms are used.</param>
    /// <param name="prepare">Prepares the forms.</param>
    internal static MessageInput FromOctetsOrForms(Func<WrittenOctets?> write, Func<CancellationToken, ValueTask<MessageForms>> prepare) => new(
        cancellationToken => Written(write) is { } octets
            ? new(new MessageReading(octets.OpenRead()) { Size = octets.Length })
            : OpenFormsAsync(prepare, cancellationToken));

    /// <summary>A stream is a message; see <see cref="FromStream"/>.</summary>
    public static implicit operator MessageInput(Stream stream) => FromStream(stream);

    internal ValueTask<MessageReading> OpenAsync(CancellationToken cancellationToken) => open(cancellationToken);

    // It is not known what it holds, and a server that accepts 8-bit octets accepts others too.
    static MessageReading Reading(Stream octets, long? size, Func<Stream>? reopen = null) =>
        new(new CallersStream(octets, mustGive: true)) { IsEightBit = true, Size = size, Reopen = reopen };

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

    static async ValueTask<MessageReading> OpenFormsAsync(
        Func<CancellationToken, ValueTask<MessageForms>> prepare, CancellationToken cancellationToken)
    {
        var forms = await PrepareAsync(prepare, cancellationToken).ConfigureAwait(false);
        return MessageReading.OfWriter(forms.SevenBit, isEightBit: false, cancellationToken, forms.EightBit);
    }

    static async ValueTask<MessageForms> PrepareAsync(
        Func<CancellationToken, ValueTask<MessageForms>> prepare, CancellationToken cancellationToken)
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

/// <summary>A message that can be written in more than one form, for different kinds of servers.</summary>
/// <param name="SevenBit">Writes it for any server: without 8-bit octets if possible, and without lines that are too long.</param>
public sealed record MessageForms(Func<Stream, CancellationToken, Task> SevenBit)
{
    /// <summary>Writes it for a server that accepts 8-bit octets (RFC 6152). Null: <see cref="SevenBit"/> is the only form.</summary>
    public Func<Stream, CancellationToken, Task>? EightBit { get; init; }
}
