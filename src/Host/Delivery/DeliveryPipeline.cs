namespace Msmtp.Hosting;

/// <summary>
/// The way of one mail from the account to the log: open a link, hand the mail over, close, keep a record. A message
/// filter has its place before <see cref="SendAsync"/> is called, a queue in place of the call.
/// </summary>
sealed class DeliveryPipeline(PluginRegistry plugins)
{
    /// <exception cref="MailException">The delivery could not go on. It has been logged.</exception>
    public async ValueTask<DeliveryReport> SendAsync(PluginContext context, Mail mail, CancellationToken ct)
    {
        var record = new DeliveryRecord { Account = context.Account, Envelope = mail.Envelope, Time = default };
        var logs = new LogDispatch(plugins, context);
        try
        {
            var report = await HandOverAsync(context, mail, ct).ConfigureAwait(false);
            await logs.WriteAsync(record with { Time = Now(context), Report = report, Failure = report.Failure }).ConfigureAwait(false);
            return report;
        }
        catch (MailException e)
        {
            await logs.WriteAsync(record with { Time = Now(context), Failure = e.Failure }).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException)
        {
            var cancelled = new DeliveryFailure(ExitCode.TempFail, DeliveryStage.Configure, "the delivery was cancelled");
            await logs.WriteAsync(record with { Time = Now(context), Failure = cancelled }).ConfigureAwait(false);
            throw;
        }
    }

    async ValueTask<DeliveryReport> HandOverAsync(PluginContext context, Mail mail, CancellationToken ct)
    {
        var transport = plugins.Transports.FirstOrDefault()
            ?? throw new MailException(ExitCode.Config, DeliveryStage.Configure, "no transport plugin is registered");
        await using var link = await OpenAsync(transport, context, ct).ConfigureAwait(false);
        try
        {
            return await link.SendAsync(mail, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not MailException and not OperationCanceledException)
        {
            // The plugin boundary: nobody knows how far a plugin came that throws what the contract does not allow.
            throw new MailException(Broken(transport, DeliveryStage.EndOfData, e) with { MayHaveBeenDelivered = true }, e);
        }
    }

    static async ValueTask<ITransport> OpenAsync(TransportRegistration transport, PluginContext context, CancellationToken ct)
    {
        try
        {
            return await transport.Open(context, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not MailException and not OperationCanceledException)
        {
            throw new MailException(Broken(transport, DeliveryStage.Connect, e), e);
        }
    }

    static DeliveryFailure Broken(TransportRegistration transport, DeliveryStage stage, Exception e) =>
        new(ExitCode.Software, stage, $"the transport {transport.Name} failed: {e.Message}");

    static DateTimeOffset Now(PluginContext context) => context.Time.GetLocalNow();
}
