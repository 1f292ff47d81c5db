namespace Msmtp;

/// <summary>What the host has to know about a server and the connection to it in order to choose a SASL mechanism and begin with it.</summary>
/// <param name="Host">The server's name in A-labels (RFC 5890 §2.3.2.1), for digest-uri, service names and tokens.</param>
/// <param name="Port">The server's port.</param>
public sealed record SaslOffer(string Host, int Port)
{
    /// <summary>The server offers authentication at all. False: it does not mention it, in SMTP by AUTH in its reply to EHLO (RFC 4954 §3).</summary>
    public bool IsMade { get; init; } = true;

    /// <summary>The mechanism names that the server offers, upper case; empty: it names none.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>The connection is encrypted. False: <c>auth on</c> chooses mechanisms with <see cref="SaslFacts.IsSafeWithoutTls"/> only.</summary>
    public bool IsEncrypted { get; init; }

    /// <inheritdoc cref="SaslContext.ChannelBinding"/>
    public Func<string, ReadOnlyMemory<byte>?> ChannelBinding { get; init; } = static _ => null;

    /// <summary>The protocol's name for GSSAPI, digest-uri and stores of secrets (RFC 4954 §4: <c>smtp</c>).</summary>
    public string Service { get; init; } = "smtp";
}
