namespace Msmtp;

/// <summary>A place that keeps secrets, as a plugin registers it.</summary>
/// <param name="Name">What settings choose it by, such as <c>keyring</c>; errors and listings call it so.</param>
/// <param name="Create">Makes it, for one context. Does no I/O.</param>
public sealed record SecretStoreRegistration(string Name, Func<PluginContext, ISecretStore> Create) : IRegistration
{
    string IRegistration.Kind => "secret store";
}

/// <summary>The short form of a <see cref="SecretStoreRegistration"/>.</summary>
public static class SecretStoreRegistryExtensions
{
    /// <summary>Adds a place that keeps secrets.</summary>
    /// <param name="registry">Where it is added.</param>
    /// <param name="name">What settings choose it by.</param>
    /// <param name="create">Makes it, for one context. Does no I/O.</param>
    public static IPluginRegistry AddSecretStore(this IPluginRegistry registry, string name, Func<PluginContext, ISecretStore> create) =>
        registry.Add(new SecretStoreRegistration(name, create));
}
