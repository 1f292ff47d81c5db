namespace Msmtp.Transport.Smtp;

/// <summary>Which SASL mechanism is used. Pure: offers, registrations and the account's wish in, a mechanism out.</summary>
static class SaslChoice
{
    /// <summary>
    /// The mechanism that the account names, or else the strongest that both sides know and that may be used here. Throws
    /// <see cref="MailException"/> if there is none.
    /// </summary>
    public static SaslMechanism Pick(AuthChoice wish, IEnumerable<SaslMechanism> registered, SaslOffer offer) =>
        wish.Mechanism is { Length: > 0 } name ? Named(name, registered, offer) : Strongest(registered, offer);

    static SaslMechanism Named(string name, IEnumerable<SaslMechanism> registered, SaslOffer offer)
    {
        if (!offer.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw Unavailable($"the server does not support authentication method {name}");
        return registered.FirstOrDefault(mechanism => Is(mechanism, name))
            ?? throw Unavailable($"no plugin knows authentication method {name}");
    }

    static SaslMechanism Strongest(IEnumerable<SaslMechanism> registered, SaslOffer offer) =>
        registered.Where(mechanism => IsUsable(mechanism, offer)).MaxBy(static mechanism => mechanism.Facts.Strength)
            ?? throw Unavailable(offer.IsEncrypted
                ? "cannot find a usable authentication method"
                : "cannot use a secure authentication method");

    static bool IsUsable(SaslMechanism mechanism, SaslOffer offer) =>
        mechanism.Facts.IsChosenByItself
        && offer.Names.Any(name => Is(mechanism, name))
        && (offer.IsEncrypted || mechanism.Facts.IsSafeWithoutTls)
        // RFC 5801 §4: names that end so need a channel to bind to.
        && (offer.CanBind || !mechanism.Name.EndsWith("-PLUS", StringComparison.Ordinal));

    static bool Is(SaslMechanism mechanism, string name) => string.Equals(mechanism.Name, name, StringComparison.OrdinalIgnoreCase);

    static MailException Unavailable(string message) => new(ExitCode.Unavailable, DeliveryStage.Auth, message);
}

/// <summary>What the choice has to know of the connection.</summary>
/// <param name="Names">The mechanisms that the server offers.</param>
/// <param name="IsEncrypted">TLS is on.</param>
/// <param name="CanBind">The connection has a channel binding.</param>
sealed record SaslOffer(IReadOnlyList<string> Names, bool IsEncrypted, bool CanBind);
