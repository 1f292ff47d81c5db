using System.Globalization;

namespace Msmtp.Hosting;

/// <summary>The settings of the policy of a queue. Where the queue is, is the setting of its plugin.</summary>
static class QueueSettings
{
    // A month is longer than any sender wants to wait, and within the range of all clocks.
    const int LongestExpiryInDays = 30;

    /// <summary><c>queue</c>: whether a mail that cannot be sent now is kept and sent later, or every mail is.</summary>
    public static readonly SettingKey<QueueUse> Use = new(
        "queue", QueueUse.Off, ParseUse, option: new SettingOption("queue", ArgumentRule.Optional)
        {
            HelpArgument = "[=(on|off|always)]",
            Help = ["keep a mail that cannot be sent now, and send it later"],
        })
    {
        Allowed = "on, off, always",
        Print = static use => use.ToString().ToLowerInvariant(),
        Display = new SettingDisplay(450) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary><c>queue_expiry</c>: how long a mail is tried before it is given up.</summary>
    public static readonly SettingKey<TimeSpan?> Expiry = new("queue_expiry", TimeSpan.FromDays(5), ParseExpiry)
    {
        Allowed = "a number with s, m, h or d behind it, up to 30d",
        Print = ShowTime,
        Display = new SettingDisplay(451) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary><c>queue_rate</c>: how many mails may be sent in a second, minute, hour or day; null: any number.</summary>
    public static readonly SettingKey<string?> Rate = new("queue_rate", null, ParseRate)
    {
        Allowed = "a number with /s, /m, /h or /d behind it, off",
        Display = new SettingDisplay(452) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary><c>queue_connections</c>: how many mails of an account are sent at the same time.</summary>
    public static readonly SettingKey<int> Connections = new("queue_connections", 2, ParseConnections)
    {
        Allowed = "a number from 1 to 100",
        Display = new SettingDisplay(453) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary><c>queue_unknown</c>: a mail that may have been delivered waits for its sender's decision; false: it is tried again.</summary>
    public static readonly SettingKey<bool> HoldsUnknown = new("queue_unknown", false, ParseUnknown)
    {
        Allowed = "retry, hold",
        Print = static holds => holds ? "hold" : "retry",
        Display = new SettingDisplay(454) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary><c>queue_bounce</c>: a sender is told by mail what cannot be delivered.</summary>
    public static readonly SettingKey<bool> Bounces = new("queue_bounce", true, SettingParsers.Switch)
    {
        Print = CommonSettings.OnOff,
        Display = new SettingDisplay(455) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary><c>queue_runner</c>: behind a queued mail, the command starts a process that sends it later.</summary>
    public static readonly SettingKey<bool> StartsRunner = new("queue_runner", true, SettingParsers.Switch)
    {
        Print = CommonSettings.OnOff,
        Display = new SettingDisplay(456) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary>The time between two mails at a rate, such as 2 s for 30/m; zero: there is no limit.</summary>
    public static TimeSpan Interval(string? rate) => rate is null ? TimeSpan.Zero : TryInterval(rate, out var interval) ? interval : TimeSpan.Zero;

    public static void Register(IPluginRegistry registry) => registry
        .AddSetting(Use)
        .AddSetting(Expiry)
        .AddSetting(Rate)
        .AddSetting(Connections)
        .AddSetting(HoldsUnknown)
        .AddSetting(Bounces)
        .AddSetting(StartsRunner);

    static bool ParseUse(SettingArgument argument, out QueueUse value)
    {
        value = argument.Text switch
        {
            "on" or "" => QueueUse.On,
            "always" => QueueUse.Always,
            _ => QueueUse.Off,
        };
        return value != QueueUse.Off || argument.Text == "off";
    }

    static bool ParseExpiry(SettingArgument argument, out TimeSpan? value)
    {
        value = Duration(argument.Text);
        return value > TimeSpan.Zero && value <= TimeSpan.FromDays(LongestExpiryInDays);
    }

    static string? ShowTime(TimeSpan? time) => time switch
    {
        null => null,
        { Hours: 0, Minutes: 0, Seconds: 0 } days => $"{days.Days}d",
        { Minutes: 0, Seconds: 0 } hours => $"{(int)hours.TotalHours}h",
        { Seconds: 0 } minutes => $"{(int)minutes.TotalMinutes}m",
        { } seconds => $"{(int)seconds.TotalSeconds}s",
    };

    static bool ParseRate(SettingArgument argument, out string? value)
    {
        value = argument.Text is "off" or "" ? null : argument.Text;
        return value is null || TryInterval(value, out _);
    }

    static bool ParseConnections(SettingArgument argument, out int value) => SettingParsers.PositiveNumber(argument, out value) && value <= 100;

    static bool ParseUnknown(SettingArgument argument, out bool value)
    {
        value = argument.Text is "hold";
        return value || argument.Text is "retry";
    }

    static bool TryInterval(string rate, out TimeSpan interval)
    {
        interval = TimeSpan.Zero;
        if (rate is not [.. var digits, '/', var letter] || Unit(letter) is not { } unit || !Count(digits, out var count))
            return false;
        interval = unit / count;
        return true;
    }

    static TimeSpan? Duration(string text) =>
        text is [.. var digits, var letter] && Unit(letter) is { } unit && Count(digits, out var count) ? unit * count : null;

    static bool Count(string digits, out int count) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is > 0 and <= 1_000_000;

    static TimeSpan? Unit(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}

/// <summary>When the queue gets a mail.</summary>
enum QueueUse
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>When it was tried and could not be sent now.</summary>
    On,

    /// <summary>Before it is tried.</summary>
    Always,
}
