namespace Msmtp.Auth.Sasl.Digest;

/// <summary>The server's first message (RFC 2831 §2.1.1), as far as a client without security layers needs it. Does no I/O.</summary>
/// <param name="Nonce">The server's nonce.</param>
/// <param name="Realm">The first realm offered; null: none.</param>
/// <param name="IsUtf8">The server supports UTF-8.</param>
sealed record DigestChallenge(string Nonce, string? Realm, bool IsUtf8)
{
    /// <summary>RFC 2831 §2.1.1: the size of a digest-challenge must be less than 2048 octets.</summary>
    const int MaxLength = 2048;

    /// <summary>Reads the message.</summary>
    /// <exception cref="InvalidDataException">It is malformed, or requires something this client does not support.</exception>
    public static DigestChallenge Read(string message)
    {
        if (message.Length >= MaxLength)
            throw new InvalidDataException("the server's challenge is too long");
        var directives = DigestDirectives.Read(message).ToLookup(directive => directive.Name, directive => directive.Value);

        if (directives["nonce"].ToList() is not [var nonce])
            throw new InvalidDataException("the server's challenge has not exactly one nonce");
        if (directives["algorithm"].ToList() is not ["md5-sess"])
            throw new InvalidDataException("the server's challenge is not for md5-sess");
        if (directives["qop"].FirstOrDefault() is { } protections && !protections.Split(',').Any(IsAuthentication))
            throw new InvalidDataException("the server demands a security layer");
        var isUtf8 = directives["charset"].Any(charset => charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        return new DigestChallenge(nonce, directives["realm"].FirstOrDefault(), isUtf8);
    }

    static bool IsAuthentication(string protection) => protection.Trim().Equals("auth", StringComparison.OrdinalIgnoreCase);
}
