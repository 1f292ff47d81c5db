namespace Msmtp.Log.Syslog;

/// <summary>The setting of this plugin.</summary>
static class SyslogSettings
{
    const string Prefix = "LOG_";

    /// <summary><c>syslog</c>: the facility to log as; null: not at all.</summary>
    public static readonly SettingKey<SyslogFacility?> Syslog = new(
        "syslog", null, ParseFacility, option: new SettingOption("syslog", ArgumentRule.Optional)
        {
            Rank = 390,
            HelpArgument = "[=(on|off|facility)]",
            Help = ["enable/disable/configure syslog logging"],
        })
    {
        Allowed = "on, off, LOG_USER, LOG_MAIL, LOG_LOCAL0, LOG_LOCAL1, LOG_LOCAL2, LOG_LOCAL3, LOG_LOCAL4, LOG_LOCAL5, LOG_LOCAL6, LOG_LOCAL7",
        Print = static facility => facility is { } some ? Name(some) : null,
        Display = new SettingDisplay(420) { IsAboutMail = true },
    };

    /// <summary>Why nothing can be logged on this system. Null: it can.</summary>
    public static string? Fault(AccountSettings settings, bool isWindows) =>
        isWindows && settings.Get(Syslog) is not null ? $"{Syslog.Name} needs a system log, which Windows does not have" : null;

    static bool ParseFacility(SettingArgument argument, out SyslogFacility? value)
    {
        value = argument.Text is "on" or "" ? SyslogFacility.User : Find(argument.Text);
        return value is not null || argument.Text == "off";
    }

    // Upper case only, as in syslog.h.
    static SyslogFacility? Find(string name)
    {
        foreach (var facility in Enum.GetValues<SyslogFacility>())
            if (name == Name(facility))
                return facility;
        return null;
    }

    static string Name(SyslogFacility facility) => Prefix + facility.ToString().ToUpperInvariant();
}

/// <summary>The facilities that msmtp offers, with their numbers by RFC 5424 §6.2.1.</summary>
enum SyslogFacility
{
    User = 1,
    Mail = 2,
    Local0 = 16,
    Local1 = 17,
    Local2 = 18,
    Local3 = 19,
    Local4 = 20,
    Local5 = 21,
    Local6 = 22,
    Local7 = 23,
}
