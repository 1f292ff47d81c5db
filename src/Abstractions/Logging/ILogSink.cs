namespace Msmtp;

/// <summary>
/// Keeps a record of each mail that was tried. Called once per mail, after the outcome is known. Throw
/// <see cref="MailException"/> when the record cannot be kept: the host tells the user and the outcome stays what it is.
/// </summary>
public interface ILogSink
{
    /// <summary>
    /// Says whether it was tried that a record could be kept, without keeping one. False: nobody knows before there is one. Throws
    /// <see cref="MailException"/> when it could not. For <c>--doctor</c>.
    /// </summary>
    ValueTask<bool> ProbeAsync(CancellationToken cancellationToken) => new(false);

    /// <summary>Keeps one record.</summary>
    ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken);
}

/// <summary>A log, as a plugin registers it.</summary>
/// <param name="Name">What errors and listings call it.</param>
/// <param name="Create">Makes it, for one account. Does no I/O. Null: this account does not use it.</param>
public sealed record LogSinkRegistration(string Name, Func<PluginContext, ILogSink?> Create) : IRegistration
{
    string IRegistration.Kind => "log";
}

/// <summary>The short form of a <see cref="LogSinkRegistration"/>.</summary>
public static class LogRegistryExtensions
{
    /// <summary>Adds a log.</summary>
    /// <param name="registry">Where it is added.</param>
    /// <param name="name">What errors and listings call it.</param>
    /// <param name="create">Makes it, for one account. Does no I/O. Null: this account does not use it.</param>
    public static IPluginRegistry AddLogSink(this IPluginRegistry registry, string name, Func<PluginContext, ILogSink?> create) =>
        registry.Add(new LogSinkRegistration(name, create));
}
