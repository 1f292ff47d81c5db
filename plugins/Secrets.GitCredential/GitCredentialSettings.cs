namespace Msmtp.Secrets.GitCredential;

/// <summary>The setting of this plugin.</summary>
static class GitCredentialSettings
{
    /// <summary><c>credential_helper</c>: a helper as git's <c>credential.helper</c> names it, or <c>git</c>; null: none.</summary>
    public static readonly SettingKey<string?> Helper = new(
        "credential_helper", null, SettingParsers.Text, option: new SettingOption("credential-helper", ArgumentRule.Required)
        {
            HelpArgument = "=[helper]",
            Help = ["ask a git credential helper for the password"],
        })
    {
        IsCommand = true,
        Display = new SettingDisplay(136) { IsHiddenWhenUnset = true },
    };

    /// <summary>Why a helper cannot be run on this system. Null: it can.</summary>
    public static string? Fault(AccountSettings settings, bool isWindows) =>
        isWindows && settings.Get(Helper) is not null ? $"{Helper.Name} needs /bin/sh, which Windows does not have" : null;
}
