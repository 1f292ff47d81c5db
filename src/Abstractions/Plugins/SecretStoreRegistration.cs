namespace Msmtp;

/// <summary>Registers a secret store.</summary>
/// <param name="Name">The name by which settings choose it, such as <c>keyring</c>; also shown in errors and listings.</param>
/// <param name="Create">Creates it for one context, without I/O.</param>
public sealed record SecretStoreRegistration(string Name, Func<PluginContext, ISecretStore> Create) : IRegistration
{
    /// <summary>
    /// Creates it in a folder, given as an absolute path, without I/O. Null if it keeps no files, or only in a folder of its own.
    /// </summary>
    public Func<PluginContext, string, ISecretStore>? CreateIn { get; init; }

    string IRegistration.Kind => "secret store";
}

/// <summary>Adds <see cref="SecretStoreRegistration"/>s to a registry.</summary>
public static class SecretStoreRegistryExtensions
{
    /// <summary>Adds a secret store.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name by which settings choose it.</param>
    /// <param name="create">Creates it for one context, without I/O.</param>
    public static IPluginRegistry AddSecretStore(this IPluginRegistry registry, string name, Func<PluginContext, ISecretStore> create) =>
        registry.Add(new SecretStoreRegistration(name, create));
}
