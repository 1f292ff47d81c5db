using Msmtp.Text;

namespace Msmtp.Transport.Smtp;

/// <summary>The settings about the dialogue itself.</summary>
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
        // Once more, because a pattern may have put something in.
        .AddCheck(static settings => CommandText.IsSafe(settings.Get(CommonSettings.Domain)) ? null : "domain holds a line end")
        .AddCheck(Fault);

    /// <summary>What the client calls itself, in A-labels: nobody knows yet what the server understands (RFC 6531 §3.7.1).</summary>
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
        // msmtp takes the abbreviation on the command line only.
        return argument.Text is "off" or "headers" or "full" || argument is { Text: "hdrs", Origin: SettingOrigin.CommandLine };
    }
}

/// <summary>Which notifications the sender asks for (RFC 3461), as the parameters' values.</summary>
/// <param name="Notify">NOTIFY of each recipient; null: the server's custom.</param>
/// <param name="Return">RET of the mail; null: the server's custom.</param>
sealed record DsnRequest(string? Notify, string? Return)
{
    /// <summary>Something is asked for, so the server must know DSN.</summary>
    public bool IsMade => Notify is not null || Return is not null;
}
