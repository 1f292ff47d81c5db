namespace Msmtp;

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
