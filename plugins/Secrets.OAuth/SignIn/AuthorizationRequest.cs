using System.Text;
using Msmtp.Secrets.OAuth.Providers;

namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>An authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3), which a browser makes. Nothing here does I/O.</summary>
/// <param name="redirectUri">Where the browser comes back to.</param>
sealed class AuthorizationRequest(string redirectUri)
{
    public string RedirectUri { get; } = redirectUri;

    /// <summary>Tells the response to this request from others (RFC 6749 §10.12).</summary>
    public string State { get; init; } = ProofKey.RandomText();

    public ProofKey Key { get; init; } = ProofKey.Create();

    /// <summary>The address to open.</summary>
    /// <param name="provider">The provider; with an authorization endpoint.</param>
    /// <param name="clientId">The client.</param>
    /// <param name="scopes">What is asked for.</param>
    /// <param name="user">Who is expected to sign in (OpenID Connect Core §3.1.2.1); null if unknown.</param>
    public string Url(Provider provider, string clientId, IReadOnlyList<string> scopes, string? user)
    {
        var endpoint = provider.AuthorizationEndpoint?.AbsoluteUri ?? "";
        // RFC 6749 §3.1: a query that the endpoint has already is kept.
        var joint = endpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var url = new StringBuilder(endpoint).Append(joint).Append("response_type=code");
        Add(url, "client_id", clientId);
        Add(url, "redirect_uri", RedirectUri);
        Add(url, "scope", string.Join(' ', scopes));
        Add(url, "state", State);
        Add(url, "code_challenge", Key.Challenge);
        Add(url, "code_challenge_method", "S256");
        Add(url, "login_hint", provider.HintsUser ? user : null);
        foreach (var (name, value) in provider.AuthorizationParameters)
            Add(url, name, value);
        return url.ToString();
    }

    static void Add(StringBuilder url, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            url.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }
}
