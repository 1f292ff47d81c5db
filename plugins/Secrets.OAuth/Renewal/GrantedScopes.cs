namespace Msmtp.Secrets.OAuth.Renewal;

/// <summary>
/// Compares scopes (RFC 6749 §3.3) that were asked for with those that a provider says it granted. Nothing here does I/O.
/// </summary>
static class GrantedScopes
{
    /// <summary>The first scope about mail that was not granted; null: there is none, or the provider does not say.</summary>
    public static string? Missing(IReadOnlyList<string> wanted, string granted)
    {
        // Zoho separates them with commas.
        var known = granted.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (known.Length == 0)
            return null;
        foreach (var scope in wanted)
            if (IsAboutMail(scope) && !Array.Exists(known, other => AreEqual(scope, other)))
                return scope;
        return null;
    }

    // OpenID Connect Core §5.4 and §11: what was granted of these is seen from the ID token and the refresh token. Many providers omit
    // them.
    static bool IsAboutMail(string scope) => scope is not ("openid" or "offline_access" or "profile" or "email");

    // Microsoft names a scope with or without its resource, in any case.
    static bool AreEqual(string one, string other)
    {
        var (shorter, longer) = one.Length < other.Length ? (one.TrimEnd('/'), other.TrimEnd('/')) : (other.TrimEnd('/'), one.TrimEnd('/'));
        return longer.EndsWith(shorter, StringComparison.OrdinalIgnoreCase)
            && (longer.Length == shorter.Length || longer[^(shorter.Length + 1)] == '/');
    }
}
