using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Delivery.Links;

/// <summary>A link that does what a test wants.</summary>
sealed class FakeLink : ITransport
{
    readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Func<CancellationToken, ValueTask<bool>> Ready { get; set; } = static _ => new(true);

    public Func<Mail, CancellationToken, Task<DeliveryReport>> Send { get; set; } = static (mail, _) => Task.FromResult(FakeHost.Accepted(mail));

    public Func<ValueTask> Close { get; set; } = static () => default;

    public int Asked { get; private set; }

    public bool IsClosed => closed.Task.IsCompleted;

    public Task Closed => closed.Task;

    public ValueTask<bool> ReadyAsync(CancellationToken ct)
    {
        Asked++;
        return Ready(ct);
    }

    public async ValueTask<DeliveryReport> SendAsync(Mail mail, CancellationToken ct) => await Send(mail, ct);

    public ValueTask DisposeAsync()
    {
        closed.TrySetResult();
        return Close();
    }
}
