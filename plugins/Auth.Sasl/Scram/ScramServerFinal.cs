namespace Msmtp.Auth.Sasl.Scram;

/// <summary>
/// The server's last message (RFC 5802 §7). Nothing here does I/O.
/// <code>
/// server-final-message = ( "e=" server-error-value / "v=" base64 ) ["," extensions]
/// </code>
/// </summary>
static class ScramServerFinal
{
    /// <summary>Reads the server's signature.</summary>
    /// <exception cref="InvalidDataException">The message is malformed, or says what the server found wrong.</exception>
    public static byte[] Read(string message) => message.Split(',')[0] switch
    {
        ['v', '=', .. var verifier] => ScramBase64.Read(verifier),
        ['e', '=', .. var error] => throw new InvalidDataException($"the server says {Printable(error)}"),
        _ => throw new InvalidDataException("the server's last message is malformed"),
    };

    static string Printable(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
