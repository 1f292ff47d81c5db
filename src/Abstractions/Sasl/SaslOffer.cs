namespace Msmtp;

/// <summary>What the host needs to know about a server and the connection to it in order to authenticate.</summary>
/// <param name="Host">The server's name in A-labels (RFC 5890 §2.3.2.1), for digest-uri, service names and tokens.</param>
/// <param name="Port">The server's port.</param>
public sealed record SaslOffer(string Host, int Port)
{
    /// <summary>Whether the server offers authentication at all, in SMTP with AUTH in its reply to EHLO (RFC 4954 §3).</summary>
    public bool IsMade { get; init; } = true;

    /// <summary>The names of the offered mechanisms, upper case; empty if the server names none.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];

    /// <summary>The connection is encrypted. If not, <c>auth on</c> chooses only mechanisms with <see cref="SaslFacts.IsSafeWithoutTls"/>.</summary>
    public bool IsEncrypted { get; init; }

    /// <inheritdoc cref="SaslContext.ChannelBinding"/>
    public Func<string, ReadOnlyMemory<byte>?> ChannelBinding { get; init; } = static _ => null;

    /// <summary>The service name for GSSAPI, digest-uri and secret sources (RFC 4954 §4: <c>smtp</c>).</summary>
    public string Service { get; init; } = "smtp";
}
