namespace Msmtp.Hosting;

/// <summary>A message in a stream that can be read once.</summary>
sealed class SingleReading(Stream source)
{
    int openings;

    /// <exception cref="InvalidOperationException">It has been read, or is being read.</exception>
    public Stream Open() => Interlocked.Increment(ref openings) == 1 ? source : throw new InvalidOperationException(
        "the message's stream can be read only once and has already been read for another mail: use MessageInput.FromOctets, or a seekable stream");
}
