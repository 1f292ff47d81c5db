namespace Msmtp.Cli.Tests.CommandLine;

/// <summary>
/// The options that msmtp has, as if plugins had registered them. How their arguments are read matters here only where a
/// test names it.
/// </summary>
static class MsmtpOptions
{
    public static CommandMode Configure { get; } = Mode(
        Option("configure", 25, null, ArgumentRule.Required, "=mailaddress", "generate and print configuration for address")) with
    {
        NeedsNoAccount = true,
    };

    public static CommandMode ServerInfo { get; } = Mode(
        Option("serverinfo", 30, 'S', ArgumentRule.None, "", "print information about the server"));

    public static CommandMode Rmqs { get; } = Mode(
        Option("rmqs", 40, null, ArgumentRule.Required, "=host|@domain|#queue", "send a Remote Message Queue Starting request"));

    public static SettingKey<string?> LogFile { get; } = new(
        "logfile", null, Parse.Path, option: Option("logfile", 370, 'X', ArgumentRule.Required, "=[file]", "set/unset log file"));

    public static SettingKey<string?> Syslog { get; } = Text(
        "syslog", 390, ArgumentRule.Optional, "[=(on|off|facility)]", "enable/disable/configure syslog logging");

    public static OptionTable Table { get; } = new(Settings(), [Configure, ServerInfo, Rmqs]);

    /// <summary>The same with options that msmtp does not have.</summary>
    public static OptionTable With(params SettingOption[] own)
    {
        var added = own.Select(static option => new SettingKey<string?>(option.Name, null, Parse.Text, option: option));
        return new OptionTable([.. Settings(), .. added], [Configure, ServerInfo, Rmqs]);
    }

    static IEnumerable<SettingKey> Settings() =>
    [
        CommonSettings.Host,
        CommonSettings.Port,
        CommonSettings.Socket,
        CommonSettings.Timeout,
        CommonSettings.Protocol,
        CommonSettings.Auth,
        CommonSettings.User,
        CommonSettings.Tls,
        CommonSettings.TlsStartTls,
        CommonSettings.From,
        LogFile,
        Syslog,
        Text("source-ip", 120, ArgumentRule.Required, "=[IP]", "set/unset source ip address to bind the socket to"),
        Text("proxy-host", 130, ArgumentRule.Required, "=[IP|hostname]", "set/unset proxy"),
        Text("proxy-port", 140, ArgumentRule.Required, "=[number]", "set/unset proxy port"),
        Text("domain", 180, ArgumentRule.Required, "=string", "set the argument of EHLO or LHLO command"),
        Text("passwordeval", 210, ArgumentRule.Required, "=[eval]", "evaluate password for authentication"),
        Text("tls-trust-file", 240, ArgumentRule.Required, "=[file]", "set/unset trust file for TLS"),
        Text("tls-crl-file", 250, ArgumentRule.Required, "=[file]", "set/unset revocation file for TLS"),
        Text("tls-fingerprint", 260, ArgumentRule.Required, "=[f]", "set/unset trusted certificate fingerprint for TLS"),
        Switch("tls-certcheck", 270, "[=(on|off)]", "enable/disable server certificate checks for TLS"),
        Text("tls-key-file", 280, ArgumentRule.Required, "=[file]", "set/unset private key file for TLS"),
        Text("tls-cert-file", 290, ArgumentRule.Required, "=[file]", "set/unset private cert file for TLS"),
        Text("tls-priorities", 300, ArgumentRule.Required, "=[prios]", "set/unset TLS priorities."),
        Text("tls-host-override", 305, ArgumentRule.Required, "=[host]", "set/unset override for TLS host verification."),
        Text("tls-min-dh-prime-bits", 310, ArgumentRule.Required, "=[b]", "set/unset minimum bit size of DH prime"),
        Text("tls-force-sslv3", 311, ArgumentRule.Ignored, ""),
        Switch("auto-from", 320, "[=(on|off)]", "enable/disable automatic envelope-from addresses"),
        Text("maildomain", 340, ArgumentRule.Required, "=[domain]", "set the domain for automatic envelope from", "addresses"),
        OnlyNever(Option("dsn-notify", 350, 'N', ArgumentRule.Required, "=(off|cond)", "set/unset DSN conditions")),
        OnlyNever(Option("dsn-return", 360, 'R', ArgumentRule.Required, "=(off|ret)", "set/unset DSN amount")),
        Text("logfile-time-format", 380, ArgumentRule.Required, "=[fmt]", "set/unset log file time format for strftime()"),
        Text("aliases", 420, ArgumentRule.Required, "=[file]", "set/unset aliases file"),
        Text("set-from-header", 430, ArgumentRule.Optional, "[=(auto|on|off)]", "set From header handling"),
        Text("set-date-header", 440, ArgumentRule.Optional, "[=(auto|off)]", "set Date header handling"),
        Text("set-msgid-header", 450, ArgumentRule.Optional, "[=(auto|off)]", "set Message-ID header handling"),
        Switch("remove-bcc-headers", 460, "[=(on|off)]", "enable/disable removal of Bcc headers"),
        Switch(
            "undisclosed-recipients", 470, "[=(on|off)]",
            "enable/disable replacement of To/Cc/Bcc", "with To: undisclosed-recipients:;"),
        Switch("keepbcc", 480, ""),
        Switch("add-missing-from-header", 481, ""),
        Switch("add-missing-date-header", 482, ""),
    ];

    static CommandMode Mode(SettingOption option) => new(option, static (_, _) => default);

    static SettingKey<string?> Text(string name, int rank, ArgumentRule argument, string helpArgument, params string[] help) =>
        new(name, null, Parse.Text, option: Option(name, rank, null, argument, helpArgument, help));

    static SettingKey<bool> Switch(string name, int rank, string helpArgument, params string[] help) =>
        new(name, false, Parse.Switch, option: Option(name, rank, null, ArgumentRule.Optional, helpArgument, help));

    static SettingOption Option(string name, int rank, char? letter, ArgumentRule argument, string helpArgument, params string[] help) =>
        new(name, argument) { Rank = rank, Letter = letter, HelpArgument = helpArgument, Help = help };

    static SettingKey<string?> OnlyNever(SettingOption option) => new(option.Name, null, Never, option: option);

    static bool Never(SettingArgument argument, out string? value)
    {
        value = argument.Text;
        return value == "never";
    }
}
