using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Delivery.Connections;

/// <summary>A connection that does what a test wants.</summary>
sealed class FakeConnection : ITransport
{
    readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Func<CancellationToken, ValueTask<bool>> Ready { get; set; } = static _ => new(true);

    public Func<OutgoingMail, CancellationToken, Task<DeliveryReport>> Send { get; set; } = static (mail, _) => Task.FromResult(FakeHost.Accepted(mail));

    public Func<ValueTask> Close { get; set; } = static () => default;

    public int Asked { get; private set; }

    public bool IsClosed => closed.Task.IsCompleted;

    public Task Closed => closed.Task;

    public ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        Asked++;
        return Ready(cancellationToken);
    }

    public async ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) =>
        await Send(mail, cancellationToken);

    public ValueTask DisposeAsync()
    {
        closed.TrySetResult();
        return Close();
    }
}
