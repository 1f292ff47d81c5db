namespace Msmtp.Secrets.OAuth.Providers;

/// <summary>What is known of a provider: of a preset, by hand, or from its own metadata (RFC 8414 §2).</summary>
/// <param name="name">As messages name it: <c>google</c>, or the issuer.</param>
sealed class Provider(string name)
{
    public string Name { get; } = name;

    /// <summary>The issuer, exactly as the user or the preset has it; it is discovered where <see cref="TokenEndpoint"/> is null.</summary>
    public string? Issuer { get; init; }

    public Uri? AuthorizationEndpoint { get; init; }

    public Uri? TokenEndpoint { get; init; }

    /// <summary>RFC 8628 §3.1; null: it has no device flow.</summary>
    public Uri? DeviceEndpoint { get; init; }

    /// <summary>RFC 7009 §2; null: it cannot revoke.</summary>
    public Uri? RevocationEndpoint { get; init; }

    /// <summary>RFC 7591 §3; null: it registers nobody.</summary>
    public Uri? RegistrationEndpoint { get; init; }

    /// <summary>RFC 9207 §3: its authorization responses carry <c>iss</c>, and one without it is refused.</summary>
    public bool SendsIssuer { get; init; }

    /// <summary>The scopes for sending mail, and for a refresh token.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The scope of an application that signs in as itself (client credentials); null: as <see cref="Scopes"/>.</summary>
    public string? ApplicationScope { get; init; }

    /// <summary>The SASL mechanisms that take the token, the preferred one first.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = ["OAUTHBEARER", "XOAUTH2"];

    public Flows Flows { get; init; } = Flows.Browser | Flows.Device | Flows.Application | Flows.Service;

    /// <summary>
    /// The loopback redirect URI as a client is registered with it, without the port, which is free (RFC 8252 §7.3). Microsoft frees it for
    /// <c>http://localhost</c> only.
    /// </summary>
    public string RedirectUri { get; init; } = "http://127.0.0.1/";

    /// <summary>Why a flow that <see cref="Flows"/> lacks is refused, and what to do instead; for the user.</summary>
    public string? FlowAdvice { get; init; }

    /// <summary>What the authorization request has in addition: Google's <c>access_type=offline</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> AuthorizationParameters { get; init; } = [];

    /// <summary>Where and how a client is registered; for the user.</summary>
    public string? RegistrationAdvice { get; init; }

    /// <summary>The methods by which a client authenticates to the token endpoint (RFC 8414 §2); empty if it does not say.</summary>
    public IReadOnlyList<string> AuthenticationMethods { get; init; } = [];
}

/// <summary>The ways to get a token.</summary>
[Flags]
enum Flows
{
    None = 0,

    /// <summary>A browser on this machine (RFC 6749 §4.1, RFC 7636, RFC 8252).</summary>
    Browser = 1,

    /// <summary>Another device (RFC 8628).</summary>
    Device = 2,

    /// <summary>The application itself (RFC 6749 §4.4).</summary>
    Application = 4,

    /// <summary>A service account (RFC 7523 §2.1).</summary>
    Service = 8,
}
