using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Testing;

namespace Msmtp.Secrets.OAuth.Tests.Support;

/// <summary>Accounts from lines of msmtprc.</summary>
static class Some
{
    /// <summary>An account; throws <see cref="FormatException"/> with what is wrong with it.</summary>
    public static MailAccount Account(string msmtprc) => new PluginUnderTest(new OAuthPlugin()).Account(msmtprc);

    /// <summary>What the plugin reads from an account that uses it.</summary>
    public static SignInSettings Settings(string msmtprc) =>
        SignInSettings.Of(Account(msmtprc)) ?? throw new FormatException("oauth is off");
}
