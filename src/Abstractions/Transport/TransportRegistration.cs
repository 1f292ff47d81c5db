namespace Msmtp;

/// <summary>A way to hand mail to a server, as a plugin registers it.</summary>
/// <param name="Name">What the setting <c>transport</c> chooses it by. The first one that is registered is used where nobody chooses.</param>
/// <param name="Open">Opens a link.</param>
public sealed record TransportRegistration(string Name, TransportFactory Open) : IRegistration
{
    string IRegistration.Kind => "transport";
}

/// <summary>The short form of a <see cref="TransportRegistration"/>.</summary>
public static class TransportRegistryExtensions
{
    /// <summary>Adds a way to hand mail to a server.</summary>
    /// <param name="registry">Where it is added.</param>
    /// <param name="name">What a setting chooses it by.</param>
    /// <param name="open">Opens a link.</param>
    public static IPluginRegistry AddTransport(this IPluginRegistry registry, string name, TransportFactory open) =>
        registry.Add(new TransportRegistration(name, open));
}
