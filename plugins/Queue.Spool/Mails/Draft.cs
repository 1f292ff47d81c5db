using Msmtp.Queue.Spool.Disk;
using Msmtp.Queue.Spool.Format;

namespace Msmtp.Queue.Spool.Mails;

/// <summary>
/// The body of a mail that may have to be queued: in memory up to a limit, beyond it in the file that will be the mail's; behind the room for its
/// prefix. Everything is done synchronously, because a local file is cached in the system's memory.
/// </summary>
/// <param name="path">The folder of the queue.</param>
sealed class Draft(string path) : Stream
{
    /// <summary>The limit of what is kept in memory.</summary>
    public const int LimitInOctets = 1 << 20;

    const int FirstRoom = 16 * 1024;

    // With the room for the prefix; null: it is in the file.
    byte[]? memory = new byte[FirstRoom];
    NewFile? file;
    long length;
    uint sum = Checksum.Start;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => length;

    /// <summary>Where it is read; it is always written at its end.</summary>
    public override long Position { get; set; }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Current => Position,
        SeekOrigin.End => length,
        _ => 0,
    };

    public override int Read(Span<byte> buffer)
    {
        var octets = buffer[..(int)Math.Clamp(length - Position, 0, buffer.Length)];
        var start = MailLayout.BodyStart + Position;
        if (memory is not null)
            memory.AsSpan((int)start, octets.Length).CopyTo(octets);
        else if (ReadFile(octets, start) < octets.Length)
            throw SpoolFailures.Cut(path);
        Position += octets.Length;
        return octets.Length;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (memory is not null && length + buffer.Length <= LimitInOctets)
            buffer.CopyTo(Room(buffer.Length));
        else
            WriteFile(buffer);
        length += buffer.Length;
        Position = length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => cancellationToken.IsCancellationRequested
        ? ValueTask.FromCanceled<int>(cancellationToken)
        : new ValueTask<int>(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        Write(buffer.Span);
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Its file has become a mail's: that of another one has to be another file.</summary>
    public bool IsPut { get; private set; }

    /// <summary>It is kept in this folder, as far as it is in a file.</summary>
    public bool IsFor(string queue) => queue == path;

    /// <summary>The file that will be the mail's, created if it is not there yet.</summary>
    /// <exception cref="DiskException">It cannot be created.</exception>
    public NewFile File(SpoolFolder spool) => file ??= NewFile.Create(spool);

    /// <summary>Gives the file its name. False: that is taken.</summary>
    public bool TryName(NewFile target, DiskFolder folder, string id) => IsPut = target.TryName(folder, id);

    /// <summary>Completes the file with what belongs around the body, and has all of it on the disk.</summary>
    /// <exception cref="DiskException">It cannot be written.</exception>
    public void Complete(NewFile target, ReadOnlySpan<byte> header, ReadOnlySpan<byte> text)
    {
        if (memory is not null)
            sum = Checksum.Add(Checksum.Start, memory.AsSpan((int)MailLayout.BodyStart, (int)length));
        var layout = new MailLayout(length, header.Length, text.Length, ~sum, Checksum.Of(header), Checksum.Of(text));
        var end = memory is null ? new byte[header.Length + text.Length] : Room(header.Length + text.Length);
        header.CopyTo(end);
        text.CopyTo(end[header.Length..]);
        if (memory is null)
            target.File.Write(end, layout.HeaderStart);
        var start = memory is null ? stackalloc byte[MailLayout.PrefixLength] : memory.AsSpan(0, (int)layout.RecordStart);
        layout.WritePrefix(start);
        target.File.Write(start, 0);
        if (!PlantedFault.Is(PlantedFault.NoFileSync))
            target.File.Sync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file?.Dispose();
        base.Dispose(disposing);
    }

    // Behind the body.
    Span<byte> Room(int count)
    {
        var start = (int)(MailLayout.BodyStart + length);
        if (start + count > memory!.Length)
            Array.Resize(ref memory, Math.Max(start + count, 2 * memory.Length));
        return memory.AsSpan(start, count);
    }

    int ReadFile(Span<byte> octets, long start)
    {
        try
        {
            return file!.File.Read(octets, start);
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(path, e);
        }
    }

    void WriteFile(ReadOnlySpan<byte> octets)
    {
        try
        {
            if (memory is { } kept)
            {
                using var spool = SpoolFolder.Open(path);
                Append(File(spool).File, kept.AsSpan((int)MailLayout.BodyStart, (int)length), 0);
                memory = null;
            }
            Append(file!.File, octets, length);
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(path, e);
        }
    }

    void Append(DiskFile target, ReadOnlySpan<byte> octets, long position)
    {
        target.Write(octets, MailLayout.BodyStart + position);
        sum = Checksum.Add(sum, octets);
    }
}
