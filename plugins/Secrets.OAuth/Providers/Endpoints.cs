using Msmtp.Secrets.OAuth.Http;

namespace Msmtp.Secrets.OAuth.Providers;

/// <summary>Which URLs of a provider may be used. Nothing here does I/O.</summary>
static class Endpoints
{
    /// <summary>
    /// It is an absolute https URL, or an http one on loopback, in visible ASCII, so that <see cref="Uri"/> changes nothing that matters;
    /// without a fragment (RFC 6749 §3.1), and without user information, which would be sent and shown.
    /// </summary>
    public static bool IsSafe(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !text.Contains('#', StringComparison.Ordinal)
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && HttpTarget.IsAllowed(url);
}
