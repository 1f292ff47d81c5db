namespace Msmtp.Hosting;

/// <summary>
/// The boundary to a plugin from a folder. Its code runs on a thread of its own, because it may never return; anything it throws that its
/// contract does not allow becomes a <see cref="MailException"/> that names it.
/// </summary>
sealed class PluginGuard(PluginOrigin origin, TimeProvider time)
{
    public PluginDeadlines Deadlines { get; init; } = new();

    /// <summary>How a caller waits for the plugin: in the command it blocks its thread, which has nothing else to do.</summary>
    public IoMode Io { get; init; } = IoMode.Asynchronous;

    /// <summary>Calls the plugin and waits for it, but no longer than it may take.</summary>
    /// <param name="stage">The stage of a failure.</param>
    /// <param name="deadline">How long it may take.</param>
    /// <param name="call">Calls it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="heard">Another token that the plugin was given: obeying it is no fault.</param>
    /// <exception cref="MailException">The plugin's own failure; or it hangs, or broke its contract.</exception>
    public async ValueTask<T> CallAsync<T>(
        DeliveryStage stage, TimeSpan deadline, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken, CancellationToken heard = default)
    {
        using var patience = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // Not started with the token: the plugin learns from its own argument that it is no longer waited for.
            var answer = Task.Factory
                .StartNew(() => call(either.Token).AsTask(), CancellationToken.None, Io.OfStrangers(), TaskScheduler.Default)
                .Unwrap();
            if (Io == IoMode.Blocking)
                Task.WaitAny([answer], either.Token);
            return await answer.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || heard.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested)
        {
            throw Broken(stage, $"no answer after {deadline.TotalSeconds:0.#} s", e);
        }
        catch (Exception e) when (e is not MailException)
        {
            throw Broken(stage, e);
        }
    }

    /// <inheritdoc cref="CallAsync{T}"/>
    public async ValueTask CallAsync(
        DeliveryStage stage, TimeSpan deadline, Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken) =>
        await CallAsync(stage, deadline, async token => await AnswerAsync(call, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Calls something that returns at once. A plugin that does not cannot be helped here.</summary>
    public T Call<T>(DeliveryStage stage, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is not MailException)
        {
            throw Broken(stage, e);
        }
    }

    /// <summary>Makes a call that is not waited for.</summary>
    public static void Leave(Action call) => Task.Run(call).ContinueWith(
        static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    /// <summary>The failure of a plugin that threw something its contract does not allow.</summary>
    public MailException Broken(DeliveryStage stage, Exception e) => Broken(stage, PluginFault.Explain(e, origin.BuiltAgainst), e);

    /// <summary>The failure of a plugin that did not keep its contract.</summary>
    public MailException Broken(DeliveryStage stage, string fault, Exception? inner = null) =>
        new(ExitCode.Software, stage, $"plugin {origin.Name} failed: {fault}", inner: inner);

    // An object, because the framework has compiled code for tasks of objects, and not for those of other types.
    static async ValueTask<object?> AnswerAsync(Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken)
    {
        await call(cancellationToken).ConfigureAwait(false);
        return null;
    }
}

/// <summary>How long a plugin from a folder may take before it is given up.</summary>
sealed record PluginDeadlines
{
    /// <summary>Loading, the constructor and <see cref="IPlugin.Register"/> together.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>One step of a mechanism, one record of a log, closing a connection.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A question to a secret source, which may have to ask a person.</summary>
    public TimeSpan Question { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Silence of a transport: while it opens a connection, between two reads of the message's body, or after the last one.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>Where the code of a plugin from a folder runs.</summary>
static class PluginThreads
{
    /// <summary>In the command each call gets a new thread: there the thread pool would be started for this call alone.</summary>
    public static TaskCreationOptions OfStrangers(this IoMode io) =>
        TaskCreationOptions.DenyChildAttach | (io == IoMode.Blocking ? TaskCreationOptions.LongRunning : TaskCreationOptions.None);
}
