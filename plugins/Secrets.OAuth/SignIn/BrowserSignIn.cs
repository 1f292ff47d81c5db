using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Secrets.OAuth.Tokens;

namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>Signs in with a browser (RFC 8252 §7.3) that comes back to this machine, or, pasted, from elsewhere.</summary>
static class BrowserSignIn
{
}
