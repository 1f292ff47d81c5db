namespace Msmtp;

/// <summary>
/// Logs mails. Called once for each mail, after its outcome is known. Throw <see cref="MailException"/> if the record cannot be written: the
/// host tells the user, and the outcome does not change.
/// </summary>
public interface ILogSink
{
    /// <summary>
    /// Tests whether a record could be written, without writing one, for <c>--doctor</c>. Returns false if that cannot be tested; throws
    /// <see cref="MailException"/> if a record could not be written.
    /// </summary>
    ValueTask<bool> ProbeAsync(CancellationToken cancellationToken) => new(false);

    /// <summary>Writes one record.</summary>
    ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken);
}

/// <summary>Registers a log.</summary>
/// <param name="Name">The name shown in errors and listings.</param>
/// <param name="Create">Creates it for one account, without I/O; returns null if the account does not use it.</param>
public sealed record LogSinkRegistration(string Name, Func<PluginContext, ILogSink?> Create) : IRegistration
{
    string IRegistration.Kind => "log";
}

/// <summary>Adds <see cref="LogSinkRegistration"/>s to a registry.</summary>
public static class LogRegistryExtensions
{
    /// <summary>Adds a log.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name shown in errors and listings.</param>
    /// <param name="create">Creates it for one account, without I/O; returns null if the account does not use it.</param>
    public static IPluginRegistry AddLogSink(this IPluginRegistry registry, string name, Func<PluginContext, ILogSink?> create) =>
        registry.Add(new LogSinkRegistration(name, create));
}
