using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>What a refusal means for the user: exit code, message and advice. Nothing here does I/O.</summary>
static class TokenFailures
{
    /// <summary>
    /// 77 with the command that signs in: consent withdrawn, password changed, expired. 78 with whom to ask: wrong client, scope, tenant.
    /// 75 for what passes.
    /// </summary>
    public static MailException Of(TokenRefusal refusal, SignInSettings settings)
    {
        var meaning = MicrosoftRefusals.Of(refusal, settings) ?? Described(refusal, settings) ?? Coded(refusal, settings);
        var message = $"{settings.Provider.Name} gives no token ({refusal.Message}): {meaning.Remedy}";
        return new MailException(
            new DeliveryFailure(meaning.ExitCode, DeliveryStage.Configure, message)
            {
                Advice = meaning.Advice,
                IsTemporary = meaning.ExitCode == ExitCode.TempFail,
            },
            refusal);
    }

    /// <summary>77: nobody has signed in.</summary>
    public static MailException NeverSignedIn(SignInSettings settings) =>
        new(ExitCode.NoPerm, DeliveryStage.Configure, $"nobody has signed in at {settings.Provider.Name}: run {settings.AuthorizeCommand}")
        {
            Advice = "once, as the user who sends the mail",
        };

    // What only the description tells apart. Google's texts are as of 2026, and matched by what is least likely to change.
    static RefusalMeaning? Described(TokenRefusal refusal, SignInSettings settings) => refusal.Error switch
    {
        "invalid_grant" when Says(refusal, "expired or revoked") => RefusalMeaning.SignIn(Revoked(settings), settings),
        "invalid_grant" when Says(refusal, "rapt") || Says(refusal, "reauth") => RefusalMeaning.SignIn(
            "the Workspace asks for a new sign-in from time to time, unless its administrator trusts the application", settings),
        "invalid_grant" when settings.Flow == Flows.Service && Says(refusal, "JWT") => RefusalMeaning.Configuration(
            "set this machine's clock, or download another key for oauth_service_account",
            "the service account's key was deleted, or the clock is wrong"),
        "invalid_grant" when settings.Flow == Flows.Service => RefusalMeaning.Configuration(
            "user has to be a mailbox of the Workspace, and the key in oauth_service_account still has to exist"),
        "unauthorized_client" when settings.Flow == Flows.Service => RefusalMeaning.Configuration(
            $"ask an administrator of the Workspace for domain-wide delegation of {string.Join(' ', settings.Scopes)} "
                + "to the client ID in oauth_service_account"),
        // A client that was registered by RFC 7591, which --authorize does anew.
        "invalid_client" or "unauthorized_client" when settings is { ClientId: null, Flow: Flows.Browser } =>
            RefusalMeaning.SignIn("the provider no longer knows the client that it had registered", settings),
        "token not found" => RefusalMeaning.SignIn("the sign-in has ended", settings),
        _ => null,
    };

    static RefusalMeaning Coded(TokenRefusal refusal, SignInSettings settings) => refusal.Error switch
    {
        "invalid_grant" or "INVALID_REFRESH_TOKEN" =>
            RefusalMeaning.SignIn("the sign-in has expired or was withdrawn, or the password was changed", settings),
        "interaction_required" or "login_required" or "consent_required" or "account_selection_required" =>
            RefusalMeaning.SignIn("the provider wants to ask the person something", settings),
        "access_denied" => RefusalMeaning.SignIn(Denied(settings), settings),
        "expired_token" => RefusalMeaning.SignIn("a code is valid for a few minutes only", settings),
        "invalid_client" or "deleted_client" or "disabled_client" => RefusalMeaning.Configuration(
            "check oauth_client_id and oauth_client_secret", settings.Provider.RegistrationAdvice),
        "unauthorized_client" or "unsupported_grant_type" or "unsupported_response_type" or "restricted_client" =>
            RefusalMeaning.Configuration(
                "the client is not registered for this way to sign in: check oauth_client_id and oauth_flow",
                settings.Provider.RegistrationAdvice),
        "invalid_scope" or "invalid_target" => RefusalMeaning.Configuration(
            "check oauth_scope",
            $"the client does not get the scope \"{string.Join(' ', settings.Scopes)}\"{Registration(settings)}"),
        "redirect_uri_mismatch" or "invalid_redirect_uri" => RefusalMeaning.Configuration(
            $"register the redirect URI {settings.Provider.RedirectUri} with oauth_client_id", settings.Provider.RegistrationAdvice),
        "org_internal" => RefusalMeaning.Configuration(
            "oauth_client_id is for the users of one organization: sign in as one of them, or make its audience External"),
        "admin_policy_enforced" =>
            RefusalMeaning.Configuration("an administrator of the Workspace has to trust oauth_client_id first (API controls)"),
        "unsupported_token_type" =>
            RefusalMeaning.Configuration("no mail server takes such a token: the provider has to issue bearer tokens to oauth_client_id"),
        "temporarily_unavailable" or "server_error" or "slow_down" or "authorization_pending" or "rate_limit_exceeded"
            or "internal_failure" =>
            RefusalMeaning.Later("the provider says that this passes"),
        _ =>
            RefusalMeaning.Configuration(
                $"check oauth_client_id and oauth_scope, or ask whoever runs {settings.Provider.Name}",
                settings.Provider.RegistrationAdvice),
    };

    static bool Says(TokenRefusal refusal, string text) => refusal.Description?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    static string Revoked(SignInSettings settings) => IsGoogle(settings)
        ? "the access was withdrawn, the password was changed, the sign-in was not used for six months, or the client is in the status "
            + "\"Testing\", in which every sign-in ends after seven days"
        : "the sign-in has expired or was withdrawn, or the password was changed";

    static string Denied(SignInSettings settings) => IsGoogle(settings)
        ? "the consent was refused, or the client is in the status \"Testing\" and this account is none of its test users"
        : "the consent was refused";

    static bool IsGoogle(SignInSettings settings) => settings.Provider.Name == "google";

    static string Registration(SignInSettings settings) => settings.Provider.RegistrationAdvice is { } advice ? $"; {advice}" : "";
}
