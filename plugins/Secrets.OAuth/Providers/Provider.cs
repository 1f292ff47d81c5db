namespace Msmtp.Secrets.OAuth.Providers;

/// <summary>What is known of a provider: of a preset, by hand, or from its own metadata (RFC 8414 §2).</summary>
/// <param name="name">As messages name it: <c>google</c>, or the issuer.</param>
sealed class Provider(string name)
{
    /// <summary>A copy, in which an initializer changes what differs.</summary>
    public Provider(Provider other) : this(other.Name)
    {
        Issuer = other.Issuer;
        AuthorizationEndpoint = other.AuthorizationEndpoint;
        TokenEndpoint = other.TokenEndpoint;
        DeviceEndpoint = other.DeviceEndpoint;
        DeviceGrantType = other.DeviceGrantType;
        RevocationEndpoint = other.RevocationEndpoint;
        ConsentPage = other.ConsentPage;
        RegistrationEndpoint = other.RegistrationEndpoint;
        SendsIssuer = other.SendsIssuer;
        Scopes = other.Scopes;
        ApplicationScope = other.ApplicationScope;
        Mechanisms = other.Mechanisms;
        Flows = other.Flows;
        RedirectUri = other.RedirectUri;
        FlowAdvice = other.FlowAdvice;
        AuthorizationParameters = other.AuthorizationParameters;
        HintsUser = other.HintsUser;
        RegistrationAdvice = other.RegistrationAdvice;
        AuthenticationMethods = other.AuthenticationMethods;
    }

    public string Name { get; } = name;

    /// <summary>The issuer, exactly as the user or the preset has it; it is discovered where <see cref="TokenEndpoint"/> is null.</summary>
    public string? Issuer { get; init; }

    public Uri? AuthorizationEndpoint { get; init; }

    public Uri? TokenEndpoint { get; init; }

    /// <summary>RFC 8628 §3.1; null: it has no device flow.</summary>
    public Uri? DeviceEndpoint { get; init; }

    /// <summary>The grant type of the device flow, where the provider has another one than RFC 8628 §3.4 (Yandex).</summary>
    public string DeviceGrantType { get; init; } = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>RFC 7009 §2; null: it cannot revoke.</summary>
    public Uri? RevocationEndpoint { get; init; }

    /// <summary>Where a person withdraws consent, if the provider cannot revoke; null if unknown.</summary>
    public string? ConsentPage { get; init; }

    /// <summary>RFC 7591 §3; null: it registers nobody.</summary>
    public Uri? RegistrationEndpoint { get; init; }

    /// <summary>RFC 9207 §3: its authorization responses carry <c>iss</c>, and one without it is refused.</summary>
    public bool SendsIssuer { get; init; }

    /// <summary>
    /// The scopes to ask a person for: the first is that for sending mail, the others are for a refresh token and the user's name.
    /// </summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>
    /// The scope of an application or service account, which has no refresh token and no name; empty for none to ask for.
    /// </summary>
    public string ApplicationScope { get; init; } = "";

    /// <summary>The SASL mechanisms that take the token, the preferred one first.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = ["OAUTHBEARER", "XOAUTH2"];

    public Flows Flows { get; init; } = Flows.Browser | Flows.Device | Flows.Application | Flows.Service;

    /// <summary>
    /// The loopback redirect URI as a client is registered with it, without the port, which is free (RFC 8252 §7.3). Microsoft frees it for
    /// <c>http://localhost</c> only. One with https (Yahoo) cannot be listened to: the address is pasted.
    /// </summary>
    public string RedirectUri { get; init; } = "http://127.0.0.1/";

    /// <summary>Why a flow that <see cref="Flows"/> lacks is refused, and what to do instead; for the user.</summary>
    public string? FlowAdvice { get; init; }

    /// <summary>What the authorization request has in addition: Google's <c>access_type=offline</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> AuthorizationParameters { get; init; } = [];

    /// <summary>
    /// The authorization request says who is expected to sign in (<c>login_hint</c>). Not where the mailbox is often somebody else's, whom
    /// the page would then ask for the password.
    /// </summary>
    public bool HintsUser { get; init; } = true;

    /// <summary>Where and how a client is registered; for the user.</summary>
    public string? RegistrationAdvice { get; init; }

    /// <summary>The methods by which a client authenticates to the token endpoint (RFC 8414 §2); empty if it does not say.</summary>
    public IReadOnlyList<string> AuthenticationMethods { get; init; } = [];

    /// <summary>The same provider with endpoints from elsewhere; null leaves what it has.</summary>
    public Provider With(
        Uri? authorization, Uri? token, Uri? device, Uri? revocation, IReadOnlyList<string>? authenticationMethods = null) => new(this)
    {
        AuthorizationEndpoint = authorization ?? AuthorizationEndpoint,
        TokenEndpoint = token ?? TokenEndpoint,
        DeviceEndpoint = device ?? DeviceEndpoint,
        RevocationEndpoint = revocation ?? RevocationEndpoint,
        AuthenticationMethods = authenticationMethods ?? AuthenticationMethods,
    };
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
