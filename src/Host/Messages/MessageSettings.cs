namespace Msmtp.Hosting;

/// <summary>The settings that decide which header fields are added to a mail and which removed.</summary>
static class MessageSettings
{
    public static readonly SettingKey<FromHandling> SetFrom = new SettingKey<FromHandling>(
        "set_from_header", FromHandling.Auto, ParseSetFrom, option: new SettingOption("set-from-header", ArgumentRule.Optional)
        {
            Rank = 430,
            HelpArgument = "[=(auto|on|off)]",
            Help = ["set From header handling"],
        })
    {
        Print = static handling => handling switch
        {
            FromHandling.On => "on",
            FromHandling.Off => "off",
            _ => "auto",
        },
        Display = new SettingDisplay(340) { IsAboutMail = true },
    }.WithAlias(
        "add_missing_from_header",
        ParseAddMissingFrom,
        option: new SettingOption("add-missing-from-header", ArgumentRule.Optional) { Rank = 431 });

    /// <summary>A Date field is added where there is none.</summary>
    public static readonly SettingKey<bool> SetDate = new SettingKey<bool>(
        "set_date_header", true, ParseAutoOff, option: new SettingOption("set-date-header", ArgumentRule.Optional)
        {
            Rank = 440,
            HelpArgument = "[=(auto|off)]",
            Help = ["set Date header handling"],
        })
    {
        Print = AutoOff,
        Display = new SettingDisplay(350) { IsAboutMail = true },
    }.WithAlias(
        "add_missing_date_header",
        Parse.Switch,
        option: new SettingOption("add-missing-date-header", ArgumentRule.Optional) { Rank = 441 });

    /// <summary>A Message-ID field is added where there is none.</summary>
    public static readonly SettingKey<bool> SetMessageId = new(
        "set_msgid_header", true, ParseAutoOff, option: new SettingOption("set-msgid-header", ArgumentRule.Optional)
        {
            Rank = 450,
            HelpArgument = "[=(auto|off)]",
            Help = ["set Message-ID header handling"],
        })
    {
        Print = AutoOff,
    };

    public static readonly SettingKey<bool> RemoveBcc = new SettingKey<bool>(
        "remove_bcc_headers", true, Parse.Switch, option: new SettingOption("remove-bcc-headers", ArgumentRule.Optional)
        {
            Rank = 460,
            HelpArgument = "[=(on|off)]",
            Help = ["enable/disable removal of Bcc headers"],
        })
    {
        Print = CommonSettings.OnOff,
        Display = new SettingDisplay(360) { IsAboutMail = true },
    }.WithAlias("keepbcc", Parse.InvertedSwitch, option: new SettingOption("keepbcc", ArgumentRule.Optional) { Rank = 461 });

    /// <summary>To, Cc and Bcc give way to a group without members (RFC 5322 §3.4).</summary>
    public static readonly SettingKey<bool> UndisclosedRecipients = new(
        "undisclosed_recipients", false, Parse.Switch, option: new SettingOption("undisclosed-recipients", ArgumentRule.Optional)
        {
            Rank = 470,
            HelpArgument = "[=(on|off)]",
            Help = ["enable/disable replacement of To/Cc/Bcc", "with To: undisclosed-recipients:;"],
        })
    {
        Print = CommonSettings.OnOff,
        Display = new SettingDisplay(370) { IsAboutMail = true },
    };

    public static void Register(IPluginRegistry registry) => registry
        .AddSetting(SetFrom)
        .AddSetting(SetDate)
        .AddSetting(SetMessageId)
        .AddSetting(RemoveBcc)
        .AddSetting(UndisclosedRecipients);

    static string AutoOff(bool isAuto) => isAuto ? "auto" : "off";

    static bool ParseSetFrom(SettingArgument argument, out FromHandling value)
    {
        value = argument.Text switch
        {
            "on" => FromHandling.On,
            "off" => FromHandling.Off,
            _ => FromHandling.Auto,
        };
        return argument.Text is "" or "auto" or "on" or "off";
    }

    static bool ParseAddMissingFrom(SettingArgument argument, out FromHandling value)
    {
        var isValid = Parse.Switch(argument, out var isOn);
        value = isOn ? FromHandling.Auto : FromHandling.Off;
        return isValid;
    }

    static bool ParseAutoOff(SettingArgument argument, out bool value)
    {
        value = argument.Text is "auto" or "";
        return value || argument.Text is "off";
    }
}
