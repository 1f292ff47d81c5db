namespace Msmtp.Hosting;

/// <summary>The settings that decide who a mail is from and who gets it.</summary>
static class EnvelopeSettings
{
    public static readonly SettingKey<bool> AllowFromOverride = new("allow_from_override", true, ParseOnOff)
    {
        Print = CommonSettings.OnOff,
        Display = new SettingDisplay(330) { IsAboutMail = true },
    };

    /// <summary>
    /// Further senders whose mail this account sends, addresses and patterns; null: only that of <see cref="CommonSettings.From"/>, which is
    /// the sender where none is given.
    /// </summary>
    public static readonly SettingKey<string?> FromAlso = new("from_also", null, ParseSenders)
    {
        Allowed = "addresses and patterns such as *@example.org with blanks between them",
        Display = new SettingDisplay(322) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary>Obsolete: the reverse-path is made from the user's name and <see cref="MailDomain"/>.</summary>
    public static readonly SettingKey<bool> AutoFrom = new(
        "auto_from", false, SettingParsers.Switch, option: new SettingOption("auto-from", ArgumentRule.Optional)
        {
            Rank = 320,
            HelpArgument = "[=(on|off)]",
            Help = ["enable/disable automatic envelope-from addresses"],
        })
    {
        Print = CommonSettings.OnOff,
        Display = new SettingDisplay(300) { IsAboutMail = true },
    };

    public static readonly SettingKey<string?> MailDomain = new(
        "maildomain", null, ParseMailDomain, option: new SettingOption("maildomain", ArgumentRule.Required)
        {
            Rank = 340,
            HelpArgument = "=[domain]",
            Help = ["set the domain for automatic envelope from", "addresses"],
        })
    {
        Display = new SettingDisplay(310) { IsAboutMail = true },
    };

    public static readonly SettingKey<string?> Aliases = new(
        "aliases", null, SettingParsers.Path, option: new SettingOption("aliases", ArgumentRule.Required)
        {
            Rank = 420,
            HelpArgument = "=[file]",
            Help = ["set/unset aliases file"],
        })
    {
        Display = new SettingDisplay(430) { IsAboutMail = true },
    };

    public static void Register(IPluginRegistry registry) => registry
        .AddSetting(AllowFromOverride)
        .AddSetting(FromAlso)
        .AddSetting(AutoFrom)
        .AddSetting(MailDomain)
        .AddSetting(Aliases);

    static bool ParseSenders(SettingArgument argument, out string? value)
    {
        value = argument.Text.Length > 0 ? argument.Text : null;
        var count = 0;
        for (ReadOnlySpan<char> rest = value; SettingWords.TryTake(ref rest, out var word); count++)
            if (!SenderPattern.IsOne(word))
                return false;
        return value is null || count > 0;
    }

    // msmtp shows an empty one of the file as it is.
    static bool ParseMailDomain(SettingArgument argument, out string? value) =>
        argument.Origin == SettingOrigin.CommandLine ? SettingParsers.Text(argument, out value) : SettingParsers.Verbatim(argument, out value);

    // The only switch for which an empty argument does not mean on.
    static bool ParseOnOff(SettingArgument argument, out bool value)
    {
        value = argument.Text == "on";
        return value || argument.Text == "off";
    }
}
