namespace Msmtp.Hosting;

/// <summary>A message in a seekable stream: read from the same position each time, and several times at once if needed.</summary>
#pragma warning disable CA1001 // The semaphore holds no handle.
sealed class RepeatedReading(Stream source)
#pragma warning restore CA1001
{
    readonly long start = source.Position;
    // Null: the stream is in memory, where a lock is enough.
    readonly SemaphoreSlim? turn = source.GetType() == typeof(MemoryStream) ? null : new(1);

    /// <summary>The octets from there to the end, when the stream was passed in.</summary>
    public long Size { get; } = source.Length - source.Position;

    public Stream Open() => turn is null ? new MemoryReading(source, start) : new Reading(source, start, turn);

    sealed class MemoryReading(Stream source, long start) : ForwardOnlyStream
    {
        long position = start;

        public override int Read(Span<byte> buffer)
        {
            lock (source)
            {
                source.Position = position;
                var count = source.Read(buffer);
                position += count;
                return count;
            }
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : new ValueTask<int>(Read(buffer.Span));
    }

    sealed class Reading(Stream source, long start, SemaphoreSlim turn) : ForwardOnlyStream
    {
        long position = start;

        public override int Read(Span<byte> buffer)
        {
            turn.Wait();
            try
            {
                source.Position = position;
                var count = source.Read(buffer);
                position += count;
                return count;
            }
            finally
            {
                turn.Release();
            }
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                source.Position = position;
                var count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                position += count;
                return count;
            }
            finally
            {
                turn.Release();
            }
        }
    }
}

/// <summary>A message in a stream that can only be read once.</summary>
sealed class SingleReading(Stream source)
{
    int openings;

    /// <exception cref="InvalidOperationException">It has already been read, or is being read.</exception>
    public Stream Open() => Interlocked.Increment(ref openings) == 1 ? source : throw new InvalidOperationException(
        "the message's stream can be read only once and has already been read for another mail: use MessageInput.FromOctets, or a seekable stream");
}
