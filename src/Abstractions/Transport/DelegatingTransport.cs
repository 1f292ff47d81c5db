namespace Msmtp;

/// <summary>A connection around another one, which does all the work: for those who change one thing about it.</summary>
/// <param name="inner">The connection inside. It is disposed with this one.</param>
public abstract class DelegatingTransport(ITransport inner) : ITransport
{
    /// <summary>The connection inside.</summary>
    protected ITransport Inner => inner;

    /// <inheritdoc/>
    public virtual bool AcceptsEightBit => inner.AcceptsEightBit;

    /// <inheritdoc/>
    public virtual ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) => inner.IsReadyAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) => inner.SendAsync(mail, cancellationToken);

    /// <inheritdoc/>
#pragma warning disable CA1816 // Nothing here is finalized, nor should it be in what derives from it.
    public virtual ValueTask DisposeAsync() => inner.DisposeAsync();
#pragma warning restore CA1816
}
