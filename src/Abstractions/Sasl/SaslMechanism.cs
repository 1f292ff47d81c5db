namespace Msmtp;

/// <summary>A mechanism that some plugin registered.</summary>
/// <param name="Name">As the server offers it: upper case, RFC 4422 §3.1.</param>
/// <param name="Facts">What the choice has to know.</param>
/// <param name="Create">Makes the client's side of one exchange. Does no I/O.</param>
public sealed record SaslMechanism(string Name, SaslFacts Facts, Func<SaslContext, ISaslClient> Create);
