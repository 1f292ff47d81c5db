using Msmtp.Secrets.OAuth.Renewal;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Modes;

/// <summary><c>--print-token</c>: prints a valid access token, and nothing else, for programs that have no sign-in of their own.</summary>
static class PrintTokenMode
{
    public static CommandMode Mode => new(
        new SettingOption("print-token", ArgumentRule.None) { Help = ["print the access token, for other mail programs"] }, RunAsync);

    static async ValueTask RunAsync(ModeContext mode, CancellationToken cancellationToken)
    {
        var settings = RequiredSignIn.Of(mode.Plugin.Account);
        using var token = await new AccessTokens(mode.Plugin, settings).GetAsync(rejected: null, cancellationToken).ConfigureAwait(false);
        mode.Print(OctetText.Decode(token.Reveal()));
    }
}
