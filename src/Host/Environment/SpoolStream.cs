namespace Msmtp.Hosting;

/// <summary>
/// A spool (<see cref="PluginContext.CreateSpool"/>): in memory up to a limit, beyond it in a file without a name. Everything is done
/// synchronously on the caller's thread, because a local file is cached in the system's memory. The only place that reports failures of the
/// disk.
/// </summary>
/// <param name="folder">The folder of the file.</param>
/// <param name="open">Opens the file.</param>
sealed class SpoolStream(string folder, Func<string, Stream> open) : Stream
{
    /// <summary>The limit of what is kept in memory.</summary>
    public const int LimitInOctets = 1 << 20;

    Stream octets = new MemoryStream();

    public SpoolStream(string folder) : this(folder, UnlinkedFile.Open)
    {
    }

    public override bool CanRead => octets.CanRead;

    public override bool CanSeek => octets.CanSeek;

    public override bool CanWrite => octets.CanWrite;

    public override long Length => octets.Length;

    public override long Position
    {
        get => octets.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    // A file's stream writes its buffer before it seeks.
    public override long Seek(long offset, SeekOrigin origin) => Do(octets => octets.Seek(offset, origin));

    public override void SetLength(long value) => Do(octets =>
    {
        octets.SetLength(value);
        return 0;
    });

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return octets.Read(buffer);
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => cancellationToken.IsCancellationRequested
        ? ValueTask.FromCanceled<int>(cancellationToken)
        : new ValueTask<int>(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            if (octets is MemoryStream memory && memory.Position + buffer.Length > LimitInOctets)
                octets = MoveToFile(memory);
            octets.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        Write(buffer.Span);
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => Do(static octets =>
    {
        octets.Flush();
        return 0;
    });

    protected override void Dispose(bool disposing)
    {
        try
        {
            if (disposing)
                octets.Dispose();
        }
        catch (IOException)
        {
            // What could not be written is no longer needed.
        }
        base.Dispose(disposing);
    }

    Stream MoveToFile(MemoryStream memory)
    {
        var file = open(folder);
        try
        {
            file.Write(memory.GetBuffer().AsSpan(0, (int)memory.Length));
            file.Position = memory.Position;
        }
        catch
        {
            DisposeQuietly(file);
            throw;
        }
        return file;
    }

    static void DisposeQuietly(Stream file)
    {
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
            // The failure to write has been reported already.
        }
    }

    long Do(Func<Stream, long> call)
    {
        try
        {
            return call(octets);
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    MailException Failed(Exception e) => new(
        new DeliveryFailure(ExitCode.IoErr, DeliveryStage.Configure, $"the mail cannot be kept aside in {folder}: {SystemError.Describe(e)}")
        {
            Advice = "make room there, or name another folder in the environment variable TMPDIR",
            IsTemporary = true,
        },
        e);
}
