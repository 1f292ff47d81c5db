namespace Msmtp.TestKit;

/// <summary>An answer that a server holds back until the test lets it go on.</summary>
public sealed class HeldAnswer : IDisposable
{
    readonly ManualResetEventSlim given = new();
    readonly TaskCompletionSource asked = new();

    /// <summary>Completes when the server has been asked for it.</summary>
    public Task Asked => asked.Task;

    /// <summary>On the server's side: waits until it may be given.</summary>
    public T Hold<T>(T answer, CancellationToken cancellationToken)
    {
        asked.TrySetResult();
        given.Wait(cancellationToken);
        return answer;
    }

    /// <summary>From now on the server answers at once.</summary>
    public void Give() => given.Set();

    /// <inheritdoc/>
    public void Dispose() => given.Dispose();
}
