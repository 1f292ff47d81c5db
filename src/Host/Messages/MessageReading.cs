using System.IO.Pipelines;

namespace Msmtp.Hosting;

/// <summary>A message while it is read. Disposing it waits for whoever writes it.</summary>
/// <param name="stream">The octets.</param>
sealed class MessageReading(Stream stream) : IAsyncDisposable
{
    Writer? writer;
    MessageReading? otherForm;

    sealed record Writer(Task Writing, PipeReader Reader, CancellationTokenSource Unread);

    public Stream Stream => stream;

    /// <inheritdoc cref="MessageContent.IsEightBit"/>
    public bool IsEightBit { get; init; }

    /// <summary>Writes the message for a server that takes octets beyond 127; null: there is no other form.</summary>
    public Func<Stream, CancellationToken, Task>? EightBitForm { get; init; }

    public static MessageReading OfWriter(
        Func<Stream, CancellationToken, Task> write,
        bool isEightBit,
        CancellationToken ct,
        Func<Stream, CancellationToken, Task>? eightBitForm = null)
    {
        var pipe = new Pipe();
        var unread = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var writing = Task.Run(() => WriteAsync(write, pipe.Writer, unread.Token), CancellationToken.None);
        var stream = new CallersStream(pipe.Reader.AsStream(leaveOpen: true));
        return new MessageReading(stream)
        {
            IsEightBit = isEightBit,
            EightBitForm = eightBitForm,
            writer = new Writer(writing, pipe.Reader, unread),
        };
    }

    /// <summary>Begins to write the other form; the reading is disposed with this one, or when it is begun again.</summary>
    public async ValueTask<MessageReading> OpenEightBitAsync(CancellationToken ct)
    {
        if (EightBitForm is null)
            throw new InvalidOperationException("there is no other form");
        if (otherForm is not null)
            await otherForm.DisposeAsync().ConfigureAwait(false);
        return otherForm = OfWriter(EightBitForm, isEightBit: true, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (otherForm is not null)
            await otherForm.DisposeAsync().ConfigureAwait(false);
        if (writer is not { } running)
            return;
        writer = null;
        // A writer that does not look at its token is not kept waiting: what it still writes goes nowhere.
        await running.Unread.CancelAsync().ConfigureAwait(false);
        await running.Reader.CompleteAsync().ConfigureAwait(false);
        await running.Writing.ConfigureAwait(false);
        running.Unread.Dispose();
    }

    // Whatever the writer throws reaches the mail by way of the reader: without it, a part of a message would look like the whole.
    static async Task WriteAsync(Func<Stream, CancellationToken, Task> write, PipeWriter pipe, CancellationToken ct)
    {
        Exception? fault = null;
        try
        {
            var octets = pipe.AsStream(leaveOpen: true);
            await using var closing = octets.ConfigureAwait(false);
            await write(octets, ct).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The boundary to the application's own code; nothing is swallowed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fault = e;
        }
        await pipe.CompleteAsync(fault).ConfigureAwait(false);
    }
}
