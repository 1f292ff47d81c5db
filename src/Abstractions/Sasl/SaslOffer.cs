namespace Msmtp;

/// <summary>What has to be known of a server and a connection to it, to choose a SASL mechanism and to begin with it.</summary>
/// <param name="Host">The server's name in A-labels (RFC 5890 §2.3.2.1), for digest-uri, service names and tokens.</param>
/// <param name="Port">The server's port.</param>
public sealed record SaslOffer(string Host, int Port)
{
    /// <summary>The server lets clients log in at all. False: there is no word of it in what it says of itself.</summary>
    public bool IsMade { get; init; } = true;

    /// <summary>The mechanism names that the server offers, upper case; empty: it names none.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>The connection is encrypted. False: only mechanisms that say that they are safe then are chosen by themselves.</summary>
    public bool IsEncrypted { get; init; }

    /// <inheritdoc cref="SaslContext.ChannelBinding"/>
    public Func<string, ReadOnlyMemory<byte>?> ChannelBinding { get; init; } = static _ => null;

    /// <summary>The protocol's name for GSSAPI, digest-uri and stores of secrets (RFC 4954 §4: <c>smtp</c>).</summary>
    public string Service { get; init; } = "smtp";
}
