namespace Msmtp.Secrets.Command;

/// <summary>The setting of this plugin.</summary>
static class SecretCommandSettings
{
    /// <summary><c>passwordeval</c>: a shell command whose first line of output is the password; null: none.</summary>
    public static readonly SettingKey<string?> PasswordEval = new(
        "passwordeval", null, Parse.Text, option: new SettingOption("passwordeval", ArgumentRule.Required)
        {
            Rank = 210,
            HelpArgument = "=[eval]",
            Help = ["evaluate password for authentication"],
        })
    {
        Display = new SettingDisplay(130),
    };
}
