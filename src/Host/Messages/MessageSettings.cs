namespace Msmtp.Hosting;

/// <summary>The settings that decide which header fields are added to a mail and which removed.</summary>
static class MessageSettings
{
    public static readonly SettingKey<FieldHandling> SetFrom = new SettingKey<FieldHandling>(
        "set_from_header", FieldHandling.Auto, ParseFieldHandling, option: new SettingOption("set-from-header", ArgumentRule.Optional)
        {
            Rank = 430,
            HelpArgument = "[=(auto|on|off)]",
            Help = ["set From header handling"],
        })
    {
        Allowed = "auto, on, off",
        Print = Named,
        Display = new SettingDisplay(340) { IsAboutMail = true },
    }.WithAlias(
        "add_missing_from_header",
        ParseAddMissingFrom,
        option: new SettingOption("add-missing-from-header", ArgumentRule.Optional) { Rank = 431 },
        allowed: "on, off");

    /// <summary>A From field that takes the place of the mail's keeps the name in it.</summary>
    public static readonly SettingKey<bool> KeepFromName = new(
        "keep_from_name", false, SettingParsers.Switch, option: new SettingOption("keep-from-name", ArgumentRule.Optional)
        {
            Rank = SettingOption.FirstOwnRank + 51,
            HelpArgument = "[=(on|off)]",
            Help = ["keep the name where From is replaced"],
        })
    {
        Print = static isKept => isKept ? "on" : null,
        Display = new SettingDisplay(341) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary>Who writes the Sender field; <see cref="FieldHandling.Off"/> unless it is set.</summary>
    public static readonly SettingKey<FieldHandling> SetSender = new(
        "set_sender_header", FieldHandling.Off, ParseFieldHandling, option: new SettingOption("set-sender-header", ArgumentRule.Optional)
        {
            Rank = SettingOption.FirstOwnRank + 52,
            HelpArgument = "[=(auto|on|off)]",
            Help = ["set Sender header handling"],
        })
    {
        Allowed = "auto, on, off",
        Print = static handling => handling == FieldHandling.Off ? null : Named(handling),
        Display = new SettingDisplay(342) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary>A Date field is added if there is none.</summary>
    public static readonly SettingKey<bool> SetDate = new SettingKey<bool>(
        "set_date_header", true, ParseAutoOff, option: new SettingOption("set-date-header", ArgumentRule.Optional)
        {
            Rank = 440,
            HelpArgument = "[=(auto|off)]",
            Help = ["set Date header handling"],
        })
    {
        Allowed = "auto, off",
        Print = AutoOff,
        Display = new SettingDisplay(350) { IsAboutMail = true },
    }.WithAlias(
        "add_missing_date_header",
        SettingParsers.Switch,
        option: new SettingOption("add-missing-date-header", ArgumentRule.Optional) { Rank = 441 },
        allowed: "on, off");

    /// <summary>A Message-ID field is added if there is none.</summary>
    public static readonly SettingKey<bool> SetMessageId = new(
        "set_msgid_header", true, ParseAutoOff, option: new SettingOption("set-msgid-header", ArgumentRule.Optional)
        {
            Rank = 450,
            HelpArgument = "[=(auto|off)]",
            Help = ["set Message-ID header handling"],
        })
    {
        Allowed = "auto, off",
        Print = AutoOff,
    };

    public static readonly SettingKey<bool> RemoveBcc = new SettingKey<bool>(
        "remove_bcc_headers", true, SettingParsers.Switch, option: new SettingOption("remove-bcc-headers", ArgumentRule.Optional)
        {
            Rank = 460,
            HelpArgument = "[=(on|off)]",
            Help = ["enable/disable removal of Bcc headers"],
        })
    {
        Print = CommonSettings.OnOff,
        Display = new SettingDisplay(360) { IsAboutMail = true },
    }.WithAlias("keepbcc", SettingParsers.InvertedSwitch, option: new SettingOption("keepbcc", ArgumentRule.Optional) { Rank = 461 });

    /// <summary>To, Cc and Bcc are replaced by one To field. Only shown if it says more than the old command.</summary>
    public static readonly SettingKey<ToHandling> SetTo = new(
        "set_to_header", ToHandling.Off, ParseSetTo, option: new SettingOption("set-to-header", ArgumentRule.Optional)
        {
            Rank = SettingOption.FirstOwnRank + 50,
            HelpArgument = "[=(on|off|undisclosed_recipients)]",
            Help = ["replace To/Cc/Bcc with one To header"],
        })
    {
        Allowed = "on, off, undisclosed_recipients",
        Print = static handling => handling == ToHandling.On ? "on" : null,
        Display = new SettingDisplay(355) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary>The old command for a To field that names nobody.</summary>
    public static readonly SettingSynonym<ToHandling> UndisclosedRecipients = new(
        "undisclosed_recipients", SetTo, ParseUndisclosed, new SettingOption("undisclosed-recipients", ArgumentRule.Optional)
        {
            Rank = 470,
            HelpArgument = "[=(on|off)]",
            Help = ["enable/disable replacement of To/Cc/Bcc", "with To: undisclosed-recipients:;"],
        })
    {
        Allowed = "on, off",
        Print = static handling => CommonSettings.OnOff(handling == ToHandling.Undisclosed),
        Display = new SettingDisplay(370) { IsAboutMail = true },
    };

    /// <summary>The name in a From field that is added, unless the command line has one; null: only the address.</summary>
    public static readonly SettingKey<string?> FromFullName = new("from_full_name", null, SettingParsers.Verbatim)
    {
        Display = new SettingDisplay(325) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    public static void Register(IPluginRegistry registry) => registry
        .AddSetting(SetFrom)
        .AddSetting(KeepFromName)
        .AddSetting(SetSender)
        .AddSetting(SetDate)
        .AddSetting(SetMessageId)
        .AddSetting(RemoveBcc)
        .AddSetting(SetTo)
        .AddSetting(UndisclosedRecipients)
        .AddSetting(FromFullName);

    static string AutoOff(bool isAuto) => isAuto ? "auto" : "off";

    static string Named(FieldHandling handling) => handling switch
    {
        FieldHandling.On => "on",
        FieldHandling.Off => "off",
        _ => "auto",
    };

    static bool ParseFieldHandling(SettingArgument argument, out FieldHandling value)
    {
        value = argument.Text switch
        {
            "on" => FieldHandling.On,
            "off" => FieldHandling.Off,
            _ => FieldHandling.Auto,
        };
        return argument.Text is "" or "auto" or "on" or "off";
    }

    static bool ParseSetTo(SettingArgument argument, out ToHandling value)
    {
        value = argument.Text switch
        {
            "off" => ToHandling.Off,
            "undisclosed_recipients" => ToHandling.Undisclosed,
            _ => ToHandling.On,
        };
        return argument.Text is "" or "on" or "off" or "undisclosed_recipients";
    }

    static bool ParseUndisclosed(SettingArgument argument, out ToHandling value)
    {
        var isValid = SettingParsers.Switch(argument, out var isOn);
        value = isOn ? ToHandling.Undisclosed : ToHandling.Off;
        return isValid;
    }

    static bool ParseAddMissingFrom(SettingArgument argument, out FieldHandling value)
    {
        var isValid = SettingParsers.Switch(argument, out var isOn);
        value = isOn ? FieldHandling.Auto : FieldHandling.Off;
        return isValid;
    }

    static bool ParseAutoOff(SettingArgument argument, out bool value)
    {
        value = argument.Text is "auto" or "";
        return value || argument.Text is "off";
    }
}

/// <summary>The argument of <c>set_from_header</c> and <c>set_sender_header</c>: who writes the field.</summary>
enum FieldHandling
{
    /// <summary>The mail does; where one is needed and it names no address, it is added.</summary>
    Auto,

    /// <summary>msmtp does: it is made from the envelope, whatever the mail says.</summary>
    On,

    /// <summary>The mail does; none is added.</summary>
    Off,
}

/// <summary>The argument of <c>set_to_header</c>: who writes the To field.</summary>
enum ToHandling
{
    /// <summary>The mail does, and its Cc and Bcc are kept.</summary>
    Off,

    /// <summary>msmtp does: it names the envelope's recipients, and the mail's To, Cc and Bcc are dropped.</summary>
    On,

    /// <summary>msmtp does: it is an empty group (RFC 5322 §3.4), and the mail's To, Cc and Bcc are dropped.</summary>
    Undisclosed,
}
