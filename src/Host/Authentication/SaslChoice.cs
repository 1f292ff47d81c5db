namespace Msmtp.Hosting;

/// <summary>Which SASL mechanisms are tried, and in which order. Nothing here does I/O.</summary>
static class SaslChoice
{
    // What every server that supports channel binding knows: RFC 5802 §6.1 below TLS 1.3, RFC 9266 §3 from there on. All known mail servers
    // refuse the third type, tls-server-end-point: to use it, an account has to name a mechanism (decision 8).
    static readonly string[] BindingTypes = ["tls-unique", "tls-exporter"];

    /// <summary>
    /// The mechanism that the account names, alone; or else those that a plugin prefers for it, in its order; or else all that both
    /// sides know and that may be used here, the strongest first. Never empty: throws <see cref="MailException"/> if there is none.
    /// </summary>
    /// <param name="wish">What the account says.</param>
    /// <param name="preferred">What a plugin says about the account (<see cref="SaslPreferenceRegistration"/>); null for nothing.</param>
    /// <param name="registered">The mechanisms of this program.</param>
    /// <param name="offer">Those of the server.</param>
    public static IReadOnlyList<SaslMechanism> Candidates(
        AuthChoice wish, IReadOnlyList<string>? preferred, IReadOnlyList<SaslMechanism> registered, SaslOffer offer) =>
        wish.Mechanism is { Length: > 0 } name ? [Named(name, registered, offer)]
        : preferred is null ? StrongestFirst(registered, offer)
        : Preferred(preferred, registered, offer);

    /// <summary>What a plugin says about an account: the first answer; null if there is none.</summary>
    public static IReadOnlyList<string>? Preference(PluginContext context)
    {
        foreach (var preference in context.MechanismPreferences)
            if (preference.Mechanisms(context.Account.Settings) is { } names)
                return names;
        return null;
    }

    /// <summary>The kind of secret that the account logs in with, before the server is known; null for none.</summary>
    public static SecretKind? KindOfSecret(PluginContext context)
    {
        if (context.Account.Settings.Get(CommonSettings.Auth).Mechanism is not { } wish)
            return null;
        var names = wish.Length > 0 ? [wish] : Preference(context) ?? [];
        var known = context.Mechanisms.FirstOrDefault(mechanism => names.Any(name => Is(mechanism, name)));
        return known is null ? SecretKind.Password : known.Facts.Secret;
    }

    static List<SaslMechanism> Preferred(IReadOnlyList<string> names, IReadOnlyList<SaslMechanism> registered, SaslOffer offer)
    {
        var both = new List<SaslMechanism>();
        foreach (var name in names)
            if (offer.Mechanisms.Contains(name, StringComparer.OrdinalIgnoreCase)
                && registered.FirstOrDefault(known => Is(known, name)) is { } found)
            {
                both.Add(found);
            }
        if (both.Count == 0)
            throw Unavailable(
                $"the server supports no authentication method that this account may use: {string.Join(", ", names)}",
                AuthAdvice.NoPreferred(offer.Mechanisms));
        var usable = both.FindAll(mechanism => offer.IsEncrypted || mechanism.Facts.IsSafeWithoutTls);
        return usable.Count > 0
            ? usable
            : throw Unavailable("cannot use a secure authentication method", AuthAdvice.NothingSafe(offer.Mechanisms));
    }

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
