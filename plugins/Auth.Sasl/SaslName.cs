namespace Msmtp.Auth.Sasl;

/// <summary>A name between commas (RFC 5801 §4, saslname; RFC 5802 §5.1).</summary>
static class SaslName
{
    /// <summary>Writes the characters that would end the name as =2C and =3D.</summary>
    public static string Escape(string name) =>
        name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);
}
