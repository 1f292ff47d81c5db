namespace Msmtp.Auth.Sasl;

/// <summary>What a mechanism can rely on, because its <see cref="SaslFacts"/> say that it needs it.</summary>
static class Identity
{
    /// <summary>The user name.</summary>
    /// <exception cref="ArgumentException">The caller ignored the facts.</exception>
    public static string RequiredUser(this SaslContext context) =>
        context.User ?? throw new ArgumentException("the mechanism needs a user", nameof(context));

    /// <summary>The password or token.</summary>
    /// <exception cref="ArgumentException">The caller ignored the facts.</exception>
    public static Secret RequiredSecret(this SaslContext context) =>
        context.Secret ?? throw new ArgumentException("the mechanism needs a secret", nameof(context));
}

/// <summary>A name between commas (RFC 5801 §4, saslname; RFC 5802 §5.1).</summary>
static class SaslName
{
    /// <summary>Writes the characters that would end the name as =2C and =3D.</summary>
    public static string Escape(string name) =>
        name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);
}
