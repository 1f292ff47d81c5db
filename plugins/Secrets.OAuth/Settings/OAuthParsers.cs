using Msmtp.Secrets.OAuth.Providers;

namespace Msmtp.Secrets.OAuth.Settings;

/// <summary>Parses the arguments of the settings. Each is null for no argument, which unsets the setting. Nothing here does I/O.</summary>
static class OAuthParsers
{
    /// <summary>The value of <c>oauth</c> for tokens of the application's own.</summary>
    public const string Application = "application";

    const int LongestDomain = 253;

    /// <summary>A name of a preset, an issuer (RFC 8414 §2), <see cref="Application"/>; null for off.</summary>
    public static bool Provider(SettingArgument argument, out string? value)
    {
        SettingParsers.Text(argument, out value);
        switch (value)
        {
            case null or Application or "google" or "microsoft" or "yahoo" or "aol" or "fastmail" or "yandex" or "mailru":
                return true;
            case "off":
                value = null;
                return true;
            default:
                return Endpoints.IsSafe(value) && !value.Contains('?', StringComparison.Ordinal);
        }
    }

    /// <summary>RFC 6749 §3.1: an endpoint may have a query, but no fragment.</summary>
    public static bool Endpoint(SettingArgument argument, out string? value) =>
        SettingParsers.Text(argument, out value) && (value is null || Endpoints.IsSafe(value));

    /// <summary>Visible ASCII (RFC 6749 §A.1).</summary>
    public static bool Token(SettingArgument argument, out string? value) =>
        SettingParsers.Text(argument, out value) && !value.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>RFC 6749 §3.3: <c>scope-token *( SP scope-token )</c>; a token has neither quotation marks nor backslashes.</summary>
    public static bool Scope(SettingArgument argument, out string? value)
    {
        SettingParsers.Text(argument, out value);
        value = value?.Trim(' ') is { Length: > 0 } scopes ? scopes : null;
        return !value.AsSpan().ContainsAnyExceptInRange(' ', '~') && !value.AsSpan().ContainsAny('"', '\\');
    }

    /// <summary>It becomes a part of a path.</summary>
    public static bool Tenant(SettingArgument argument, out string? value)
    {
        SettingParsers.Text(argument, out value);
        return value is null || value.Length <= LongestDomain && char.IsAsciiLetterOrDigit(value[0]) && IsDomain(value);
    }

    public static bool Flow(SettingArgument argument, out string? value)
    {
        SettingParsers.Text(argument, out value);
        return value is null or "auto" or "browser" or "device" or "app" or "service";
    }

    public static bool Store(SettingArgument argument, out string? value) =>
        SettingParsers.Path(argument, out value) && (value is null or "file" or "keyring" || Path.IsPathFullyQualified(value));

    /// <summary>A port; 0 for no argument.</summary>
    public static bool Port(SettingArgument argument, out int value)
    {
        value = 0;
        return argument.Text.Length == 0 || SettingParsers.Port(argument, out value);
    }

    static bool IsDomain(string text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-'))
                return false;
        }
        return true;
    }
}
