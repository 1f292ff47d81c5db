namespace Msmtp;

/// <summary>Registers a SASL mechanism.</summary>
/// <param name="Name">Its name as servers offer it, in upper case (RFC 4422 §3.1).</param>
/// <param name="Facts">The facts needed to choose it.</param>
/// <param name="Create">Creates the client side of one exchange, without I/O.</param>
public sealed record SaslMechanism(string Name, SaslFacts Facts, Func<SaslContext, ISaslClient> Create) : IRegistration
{
    string IRegistration.Kind => "mechanism";
}

/// <summary>Adds <see cref="SaslMechanism"/>s to a registry.</summary>
public static class SaslRegistryExtensions
{
    /// <summary>Adds a SASL mechanism.</summary>
    public static IPluginRegistry AddSasl(this IPluginRegistry registry, SaslMechanism mechanism) => registry.Add(mechanism);
}
