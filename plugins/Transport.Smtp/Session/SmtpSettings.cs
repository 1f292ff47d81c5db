using Msmtp.Text;

namespace Msmtp.Transport.Smtp;

/// <summary>The settings of the SMTP dialogue.</summary>
static class SmtpSettings
{
    /// <summary><c>dsn_notify</c>: the value of NOTIFY (RFC 3461 §4.1); null: none.</summary>
    public static readonly SettingKey<string?> DsnNotify = new(
        "dsn_notify", null, ParseNotify, ArgumentRule.Required, new SettingOption("dsn-notify", ArgumentRule.Required)
        {
            Letter = 'N',
            Rank = 350,
            HelpArgument = "=(off|cond)",
            Help = ["set/unset DSN conditions"],
            Values =
            [
                "off", "never", "success", "failure", "delay", "success,failure", "success,delay", "failure,delay", "success,failure,delay",
            ],
        })
    {
        Allowed = "off, never, or some of success, failure, delay with commas between them and no blanks",
        Display = new SettingDisplay(380) { IsAboutMail = true },
    };

    /// <summary><c>dsn_return</c>: the value of RET (RFC 3461 §4.3); null: none.</summary>
    public static readonly SettingKey<string?> DsnReturn = new(
        "dsn_return", null, ParseReturn, ArgumentRule.Required, new SettingOption("dsn-return", ArgumentRule.Required)
        {
            Letter = 'R',
            Rank = 360,
            HelpArgument = "=(off|ret)",
            Help = ["set/unset DSN amount"],
        })
    {
        Allowed = "off, headers, full",
        Display = new SettingDisplay(390) { IsAboutMail = true },
    };

    public static void Register(IPluginRegistry registry) => registry
        .AddSetting(DsnNotify)
        .AddSetting(DsnReturn)
        // Checked again, because a pattern may have been expanded.
        .AddCheck(static settings => CommandText.IsSafe(settings.Get(CommonSettings.Domain)) ? null : "domain holds a line end")
        .AddCheck(Fault);

    /// <summary>The client's name, in A-labels, because the server's capabilities are not known yet (RFC 6531 §3.7.1).</summary>
    public static string ClientName(AccountSettings settings) => DomainName.ToAscii(settings.Get(CommonSettings.Domain));

    /// <summary>The notifications that the account asks for.</summary>
    public static DsnRequest Dsn(AccountSettings settings) => new(settings.Get(DsnNotify), settings.Get(DsnReturn));

    static string? Fault(AccountSettings settings)
    {
        try
        {
            ClientName(settings);
            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }

    // notify-esmtp-value = "NEVER" / 1#notify-list-element, with each of SUCCESS, FAILURE and DELAY once (RFC 3461 §4.1).
    static bool ParseNotify(SettingArgument argument, out string? value)
    {
        value = argument.Text is "off" ? null : argument.Text.ToUpperInvariant();
        var conditions = argument.Text.Split(',');
        return argument.Text is "off" or "never"
            || conditions.Distinct().Count() == conditions.Length
            && conditions.All(static word => word is "success" or "failure" or "delay");
    }

    static bool ParseReturn(SettingArgument argument, out string? value)
    {
        value = argument.Text switch
        {
            "headers" or "hdrs" => "HDRS",
            "full" => "FULL",
            _ => null,
        };
        // msmtp accepts the abbreviation only on the command line.
        return argument.Text is "off" or "headers" or "full" || argument is { Text: "hdrs", Origin: SettingOrigin.CommandLine };
    }
}

/// <summary>The delivery notifications to request (RFC 3461), as parameter values.</summary>
/// <param name="Notify">NOTIFY for each recipient; null: the server's default.</param>
/// <param name="Return">RET for the mail; null: the server's default.</param>
sealed record DsnRequest(string? Notify, string? Return)
{
    /// <summary>Something is requested, so the server must support DSN.</summary>
    public bool IsMade => Notify is not null || Return is not null;
}
