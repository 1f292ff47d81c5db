using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>What a refusal means for the user: exit code, message and advice. Nothing here does I/O.</summary>
static class TokenFailures
{
    /// <summary>
    /// 77 with the command that signs in: consent withdrawn, password changed, expired. 78 with whom to ask: wrong client, scope, tenant.
    /// 75 for what passes.
    /// </summary>
    public static MailException Of(TokenRefusal refusal, SignInSettings settings) => throw new NotImplementedException();

    /// <summary>77: nobody has signed in.</summary>
    public static MailException NeverSignedIn(SignInSettings settings) => throw new NotImplementedException();
}
