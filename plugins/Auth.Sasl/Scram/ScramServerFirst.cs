using System.Globalization;

namespace Msmtp.Auth.Sasl.Scram;

/// <summary>
/// The server's first message (RFC 5802 §7). Nothing here does I/O.
/// <code>
/// server-first-message = [reserved-mext ","] nonce "," salt "," iteration-count ["," extensions]
/// nonce = "r=" c-nonce s-nonce    salt = "s=" base64    iteration-count = "i=" posit-number    reserved-mext = "m=" 1*value-char
/// </code>
/// </summary>
/// <param name="Nonce">Both nonces.</param>
/// <param name="Salt">The salt.</param>
/// <param name="Iterations">How often the password is hashed.</param>
sealed record ScramServerFirst(string Nonce, byte[] Salt, int Iterations)
{
    /// <summary>
    /// RFC 7677 §4 wants thousands, and servers that protect their password file use up to 1.3 million. More would let a server, or an
    /// impostor, keep the client's processor busy for seconds.
    /// </summary>
    const int MaxIterations = 2_000_000;

    /// <summary>Reads the message.</summary>
    /// <exception cref="InvalidDataException">It is malformed, or not an answer to this client.</exception>
    public static ScramServerFirst Read(string message, string clientNonce)
    {
        var parts = message.Split(',');
        if (parts[0].StartsWith("m=", StringComparison.Ordinal))
            throw new InvalidDataException("the server demands an extension");
        if (parts is not [['r', '=', .. var nonce], ['s', '=', .. var salt], ['i', '=', .. var count], ..])
            throw new InvalidDataException("the server's first message is malformed");

        // RFC 5802 §5.1, r: the client must check that the nonce begins with its own, or this may be a replay.
        if (!nonce.StartsWith(clientNonce, StringComparison.Ordinal) || nonce.Length == clientNonce.Length || !IsPrintable(nonce))
            throw new InvalidDataException("the server's nonce does not extend ours");
        return new ScramServerFirst(nonce, ScramBase64.Read(salt), ReadIterations(count));
    }

    static int ReadIterations(string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
            throw new InvalidDataException("the server's iteration count is no number");
        return count <= MaxIterations ? count : throw new InvalidDataException($"the server's iteration count {count} is above {MaxIterations}");
    }

    static bool IsPrintable(string text) => text.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;
}

/// <summary>Base64 in SCRAM messages (RFC 5802 §7, base64).</summary>
static class ScramBase64
{
    /// <summary>Reads octets.</summary>
    /// <exception cref="InvalidDataException">The text is not base64, or is empty.</exception>
    public static byte[] Read(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var length) && length > 0
            ? octets[..length]
            : throw new InvalidDataException("the server's message holds malformed base64");
    }
}
