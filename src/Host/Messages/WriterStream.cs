using System.IO.Pipelines;

namespace Msmtp.Hosting;

/// <summary>
/// Reads what a writer writes. Of the streams that share a turn, only one has a running writer, because the forms of a message may come
/// from the same source, such as an attachment's stream: reading one stops the others. A writer that was stopped starts again, and what was
/// already read is skipped.
/// </summary>
/// <param name="write">The writer, which writes the same each time.</param>
/// <param name="turn">Shared by the forms of one message.</param>
/// <param name="cancellationToken">Cancels the writer.</param>
sealed class WriterStream(Func<Stream, CancellationToken, Task> write, WriterStream.Turn turn, CancellationToken cancellationToken) : ForwardOnlyStream
{
    Run? running;
    long position;

    /// <summary>Decides whose writer runs.</summary>
    public sealed class Turn
    {
        WriterStream? owner;

        public async ValueTask TakeAsync(WriterStream next)
        {
            if (owner is not null)
                await owner.StopAsync().ConfigureAwait(false);
            owner = next;
        }
    }

    sealed record Run(Task Writing, PipeReader Reader, CancellationTokenSource Unread)
    {
        public Stream Octets { get; } = Reader.AsStream(leaveOpen: true);
    }

    // If the writer has to start, the reader waits for that as it does for each octet.
    public override int Read(Span<byte> buffer)
    {
        if (running is null)
            BeginAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        var count = running!.Octets.Read(buffer);
        position += count;
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (running is null)
            await BeginAsync(cancellationToken).ConfigureAwait(false);
        var count = await running!.Octets.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        position += count;
        return count;
    }

    /// <summary>Waits until the writer has ended.</summary>
    public async ValueTask StopAsync()
    {
        if (running is not { } run)
            return;
        running = null;
        // A writer that ignores its token is not blocked: what it still writes is dropped.
        await run.Unread.CancelAsync().ConfigureAwait(false);
        await run.Reader.CompleteAsync().ConfigureAwait(false);
        await run.Writing.ConfigureAwait(false);
        run.Unread.Dispose();
    }

    async ValueTask BeginAsync(CancellationToken reading)
    {
        await turn.TakeAsync(this).ConfigureAwait(false);
        var pipe = new Pipe();
        var unread = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = Task.Run(() => WriteAsync(write, pipe.Writer, unread.Token), CancellationToken.None);
        running = new Run(writing, pipe.Reader, unread);
        if (position > 0)
            await PassOverAsync(running.Octets, reading).ConfigureAwait(false);
    }

    async ValueTask PassOverAsync(Stream octets, CancellationToken reading)
    {
        var block = new byte[4096];
        for (var left = position; left > 0;)
        {
            var count = await octets.ReadAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), reading).ConfigureAwait(false);
            left -= count > 0 ? count : throw new EndOfStreamException("its writer wrote less than the first time");
        }
    }

    // Whatever the writer throws is passed to the reader: otherwise a part of a message would look like all of it.
    static async Task WriteAsync(Func<Stream, CancellationToken, Task> write, PipeWriter pipe, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            var octets = pipe.AsStream(leaveOpen: true);
            await using var closing = octets.ConfigureAwait(false);
            await write(octets, cancellationToken).ConfigureAwait(false);
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
