namespace Msmtp.Hosting;

/// <summary>
/// A transport of a plugin from a folder. By reading the message it shows that it is alive; too long a silence ends the mail, which may
/// then have been delivered, because it is not known how far the plugin got.
/// </summary>
sealed class GuardedTransport(PluginGuard guard, ITransport connection, TimeProvider time) : ITransport
{
    public bool AcceptsEightBit => guard.Call(DeliveryStage.Connect, () => connection.AcceptsEightBit);

    public ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Connect, guard.Deadlines.Step, connection.IsReadyAsync, cancellationToken);

    public async ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(guard.Deadlines.Silence, time);
        var body = new WatchedStream(mail.Content.Body, () => silence.CancelAfter(guard.Deadlines.Silence));
        var ending = mail.Ending is { } end ? new WatchedEnding(end) : null;
        var watched = mail with { Content = mail.Content with { Body = body }, Ending = ending is null ? null : ending.CallAsync };
        try
        {
            // The plugin itself observes the caller's token: after the final dot it no longer counts (ITransport).
            var report = await guard.CallAsync(DeliveryStage.EndOfData, Timeout.InfiniteTimeSpan, _ => connection.SendAsync(watched, cancellationToken), silence.Token, heard: cancellationToken)
                .ConfigureAwait(false);
            return ReportCheck.Fault(mail.Envelope, report) is { } fault ? throw guard.Broken(DeliveryStage.EndOfData, fault) : report;
        }
        catch (OperationCanceledException e) when (silence.IsCancellationRequested)
        {
            throw Lost(guard.Broken(DeliveryStage.EndOfData, $"it did nothing for {guard.Deadlines.Silence.TotalSeconds:0.#} s", e));
        }
        // What a filter or the host threw came before the final dot.
        catch (MailException e) when (e.ExitCode == ExitCode.Software && e != body.Failure && e != ending?.Failure)
        {
            throw Lost(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await guard.CallAsync(DeliveryStage.Quit, guard.Deadlines.Step, _ => connection.DisposeAsync(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (MailException)
        {
            // Disposing never throws (ITransport); the mail's outcome is known.
        }
    }

    static MailException Lost(MailException e) => new(e.Failure with { MayHaveBeenDelivered = true }, e.InnerException);
}

/// <summary>The host's own call before the end of a message: what it throws is not the plugin's fault.</summary>
sealed class WatchedEnding(Func<CancellationToken, ValueTask> call)
{
    /// <summary>Why the message must not end; null: it may.</summary>
    public MailException? Failure { get; private set; }

    /// <summary>The end of the message may have been sent.</summary>
    public bool IsCalled { get; private set; }

    public async ValueTask CallAsync(CancellationToken cancellationToken)
    {
        try
        {
            await call(cancellationToken).ConfigureAwait(false);
            IsCalled = true;
        }
        catch (MailException e)
        {
            Failure = e;
            throw;
        }
    }
}
