namespace Msmtp;

/// <summary>A SASL mechanism, as a plugin registers it.</summary>
/// <param name="Name">As the server offers it: upper case, RFC 4422 §3.1.</param>
/// <param name="Facts">What the choice has to know.</param>
/// <param name="Create">Makes the client's side of one exchange. Does no I/O.</param>
public sealed record SaslMechanism(string Name, SaslFacts Facts, Func<SaslContext, ISaslClient> Create) : IRegistration
{
    string IRegistration.Kind => "mechanism";
}

/// <summary>The short form of a <see cref="SaslMechanism"/>.</summary>
public static class SaslRegistryExtensions
{
    /// <summary>Adds a SASL mechanism.</summary>
    public static IPluginRegistry AddSasl(this IPluginRegistry registry, SaslMechanism mechanism) => registry.Add(mechanism);
}
