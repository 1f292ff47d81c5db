using System.Security.Authentication;

namespace Msmtp.Connector.Tcp;

// A GnuTLS priority string: keyword *( ":" ( "+" / "-" / "!" ) name ), such as NORMAL:-VERS-TLS1.3. The runtime lets a program choose
// the protocol versions, so that part is obeyed. Everything else is an error and never ignored: users who ask for stronger ciphers
// must not be left believing that they got them.

/// <summary>What <c>tls_priorities</c> asks for, as far as the runtime supports it.</summary>
static class TlsPriorities
{
    static readonly string[] KnownKeywords =
        ["PERFORMANCE", "LEGACY", "PFS", "SECURE128", "SECURE192", "SECURE256", "SUITEB128", "SUITEB192"];

    static readonly string[] KnownFlags =
    [
        "%COMPAT", "%DUMBFW", "%NO_EXTENSIONS", "%NO_TICKETS", "%NO_TICKETS_TLS12", "%NO_SESSION_HASH",
        "%SERVER_PRECEDENCE", "%DISABLE_SAFE_RENEGOTIATION", "%UNSAFE_RENEGOTIATION", "%PARTIAL_RENEGOTIATION", "%SAFE_RENEGOTIATION",
        "%FALLBACK_SCSV", "%DISABLE_TLS13_COMPAT_MODE",
        "%VERIFY_ALLOW_BROKEN", "%VERIFY_ALLOW_SIGN_RSA_MD5", "%VERIFY_ALLOW_SIGN_WITH_SHA1", "%VERIFY_DISABLE_CRL_CHECKS",
        "%VERIFY_ALLOW_X509_V1_CA_CRT", "%PROFILE_LOW", "%PROFILE_LEGACY", "%PROFILE_MEDIUM", "%PROFILE_HIGH", "%PROFILE_ULTRA",
        "%PROFILE_FUTURE", "%PROFILE_SUITEB128", "%PROFILE_SUITEB192", "%STATELESS_COMPRESSION", "%FORCE_ETM", "%NO_ETM",
        "%FORCE_SESSION_HASH", "%ALLOW_SMALL_RECORDS", "%SSL3_RECORD_VERSION", "%LATEST_RECORD_VERSION",
    ];

    static readonly string[] KnownNames =
    [
        "AES-", "CHACHA20-", "CAMELLIA-", "3DES-", "ARCFOUR-", "NULL", "CIPHER-", "MAC-", "SHA", "MD5", "AEAD",
        "KX-", "RSA", "DHE-", "ECDHE-", "PSK", "SRP", "ANON-", "SIGN-", "GROUP-", "CURVE-", "CTYPE-", "COMP-",
    ];

    const SslProtocols All = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>
    /// The protocol versions to offer; None leaves them to the runtime. Throws <see cref="InvalidDataException"/> if the string is
    /// wrong, or asks for something that is not supported.
    /// </summary>
    public static SslProtocols Versions(string priorities)
    {
        var items = priorities.Split(':');
        CheckKeyword(items[0]);
        var versions = All;
        var position = items[0].Length + 2;
        foreach (var item in items.AsSpan(1))
        {
            versions = Apply(item, versions, position);
            position += item.Length + 1;
        }
        return versions switch
        {
            All => SslProtocols.None,
            SslProtocols.None => throw Wrong(1),
            _ => versions,
        };
    }

    static void CheckKeyword(string keyword)
    {
        if (KnownKeywords.Contains(keyword, StringComparer.OrdinalIgnoreCase))
            throw Impossible(keyword);
        if (!keyword.Equals("NORMAL", StringComparison.OrdinalIgnoreCase))
            throw Wrong(1);
    }

    static SslProtocols Apply(string item, SslProtocols versions, int position)
    {
        if (KnownFlags.Contains(item, StringComparer.OrdinalIgnoreCase))
            throw Impossible(item);
        if (item is not ['+' or '-' or '!', .. var name])
            throw Wrong(position);
        if (!name.StartsWith("VERS-", StringComparison.OrdinalIgnoreCase))
            throw IsKnown(name) ? Impossible(item) : Wrong(position);
        var isAdded = item[0] == '+';
        // RFC 8996 and RFC 7568: the older versions are never offered, so there is nothing to remove.
        var version = name["VERS-".Length..].ToUpperInvariant() switch
        {
            "TLS1.3" => SslProtocols.Tls13,
            "TLS1.2" => SslProtocols.Tls12,
            "ALL" or "TLS-ALL" => All,
            "TLS1.1" or "TLS1.0" or "SSL3.0" => isAdded ? throw Impossible(item) : SslProtocols.None,
            "DTLS-ALL" or "DTLS1.2" or "DTLS1.0" or "DTLS0.9" => SslProtocols.None,
            _ => throw Wrong(position),
        };
        return isAdded ? versions | version : versions & ~version;
    }

    static bool IsKnown(string name) => Array.Exists(KnownNames, known => name.StartsWith(known, StringComparison.OrdinalIgnoreCase));

    static InvalidDataException Wrong(int position) => new($"error in priority string at position {position}");

    static InvalidDataException Impossible(string item) => new($"{item} cannot be honoured by this TLS library");
}
