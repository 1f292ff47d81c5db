using System.IO.Pipelines;

namespace Msmtp.Hosting;

/// <summary>A message while it is read. Disposing it waits for whoever writes it.</summary>
/// <param name="stream">The octets.</param>
sealed class MessageReading(Stream stream) : IAsyncDisposable
{
    Writer? writer;

    sealed record Writer(Task Writing, PipeReader Reader, CancellationTokenSource Unread);

    public Stream Stream => stream;

    public static MessageReading OfWriter(Func<Stream, CancellationToken, Task> write, CancellationToken ct)
    {
        var pipe = new Pipe();
        var unread = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var writing = Task.Run(() => WriteAsync(write, pipe.Writer, unread.Token), CancellationToken.None);
        var stream = new CallersStream(pipe.Reader.AsStream(leaveOpen: true));
        return new MessageReading(stream) { writer = new Writer(writing, pipe.Reader, unread) };
    }

    public async ValueTask DisposeAsync()
    {
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
