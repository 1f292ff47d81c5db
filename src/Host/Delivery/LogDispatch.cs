namespace Msmtp.Hosting;

/// <summary>Writes what became of a mail to every log. A log that fails is reported to the user, and does not change the outcome.</summary>
sealed class LogDispatch(PluginRegistry plugins, PluginContext context)
{
    public async ValueTask WriteAsync(DeliveryRecord record)
    {
        var logs = plugins.LogSinks;
        for (var i = 0; i < logs.Count; i++)
            await WriteAsync(logs[i], record).ConfigureAwait(false);
    }

    /// <summary>
    /// Asks every log whether it could write a record; those that this account does not use, or that cannot tell, are left out.
    /// </summary>
    public async ValueTask<IReadOnlyList<LogProbe>> ProbeAsync(CancellationToken cancellationToken)
    {
        var probes = new List<LogProbe>();
        foreach (var log in plugins.LogSinks)
            if (await ProbeAsync(log, cancellationToken).ConfigureAwait(false) is { } probe)
                probes.Add(probe);
        return probes;
    }

    async ValueTask<LogProbe?> ProbeAsync(LogSinkRegistration log, CancellationToken cancellationToken)
    {
        try
        {
            return log.Create(context) is { } sink && await sink.ProbeAsync(cancellationToken).ConfigureAwait(false) ? new LogProbe(log.Name, null) : null;
        }
        catch (MailException e)
        {
            return new LogProbe(log.Name, e.Failure);
        }
#pragma warning disable CA1031 // The plugin boundary: whatever a log throws, it stops no mail.
        catch (Exception e) when (!e.IsFrom(cancellationToken))
#pragma warning restore CA1031
        {
            return new LogProbe(log.Name, new DeliveryFailure(ExitCode.Software, DeliveryStage.Quit, $"log {log.Name} failed: {e.Message}"));
        }
    }

    async ValueTask WriteAsync(LogSinkRegistration log, DeliveryRecord record)
    {
        try
        {
            // The outcome is known, and is logged even if the caller has cancelled meanwhile.
            if (log.Create(context) is { } sink)
                await sink.WriteAsync(record, CancellationToken.None).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            context.Notify(PluginNotice.Of(e) with { LostRecord = record });
        }
#pragma warning disable CA1031 // The plugin boundary: whatever a log throws, the mail's outcome is not lost.
        catch (Exception e)
#pragma warning restore CA1031
        {
            context.Notify(new HostNotice($"log {log.Name} failed: {e.Message}") { LostRecord = record, Exception = e });
        }
    }
}

/// <summary>A log's answer when it was asked whether it could write a record.</summary>
/// <param name="Name">The log's name.</param>
/// <param name="Failure">Why it could not; null: it could.</param>
sealed record LogProbe(string Name, DeliveryFailure? Failure);
