namespace Msmtp.Transport.Smtp;

/// <summary>Which SASL mechanisms are tried, and in which order. Pure: offers, registrations and the account's wish in, mechanisms out.</summary>
static class SaslChoice
{
    /// <summary>
    /// The mechanism that the account names, alone; or else all that both sides know and that may be used here, the strongest
    /// first. Never empty. Throws <see cref="MailException"/> if there is none.
    /// </summary>
    public static IReadOnlyList<SaslMechanism> Candidates(AuthChoice wish, IEnumerable<SaslMechanism> registered, SaslOffer offer) =>
        wish.Mechanism is { Length: > 0 } name ? [Named(name, registered, offer)] : StrongestFirst(registered, offer);

    static SaslMechanism Named(string name, IEnumerable<SaslMechanism> registered, SaslOffer offer)
    {
        if (!offer.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw Unavailable($"the server does not support authentication method {name}", AuthAdvice.OthersOffered(offer.Names));
        return registered.FirstOrDefault(mechanism => Is(mechanism, name))
            ?? throw Unavailable($"no plugin knows authentication method {name}", AuthAdvice.OthersOffered(offer.Names));
    }

    static List<SaslMechanism> StrongestFirst(IEnumerable<SaslMechanism> registered, SaslOffer offer)
    {
        List<SaslMechanism> usable =
            [.. registered.Where(mechanism => IsUsable(mechanism, offer)).OrderByDescending(static mechanism => mechanism.Facts.Strength)];
        if (usable.Count > 0)
            return usable;
        throw offer.IsEncrypted
            ? Unavailable("cannot find a usable authentication method", AuthAdvice.NothingKnown(offer.Names))
            : Unavailable("cannot use a secure authentication method", AuthAdvice.NothingSafe(offer.Names));
    }

    static bool IsUsable(SaslMechanism mechanism, SaslOffer offer) =>
        mechanism.Facts.IsChosenByItself
        && offer.Names.Any(name => Is(mechanism, name))
        && (offer.IsEncrypted || mechanism.Facts.IsSafeWithoutTls)
        // RFC 5801 §4: names that end so need a channel to bind to.
        && (offer.CanBind || !mechanism.Name.EndsWith("-PLUS", StringComparison.OrdinalIgnoreCase));

    static bool Is(SaslMechanism mechanism, string name) => string.Equals(mechanism.Name, name, StringComparison.OrdinalIgnoreCase);

    static MailException Unavailable(string message, string advice) =>
        new(ExitCode.Unavailable, DeliveryStage.Auth, message) { Advice = advice };
}

/// <summary>What the choice has to know of the connection.</summary>
/// <param name="Names">The mechanisms that the server offers.</param>
/// <param name="IsEncrypted">TLS is on.</param>
/// <param name="CanBind">The connection has a channel binding.</param>
sealed record SaslOffer(IReadOnlyList<string> Names, bool IsEncrypted, bool CanBind);
