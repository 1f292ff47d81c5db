namespace Msmtp.Hosting;

/// <summary>A message while it is read. Disposing it waits for whoever writes it.</summary>
/// <param name="stream">The octets.</param>
sealed class MessageReading(Stream stream) : IAsyncDisposable
{
    Writer? writer;
    MessageReading? otherForm;

    sealed record Writer(WriterStream Written, WriterStream.Turn Turn, CancellationToken Token);

    public Stream Stream => stream;

    /// <inheritdoc cref="MessageContent.IsEightBit"/>
    public bool IsEightBit { get; init; }

    /// <summary>How many octets it has; null: nobody knows yet.</summary>
    public long? Size { get; init; }

    /// <summary>Writes the message for a server that takes octets beyond 127; null: there is no other form.</summary>
    public Func<Stream, CancellationToken, Task>? EightBitForm { get; init; }

    public static MessageReading OfWriter(
        Func<Stream, CancellationToken, Task> write,
        bool isEightBit,
        CancellationToken cancellationToken,
        Func<Stream, CancellationToken, Task>? eightBitForm = null) =>
        OfWriter(write, isEightBit, new WriterStream.Turn(), eightBitForm, cancellationToken);

    /// <summary>
    /// Begins to write the other form, as soon as it is read: from then on this one waits, until it is read again. The reading is disposed
    /// with this one, or when it is begun again.
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
