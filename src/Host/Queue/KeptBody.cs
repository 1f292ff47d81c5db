namespace Msmtp.Hosting;

/// <summary>
/// A body that is kept aside while it is being sent, so that it can be queued afterwards: a short one in memory, a longer one in a draft of the
/// queue, unless its source can be read again. That it cannot be kept does not stop the mail. Completes synchronously if the body does.
/// </summary>
/// <param name="body">The body.</param>
/// <param name="createDraft">Creates a place for what does not fit into memory.</param>
/// <param name="reopen">Opens the message again, from the beginning of its header; a null result, or no such function: it cannot be.</param>
sealed class KeptBody(Stream body, Func<Stream> createDraft, Func<Stream?>? reopen) : ForwardOnlyStream
{
    /// <summary>What is kept in memory in any case. Beyond it, a source that can be read again is not kept.</summary>
    public const int SmallInOctets = 64 * 1024;

    /// <summary>What is kept in memory at most.</summary>
    public const int LimitInOctets = 1024 * 1024;

    const int LeastInOctets = 4 * 1024;
    const int PieceInOctets = 2 * 1024;

    byte[] memory = [];
    int length;
    Stream? again;
    Exception? lost;
    bool isAtEnd;
    // Nobody will need it again.
    bool isPassedOn;

    /// <summary>The number of octets that have been read.</summary>
    public long Count { get; private set; }

    /// <summary>Reading failed: there is no whole mail to be queued.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The draft that holds all of the body; null: it is somewhere else.</summary>
    public Stream? Draft { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        HasFailed = true;
        var count = body.Read(buffer);
        return Keep(buffer, count);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        HasFailed = true;
        var reading = body.ReadAsync(buffer, cancellationToken);
        return reading.IsCompletedSuccessfully ? new ValueTask<int>(Keep(buffer.Span, reading.Result)) : AwaitAsync(reading, buffer);
    }

    /// <summary>Opens the body from its beginning, whatever part of it has been read. To be called once.</summary>
    /// <exception cref="MailException">It could not be kept, or cannot be read to its end.</exception>
    public async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        if (lost is not null)
            throw Lost(lost);
        if (Count == 0 && !isAtEnd)
        {
            isPassedOn = true;
            return this;
        }
        if (again is not null)
        {
            var message = await MessageReader.ReadAsync(again, RecipientSource.RequestOnly, size: null, cancellationToken).ConfigureAwait(false);
            return new Repeated(message.Body, Count, isAtEnd);
        }
        var buffer = new byte[16 * 1024];
        while (!isAtEnd)
            await ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return lost is null ? Whole() : throw Lost(lost);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Draft?.Dispose();
            again?.Dispose();
        }
        base.Dispose(disposing);
    }

    async ValueTask<int> AwaitAsync(ValueTask<int> reading, Memory<byte> buffer)
    {
        var count = await reading.ConfigureAwait(false);
        return Keep(buffer.Span, count);
    }

    int Keep(Span<byte> buffer, int count)
    {
        HasFailed = false;
        isAtEnd |= count == 0 && buffer.Length > 0;
        if (count > 0 && lost is null && again is null && !isPassedOn)
            KeepAside(buffer[..count]);
        Count += count;
        return count;
    }

    void KeepAside(ReadOnlySpan<byte> octets)
    {
        try
        {
            if (Draft is null && length + octets.Length <= memory.Length || MakeRoom(length + octets.Length))
                Append(octets);
        }
        catch (Exception e) when (e is MailException or IOException or UnauthorizedAccessException)
        {
            lost = e;
        }
    }

    void Append(ReadOnlySpan<byte> octets)
    {
        if (Draft is not null)
        {
            Draft.Write(octets);
            return;
        }
        // In pieces that the runtime copies itself, with an instruction for 32 octets; longer ones go to the C library, whose instruction for
        // one octet is as fast, but makes the instructions of a mail uncountable.
        for (; !octets.IsEmpty; octets = octets[Math.Min(octets.Length, PieceInOctets)..])
        {
            var piece = octets[..Math.Min(octets.Length, PieceInOctets)];
            piece.CopyTo(memory.AsSpan(length));
            length += piece.Length;
        }
    }

    // False: it need not be kept. In few steps, and without clearing what is written next: doubling a cleared buffer costs a mail of 1 MB an
    // eighth of all its instructions.
    bool MakeRoom(int needed)
    {
        if (Draft is not null)
            return true;
        if (memory.Length <= SmallInOctets && needed > SmallInOctets && (again = reopen?.Invoke()) is not null)
        {
            memory = [];
            return false;
        }
        if (needed > LimitInOctets)
        {
            Draft = createDraft();
            Draft.Write(memory.AsSpan(0, length));
            memory = [];
            return true;
        }
        var larger = GC.AllocateUninitializedArray<byte>(needed <= LeastInOctets ? LeastInOctets : needed <= SmallInOctets ? SmallInOctets : LimitInOctets);
        memory.AsSpan(0, length).CopyTo(larger);
        memory = larger;
        return true;
    }

    Stream Whole()
    {
        if (Draft is null)
            return new MemoryStream(memory, 0, length, writable: false);
        Draft.Position = 0;
        return Draft;
    }

    static MailException Lost(Exception e) => e as MailException
        ?? new MailException(ExitCode.IoErr, DeliveryStage.Configure, $"the mail cannot be kept aside: {SystemError.Describe(e)}", inner: e);

    /// <summary>A body that is read for the second time. What has become shorter meanwhile is not queued as if it were whole.</summary>
    sealed class Repeated(Stream body, long least, bool isAll) : ForwardOnlyStream
    {
        long count;

        public override int Read(Span<byte> buffer) => Counted(body.Read(buffer), buffer.Length);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Counted(await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);

        int Counted(int read, int room)
        {
            count += read;
            if (read == 0 && room > 0 && count < least || isAll && count > least)
                throw new MailException(ExitCode.IoErr, DeliveryStage.Configure, "input error while reading the mail: it was changed meanwhile");
            return read;
        }
    }
}
