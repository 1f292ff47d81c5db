namespace Msmtp.Auth.Sasl.Scram;

/// <summary>Base64 inside of SCRAM messages (RFC 5802 §7, base64).</summary>
static class ScramBase64
{
    /// <summary>Reads octets.</summary>
    /// <exception cref="InvalidDataException">The text is no base64, or stands for no octets.</exception>
    public static byte[] Read(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var length) && length > 0
            ? octets[..length]
            : throw new InvalidDataException("the server's message holds malformed base64");
    }
}
