namespace Msmtp;

/// <summary>A place where secrets are kept, as a plugin registers it.</summary>
/// <param name="Name">What errors and listings call it.</param>
/// <param name="Facts">When it is asked.</param>
/// <param name="Create">Makes it, for one account. Does no I/O.</param>
public sealed record SecretSourceRegistration(string Name, SecretFacts Facts, Func<PluginContext, ISecretSource> Create) : IRegistration
{
    string IRegistration.Kind => "secret source";

    int IRegistration.Order => Facts.Rank;
}

/// <summary>The short form of a <see cref="SecretSourceRegistration"/>.</summary>
public static class SecretRegistryExtensions
{
    /// <summary>Adds a place where secrets are kept.</summary>
    /// <param name="registry">Where it is added.</param>
    /// <param name="name">What errors and listings call it.</param>
    /// <param name="facts">When it is asked.</param>
    /// <param name="create">Makes it, for one account. Does no I/O.</param>
    public static IPluginRegistry AddSecretSource(
        this IPluginRegistry registry, string name, SecretFacts facts, Func<PluginContext, ISecretSource> create) =>
        registry.Add(new SecretSourceRegistration(name, facts, create));
}
