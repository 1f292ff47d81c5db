namespace Msmtp.Hosting;

/// <summary>
/// A connection of a plugin from a folder. While it takes the message it shows that it lives; a silence that is longer than allowed ends
/// the mail, which may have been delivered then, because nobody knows how far the plugin came.
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
        var watched = mail with { Content = mail.Content with { Body = body } };
        try
        {
            // The caller's token is the plugin's to look at: behind the final dot it no longer counts (ITransport).
            var report = await guard.CallAsync(DeliveryStage.EndOfData, Timeout.InfiniteTimeSpan, _ => connection.SendAsync(watched, cancellationToken), silence.Token, heard: cancellationToken)
                .ConfigureAwait(false);
            return ReportCheck.Fault(mail.Envelope, report) is { } fault ? throw guard.Broken(DeliveryStage.EndOfData, fault) : report;
        }
        catch (OperationCanceledException e) when (silence.IsCancellationRequested)
        {
            throw Lost(guard.Broken(DeliveryStage.EndOfData, $"it did nothing for {guard.Deadlines.Silence.TotalSeconds:0.#} s", e));
        }
        // What a filter threw came from before the final dot.
        catch (MailException e) when (e.ExitCode == ExitCode.Software && e != body.Failure)
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
