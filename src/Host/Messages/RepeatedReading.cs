namespace Msmtp.Hosting;

/// <summary>A message in a stream that can be sought: read from the same place each time, and several times at once if it must be.</summary>
#pragma warning disable CA1001 // Nothing hangs on the semaphore.
sealed class RepeatedReading(Stream source)
#pragma warning restore CA1001
{
    readonly Stream source = source;
    readonly long start = source.Position;
    readonly SemaphoreSlim turn = new(1);

    /// <summary>Octets from there to the end, when it was handed over.</summary>
    public long Size { get; } = source.Length - source.Position;

    public Stream Open() => new Reading(this);

    sealed class Reading(RepeatedReading owner) : ForwardOnlyStream
    {
        long position = owner.start;

        public override int Read(Span<byte> buffer)
        {
            owner.turn.Wait();
            try
            {
                owner.source.Position = position;
                var count = owner.source.Read(buffer);
                position += count;
                return count;
            }
            finally
            {
                owner.turn.Release();
            }
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await owner.turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                owner.source.Position = position;
                var count = await owner.source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                position += count;
                return count;
            }
            finally
            {
                owner.turn.Release();
            }
        }
    }
}

/// <summary>A message in a stream that can be read once.</summary>
sealed class SingleReading(Stream source)
{
    int openings;

    /// <exception cref="InvalidOperationException">It has been read, or is being read.</exception>
    public Stream Open() => Interlocked.Increment(ref openings) == 1 ? source : throw new InvalidOperationException(
        "the message's stream can be read only once and has already been read for another mail: use MessageInput.FromOctets, or a seekable stream");
}
