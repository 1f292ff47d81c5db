namespace Msmtp.Secrets.Command;

/// <summary>The settings of this plugin.</summary>
static class SecretCommandSettings
{
    /// <summary><c>passwordeval</c>: a shell command whose first line of output is the password; null: none.</summary>
    public static readonly SettingKey<string?> PasswordEval = new(
        "passwordeval", null, SettingParsers.Text, option: new SettingOption("passwordeval", ArgumentRule.Required)
        {
            Rank = 210,
            HelpArgument = "=[eval]",
            Help = ["evaluate password for authentication"],
        })
    {
        IsCommand = true,
        Display = new SettingDisplay(130),
    };

    /// <summary>
    /// <c>tls_key_passwordeval</c>: a shell command whose first line of output is the passphrase of the private key in
    /// <c>tls_key_file</c>; null: none.
    /// </summary>
    public static readonly SettingKey<string?> KeyPasswordEval = new(
        "tls_key_passwordeval", null, SettingParsers.Text, option: new SettingOption("tls-key-passwordeval", ArgumentRule.Required)
        {
            Rank = SettingOption.FirstOwnRank + 20,
            HelpArgument = "=[eval]",
            Help = ["evaluate passphrase of the private key for TLS"],
        })
    {
        IsCommand = true,
        Display = new SettingDisplay(205) { IsHiddenWhenUnset = true },
    };

    /// <summary>Why a command cannot be run on this system. Null: it can.</summary>
    public static string? Fault(AccountSettings settings, bool isWindows) => (isWindows, settings.Get(PasswordEval), settings.Get(KeyPasswordEval)) switch
    {
        (true, not null, _) => $"{PasswordEval.Name} needs /bin/sh, which Windows does not have",
        (true, _, not null) => $"{KeyPasswordEval.Name} needs /bin/sh, which Windows does not have",
        _ => null,
    };
}
