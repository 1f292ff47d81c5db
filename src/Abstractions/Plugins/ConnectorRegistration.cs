namespace Msmtp;

/// <summary>
/// A way to open connections, as a plugin registers it. Where there is one it is used; of several each account names its own, or is refused.
/// </summary>
/// <param name="Name">What the setting <c>connector</c> chooses it by.</param>
/// <param name="Create">Makes it, for one context. Does no I/O. Called each time that somebody asks for <see cref="PluginContext.Connector"/>.</param>
public sealed record ConnectorRegistration(string Name, Func<PluginContext, IConnector> Create) : IRegistration
{
    string IRegistration.Kind => "connector";
}

/// <summary>The short form of a <see cref="ConnectorRegistration"/>.</summary>
public static class ConnectorRegistryExtensions
{
    /// <summary>Adds a way to open connections.</summary>
    /// <param name="registry">Where it is added.</param>
    /// <param name="name">What a setting chooses it by.</param>
    /// <param name="create">Makes it, for one context. Does no I/O.</param>
    public static IPluginRegistry AddConnector(this IPluginRegistry registry, string name, Func<PluginContext, IConnector> create) =>
        registry.Add(new ConnectorRegistration(name, create));
}
