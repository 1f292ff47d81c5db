namespace Msmtp.Hosting;

/// <summary>A message while it is being read. Disposing it waits for its writer.</summary>
/// <param name="stream">The message.</param>
sealed class MessageReading(Stream stream) : IAsyncDisposable
{
    Writer? writer;
    MessageReading? otherForm;

    sealed record Writer(WriterStream Written, WriterStream.Turn Turn, CancellationToken Token);

    public Stream Stream => stream;

    /// <inheritdoc cref="MessageContent.IsEightBit"/>
    public bool IsEightBit { get; init; }

    /// <summary>Its size in octets; null: it is not known yet.</summary>
    public long? Size { get; init; }

    /// <summary>Opens it again, from its beginning; null: it can be read once.</summary>
    public Func<Stream>? Reopen { get; init; }

    /// <summary>Writes the message for a server that accepts 8-bit octets; null: there is no other form.</summary>
    public Func<Stream, CancellationToken, Task>? EightBitForm { get; init; }

    public static MessageReading OfWriter(
        Func<Stream, CancellationToken, Task> write,
        bool isEightBit,
        CancellationToken cancellationToken,
        Func<Stream, CancellationToken, Task>? eightBitForm = null) =>
        OfWriter(write, isEightBit, new WriterStream.Turn(), eightBitForm, cancellationToken);

    /// <summary>
    /// Starts writing the other form when it is first read; from then on this one waits until it is read again. The result is disposed with
    /// this one, or when the other form is opened again.
    /// </summary>
    public async ValueTask<MessageReading> OpenEightBitAsync()
    {
        if (EightBitForm is null || writer is null)
            throw new InvalidOperationException("there is no other form");
        if (otherForm is not null)
            await otherForm.DisposeAsync().ConfigureAwait(false);
        return otherForm = OfWriter(EightBitForm, isEightBit: true, writer.Turn, eightBitForm: null, writer.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (otherForm is not null)
            await otherForm.DisposeAsync().ConfigureAwait(false);
        if (writer is not null)
            await writer.Written.StopAsync().ConfigureAwait(false);
    }

    static MessageReading OfWriter(
        Func<Stream, CancellationToken, Task> write,
        bool isEightBit,
        WriterStream.Turn turn,
        Func<Stream, CancellationToken, Task>? eightBitForm,
        CancellationToken cancellationToken)
    {
        var written = new WriterStream(write, turn, cancellationToken);
        return new MessageReading(new CallersStream(written, mustGive: true))
        {
            IsEightBit = isEightBit,
            EightBitForm = eightBitForm,
            writer = new Writer(written, turn, cancellationToken),
        };
    }
}
