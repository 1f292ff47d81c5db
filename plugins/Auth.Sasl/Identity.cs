namespace Msmtp.Auth.Sasl;

/// <summary>What a mechanism may rely on because its <see cref="SaslFacts"/> say that it cannot work without.</summary>
static class Identity
{
    /// <summary>The user name.</summary>
    /// <exception cref="ArgumentException">The transport did not keep to the facts.</exception>
    public static string RequiredUser(this SaslContext context) =>
        context.User ?? throw new ArgumentException("the mechanism needs a user", nameof(context));

    /// <summary>The password or token.</summary>
    /// <exception cref="ArgumentException">The transport did not keep to the facts.</exception>
    public static Secret RequiredSecret(this SaslContext context) =>
        context.Secret ?? throw new ArgumentException("the mechanism needs a secret", nameof(context));
}
