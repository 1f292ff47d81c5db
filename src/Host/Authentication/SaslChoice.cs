namespace Msmtp.Hosting;

/// <summary>Which SASL mechanisms are tried, and in which order. Nothing here does I/O.</summary>
static class SaslChoice
{
    // What every server that supports channel binding knows: RFC 5802 §6.1 below TLS 1.3, RFC 9266 §3 from there on. All known mail servers
    // refuse the third type, tls-server-end-point: to use it, an account has to name a mechanism (decision 8).
    static readonly string[] BindingTypes = ["tls-unique", "tls-exporter"];

    /// <summary>
    /// The mechanism that the account names, alone; or else all that both sides know and that may be used here, the strongest first. Never
    /// empty: throws <see cref="MailException"/> if there is none.
    /// </summary>
    public static IReadOnlyList<SaslMechanism> Candidates(AuthChoice wish, IEnumerable<SaslMechanism> registered, SaslOffer offer) =>
        wish.Mechanism is { Length: > 0 } name ? [Named(name, registered, offer)] : StrongestFirst(registered, offer);

    static SaslMechanism Named(string name, IEnumerable<SaslMechanism> registered, SaslOffer offer)
    {
        if (!offer.Mechanisms.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw Unavailable($"the server does not support authentication method {name}", AuthAdvice.OthersOffered(offer.Mechanisms));
        return registered.FirstOrDefault(mechanism => Is(mechanism, name))
            ?? throw Unavailable($"no plugin knows authentication method {name}", AuthAdvice.OthersOffered(offer.Mechanisms));
    }

    static List<SaslMechanism> StrongestFirst(IEnumerable<SaslMechanism> registered, SaslOffer offer)
    {
        List<SaslMechanism> usable =
            [.. registered.Where(mechanism => IsUsable(mechanism, offer)).OrderByDescending(static mechanism => mechanism.Facts.Strength)];
        if (usable.Count > 0)
            return usable;
        throw offer.IsEncrypted
            ? Unavailable("cannot find a usable authentication method", AuthAdvice.NothingKnown(offer.Mechanisms))
            : Unavailable("cannot use a secure authentication method", AuthAdvice.NothingSafe(offer.Mechanisms));
    }

    static bool IsUsable(SaslMechanism mechanism, SaslOffer offer) =>
        mechanism.Facts.IsChosenAutomatically
        && offer.Mechanisms.Any(name => Is(mechanism, name))
        && (offer.IsEncrypted || mechanism.Facts.IsSafeWithoutTls)
        // RFC 5801 §4: these need a channel to bind to.
        && (!mechanism.Name.EndsWith("-PLUS", StringComparison.OrdinalIgnoreCase) || CanBind(offer));

    static bool CanBind(SaslOffer offer) => BindingTypes.Any(type => offer.ChannelBinding(type) is { Length: > 0 });

    static bool Is(SaslMechanism mechanism, string name) => string.Equals(mechanism.Name, name, StringComparison.OrdinalIgnoreCase);

    static MailException Unavailable(string message, string advice) =>
        new(ExitCode.Unavailable, DeliveryStage.Auth, message) { Advice = advice };
}
