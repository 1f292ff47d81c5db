using Msmtp.Text;

namespace Msmtp.Auth.Sasl.Scram;

/// <summary>
/// How an exchange is bound to the TLS session around it (RFC 5802 §6), so that a man in the middle cannot relay it.
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

    // RFC 5802 §6.1 up to TLS 1.2, RFC 9266 §3 for TLS 1.3: every server that binds at all supports these. No connection has both.
    static readonly string[] Defaults = [Unique, Exporter];

    // Servers may support this one, too. No mail server is known to, so it is only used if a -PLUS mechanism is named (decision 8).
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
    /// What a mechanism without -PLUS sends instead. RFC 5802 §6: with y, "I could bind, but you do not offer it", the server detects
    /// that its offer was removed, or refused in its name, on the way. Not sent if the user has named this mechanism although -PLUS is
    /// offered.
    /// </summary>
    public static ScramBinding None(SaslContext context)
    {
        var canBind = Defaults.Any(type => context.ChannelBinding(type) is { Length: > 0 });
        var isNamed = context.Account.Settings.Get(CommonSettings.Auth).Mechanism is { Length: > 0 };
        // An unknown -PLUS name proves nothing: an attacker who removes offers could add it.
        var isOffered = ScramHash.All.Any(hash => context.Offered.Contains(hash.Plus, StringComparer.OrdinalIgnoreCase));
        return new ScramBinding(canBind && !(isNamed && isOffered) ? "y" : "n", default);
    }
}
