namespace Msmtp;

/// <summary>Registers a secret source.</summary>
/// <param name="Name">The name shown in errors and listings.</param>
/// <param name="Facts">When it is asked.</param>
/// <param name="Create">Creates it for one account, without I/O.</param>
public sealed record SecretSourceRegistration(string Name, SecretFacts Facts, Func<PluginContext, ISecretSource> Create) : IRegistration
{
    string IRegistration.Kind => "secret source";

    int IRegistration.Order => Facts.Rank;
}

/// <summary>Adds <see cref="SecretSourceRegistration"/>s to a registry.</summary>
public static class SecretRegistryExtensions
{
    /// <summary>Adds a secret source.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name shown in errors and listings.</param>
    /// <param name="facts">When it is asked.</param>
    /// <param name="create">Creates it for one account, without I/O.</param>
    public static IPluginRegistry AddSecretSource(
        this IPluginRegistry registry, string name, SecretFacts facts, Func<PluginContext, ISecretSource> create) =>
        registry.Add(new SecretSourceRegistration(name, facts, create));
}
