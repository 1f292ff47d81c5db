namespace Msmtp.Log.File;

/// <summary>The settings of this plugin.</summary>
static class LogFileSettings
{
    /// <summary><c>logfile</c>: the file to which a line is appended for each mail; <c>-</c>: standard output; null: none.</summary>
    public static readonly SettingKey<string?> File = new(
        "logfile", null, SettingParsers.Path, option: new SettingOption("logfile", ArgumentRule.Required)
        {
            Letter = 'X',
            Rank = 370,
            HelpArgument = "=[file]",
            Help = ["set/unset log file"],
        })
    {
        WordsBesidePaths = "-",
        Display = new SettingDisplay(400) { IsAboutMail = true },
    };

    /// <summary><c>logfile_time_format</c>: the format of the time, for strftime; <c>none</c>: no time; null: msmtp's.</summary>
    public static readonly SettingKey<string?> TimeFormat = new(
        "logfile_time_format", null, SettingParsers.Text, option: new SettingOption("logfile-time-format", ArgumentRule.Required)
        {
            Rank = 380,
            HelpArgument = "=[fmt]",
            Help = ["set/unset log file time format for strftime()"],
        })
    {
        IsLiteral = true,
        Display = new SettingDisplay(410) { IsAboutMail = true },
    };

    /// <summary>Why a log cannot be written on this system: the file is opened and locked by Linux system calls. Null: it can.</summary>
    public static string? Fault(AccountSettings settings, bool isLinux) =>
        !isLinux && settings.Get(File) is not null ? $"{File.Name} works on Linux only" : null;
}
