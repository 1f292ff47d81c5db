namespace Msmtp;

/// <summary>A body that knows whether reading has begun. Completes synchronously if the body does.</summary>
sealed class ObservedBody(Stream body) : ForwardOnlyStream
{
    public bool HasBegun { get; private set; }

    public static ObservedBody Of(Stream body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return body as ObservedBody ?? new ObservedBody(body);
    }

    public override int Read(Span<byte> buffer)
    {
        HasBegun = true;
        return body.Read(buffer);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        HasBegun = true;
        return body.ReadAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();
        base.Dispose(disposing);
    }
}
