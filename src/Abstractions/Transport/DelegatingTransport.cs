namespace Msmtp;

/// <summary>A base class for a transport around another one, to which it delegates everything: override what is to be different.</summary>
/// <param name="inner">The inner transport, which is disposed with this one.</param>
public abstract class DelegatingTransport(ITransport inner) : ITransport
{
    /// <summary>The inner transport.</summary>
    protected ITransport Inner => inner;

    /// <inheritdoc/>
    public virtual bool AcceptsEightBit => inner.AcceptsEightBit;

    /// <inheritdoc/>
    public virtual ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) => inner.IsReadyAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) =>
        inner.SendAsync(mail, cancellationToken);

    /// <inheritdoc/>
#pragma warning disable CA1816 // Nothing here has a finalizer, nor should derived classes.
    public virtual ValueTask DisposeAsync() => inner.DisposeAsync();
#pragma warning restore CA1816
}
