using Msmtp.Secrets.OAuth.Providers;

namespace Msmtp.Secrets.OAuth.Settings;

/// <summary>The <c>oauth</c> settings of one account, read and completed from the preset and the URLs by hand.</summary>
sealed class SignInSettings
{
    const string DefaultStore = "file";

    /// <summary>Null: the account does not use OAuth (<c>oauth</c> is not set, or off).</summary>
    public static SignInSettings? Of(MailAccount account)
    {
        var settings = account.Settings;
        if (settings.Get(OAuthSettings.Use) is not { } use)
            return null;
        var provider = ProviderOf(use, settings);
        var flow = SignInFlow.Of(settings);
        return new SignInSettings
        {
            Account = account,
            Provider = provider,
            IsApplications = use == OAuthParsers.Application,
            ClientId = settings.Get(OAuthSettings.ClientId),
            Scopes = ScopesOf(settings, provider, flow),
            // The device is one of the ways to sign in that --authorize chooses from.
            Flow = flow == Flows.Device ? Flows.Browser : flow,
            NamedFlow = SignInFlow.Named(settings),
            Store = settings.Get(OAuthSettings.Store) ?? DefaultStore,
            RedirectPort = settings.Get(OAuthSettings.RedirectPort),
            TrustFile = settings.Get(OAuthSettings.TrustFile),
            User = settings.Get(CommonSettings.User),
        };
    }

    public required MailAccount Account { get; init; }

    /// <summary>The preset or the issuer, with the URLs by hand in place. What is not there yet is discovered.</summary>
    public required Provider Provider { get; init; }

    /// <summary>The application's own tokens are used (<c>oauth application</c>): <see cref="ITokenProvider"/>.</summary>
    public bool IsApplications { get; init; }

    /// <summary><c>oauth_client_id</c>; null: to be registered (RFC 7591) where the provider does that.</summary>
    public string? ClientId { get; init; }

    /// <summary>The scopes to ask for, that for mail first.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>
    /// How tokens come: by a person (<see cref="Flows.Browser"/>, also for a device and for paste), an application, or a service account.
    /// </summary>
    public required Flows Flow { get; init; }

    /// <summary>The flow that <c>oauth_flow</c> names; none for auto.</summary>
    public Flows NamedFlow { get; init; }

    /// <summary><c>oauth_store</c>: <c>file</c> (in a folder of its own), <c>keyring</c>, or an absolute path.</summary>
    public required string Store { get; init; }

    /// <summary><c>oauth_redirect_port</c>; 0 for any.</summary>
    public int RedirectPort { get; init; }

    /// <summary><c>oauth_trust_file</c>; null for that of the account.</summary>
    public string? TrustFile { get; init; }

    /// <summary><c>user</c>; null if the provider is to say who it is.</summary>
    public string? User { get; init; }

    /// <summary>The command that signs in, for messages: <c>msmtp --authorize -a work</c>.</summary>
    public string AuthorizeCommand
    {
        get
        {
            var file = Account.File is { } path && !IsFoundByItself(path) ? $" -C {Quoted(path)}" : "";
            return Account.Name is null or "default" ? $"msmtp --authorize{file}" : $"msmtp --authorize{file} -a {Quoted(Account.Name)}";
        }
    }

    /// <summary>78: the provider does not know this client, and registers none by itself; says how to get one.</summary>
    public MailException NoClient() => new(ExitCode.Config, DeliveryStage.Configure, $"oauth {Provider.Name} requires oauth_client_id")
    {
        Advice = $"{Provider.RegistrationAdvice ?? Registration()}; "
            + "an administrator can put one into /etc/msmtprc for everybody",
    };

    string Registration() => $"register a public client of the type \"native\" at {Provider.Name}, or ask whoever runs it for one, "
        + $"with the redirect URI {Provider.RedirectUri} on any port, and write its oauth_client_id";

    static Provider ProviderOf(string use, AccountSettings settings)
    {
        var known = use == OAuthParsers.Application
            ? new Provider(use)
            : Presets.Find(use, settings.Get(OAuthSettings.Tenant)) ?? OfIssuer(use);
        return known.With(
            UrlOf(settings.Get(OAuthSettings.AuthorizationUrl)),
            UrlOf(settings.Get(OAuthSettings.TokenUrl)),
            UrlOf(settings.Get(OAuthSettings.DeviceUrl)),
            UrlOf(settings.Get(OAuthSettings.RevocationUrl)));
    }

    // OpenID Connect Core §5.4 and §11: the user's name, and a refresh token. A provider that has a scope for mail needs oauth_scope.
    static Provider OfIssuer(string issuer) => new(issuer) { Issuer = issuer, Scopes = ["openid", "email", "offline_access"] };

    static Uri? UrlOf(string? text) => text is null ? null : new Uri(text);

    static string[] ScopesOf(AccountSettings settings, Provider provider, Flows flow)
    {
        if (settings.Get(OAuthSettings.Scope) is { } scopes)
            return scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (flow is Flows.Application or Flows.Service)
            return provider.ApplicationScope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. provider.Scopes];
    }

    // Where msmtprc is if nobody says otherwise.
    static bool IsFoundByItself(string path) =>
        path == "/etc/msmtprc" || path.EndsWith("/.msmtprc", StringComparison.Ordinal)
        || path.EndsWith("/msmtp/config", StringComparison.Ordinal);

    // For a shell: a name may be any word of msmtprc.
    static string Quoted(string name)
    {
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-' or '_' or '@' or '+' or '/'))
                return $"'{name.Replace("'", @"'\''", StringComparison.Ordinal)}'";
        }
        return name;
    }
}
