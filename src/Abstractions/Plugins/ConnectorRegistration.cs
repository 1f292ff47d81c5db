namespace Msmtp;

/// <summary>
/// Registers a way to open connections. If there is only one, it is used; if there are several, each account must name one.
/// </summary>
/// <param name="Name">The name by which the setting <c>connector</c> chooses it.</param>
/// <param name="Create">Creates it for one context, without I/O. Called for each use of <see cref="PluginContext.Connector"/>.</param>
public sealed record ConnectorRegistration(string Name, Func<PluginContext, IConnector> Create) : IRegistration
{
    string IRegistration.Kind => "connector";
}

/// <summary>Adds <see cref="ConnectorRegistration"/>s to a registry.</summary>
public static class ConnectorRegistryExtensions
{
    /// <summary>Adds a way to open connections.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name by which a setting chooses it.</param>
    /// <param name="create">Creates it for one context, without I/O.</param>
    public static IPluginRegistry AddConnector(this IPluginRegistry registry, string name, Func<PluginContext, IConnector> create) =>
        registry.Add(new ConnectorRegistration(name, create));
}
