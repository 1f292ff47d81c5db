namespace Msmtp.Auth.Sasl.Scram;

/// <summary>
/// How an exchange is tied to the TLS session around it (RFC 5802 §6), so that nobody who stands in between can pass it on.
/// <code>
/// gs2-header = gs2-cbind-flag "," [authzid] ","        gs2-cbind-flag = "p=" cb-name / "n" / "y"
/// cbind-input = gs2-header [cbind-data]
/// </code>
/// </summary>
/// <param name="Flag">gs2-cbind-flag.</param>
/// <param name="Data">cbind-data; empty: none.</param>
sealed record ScramBinding(string Flag, ReadOnlyMemory<byte> Data)
{
    const string Unique = "tls-unique";
    const string Exporter = "tls-exporter";
    const string EndPoint = "tls-server-end-point";

    // RFC 5802 §6.1 below TLS 1.3, RFC 9266 §3 from there on: what every server knows that binds at all. No connection has both.
    static readonly string[] Defaults = [Unique, Exporter];

    // Any server may know this one. No server of mail is known to, so it is for those who name a -PLUS mechanism (decision 8).
    static readonly string[] All = [.. Defaults, EndPoint];

    /// <summary>RFC 5802 §7; there is no authorization identity.</summary>
    public string Gs2Header => Flag + ",,";

    /// <summary>The value of c: cbind-input.</summary>
    public string Input => Convert.ToBase64String([.. OctetText.Encode(Gs2Header), .. Data.Span]);

    /// <summary>The binding of a -PLUS mechanism.</summary>
    /// <exception cref="InvalidDataException">There is no channel to bind to.</exception>
    public static ScramBinding Of(SaslContext context)
    {
        foreach (var type in All)
            if (context.ChannelBinding(type) is { Length: > 0 } data)
                return new ScramBinding($"p={type}", data);
        throw new InvalidDataException(
            context.IsEncrypted ? "there is nothing in the server's certificate to bind to" : "it binds to TLS, which is off");
    }

    /// <summary>
    /// What a mechanism without -PLUS says instead. RFC 5802 §6: y, "I would have, but you do not offer it", shows the server
    /// that somebody took the offer away, or refused in its name what it offers. A user who has named the mechanism does
    /// without, where there is a choice.
    /// </summary>
    public static ScramBinding None(SaslContext context)
    {
        var canBind = Defaults.Any(type => context.ChannelBinding(type) is { Length: > 0 });
        var isNamed = context.Account.Settings.Get(CommonSettings.Auth).Mechanism is { Length: > 0 };
        // A name that is not known here proves nothing: whoever takes offers away could add it.
        var isOffered = ScramHash.All.Any(hash => context.Offered.Contains(hash.Plus, StringComparer.OrdinalIgnoreCase));
        return new ScramBinding(canBind && !(isNamed && isOffered) ? "y" : "n", default);
    }
}
