namespace Msmtp.Hosting;

/// <summary>
/// The body of a message: what was read along with the header, then the rest of the source. Completes synchronously where
/// the source does.
/// </summary>
sealed class BodyStream(ReadOnlyMemory<byte> leftover, MessageSource source) : ForwardStream
{
    ReadOnlyMemory<byte> leftover = leftover;

    /// <summary>Nobody has read from it: it can be given to somebody else.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>The same message in another form: where this one is read, that one counts as read; null: there is none.</summary>
    public BodyStream? OtherForm { get; set; }

    public override int Read(Span<byte> buffer)
    {
        Begin();
        return leftover.IsEmpty ? source.Read(buffer) : TakeLeftover(buffer);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Begin();
        return leftover.IsEmpty ? source.ReadAsync(buffer, cancellationToken) : new ValueTask<int>(TakeLeftover(buffer.Span));
    }

    void Begin()
    {
        IsWhole = false;
        OtherForm?.IsWhole = false;
    }

    int TakeLeftover(Span<byte> buffer)
    {
        var count = Math.Min(leftover.Length, buffer.Length);
        leftover.Span[..count].CopyTo(buffer);
        leftover = leftover[count..];
        return count;
    }
}
