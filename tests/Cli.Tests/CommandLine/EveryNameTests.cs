using Msmtp.Hosting;

namespace Msmtp.Cli.Tests.CommandLine;

/// <summary>
/// Every command of msmtprc and every option that any msmtp 1.8 or its predecessors have had, the names that the oldest manuals
/// tell of included, and what each means. The names were got from msmtp itself: by asking it for every word in its binary, and
/// for the candidates of every letter.
/// </summary>
public sealed class EveryNameTests
{
    const string Pin = "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33";

    static readonly PluginRegistry Plugins = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All]);

    /// <summary>Command, option without dashes (empty: none), argument; the setting that it sets, and how that is shown then.</summary>
    public static TheoryData<string, string, string, string, string> Names { get; } = new()
    {
        // What the oldest manuals have.
        { "keepbcc", "keepbcc", "on", "remove_bcc_headers", "off" },
        { "keepbcc", "keepbcc", "off", "remove_bcc_headers", "on" },
        { "tls_nostarttls", "", "", "tls_starttls", "off" },
        { "tls_nocertcheck", "", "", "tls_certcheck", "off" },
        { "tls_force_sslv3", "tls-force-sslv3", "on", "tls", "off" },
        { "tls_force_sslv3", "tls-force-sslv3", "whatever", "tls", "off" },
        { "auto_from", "auto-from", "on", "auto_from", "on" },
        { "auto_from", "auto-from", "off", "auto_from", "off" },
        { "maildomain", "maildomain", "example.org", "maildomain", "example.org" },
        { "add_missing_from_header", "add-missing-from-header", "on", "set_from_header", "auto" },
        { "add_missing_from_header", "add-missing-from-header", "off", "set_from_header", "off" },
        { "add_missing_date_header", "add-missing-date-header", "on", "set_date_header", "auto" },
        { "add_missing_date_header", "add-missing-date-header", "off", "set_date_header", "off" },
        { "connect_timeout", "connect-timeout", "5", "timeout", "5 seconds" },
        { "connect_timeout", "connect-timeout", "off", "timeout", "off" },

        { "host", "host", "mail.example.org", "host", "mail.example.org" },
        { "port", "port", "587", "port", "587" },
        { "source_ip", "source-ip", "192.0.2.1", "source_ip", "192.0.2.1" },
        { "proxy_host", "proxy-host", "proxy.example.org", "proxy_host", "proxy.example.org" },
        { "proxy_port", "proxy-port", "9050", "proxy_port", "9050" },
        { "socket", "socket", "/run/lmtp", "socket", "/run/lmtp" },
        { "timeout", "timeout", "1", "timeout", "1 second" },
        { "protocol", "protocol", "lmtp", "protocol", "lmtp" },
        { "domain", "domain", "me.example.org", "domain", "me.example.org" },
        { "auth", "auth", "on", "auth", "choose" },
        { "auth", "auth", "gssapi", "auth", "GSSAPI" },
        { "auth", "auth", "scram-sha-256", "auth", "SCRAM-SHA-256" },
        { "user", "user", "joe", "user", "joe" },
        { "password", "", "secret", "password", "*" },
        { "passwordeval", "passwordeval", "pass mail", "passwordeval", "pass mail" },
        { "ntlmdomain", "", "SALES", "ntlmdomain", "SALES" },
        { "tls", "tls", "on", "tls", "on" },
        { "tls_starttls", "tls-starttls", "off", "tls_starttls", "off" },
        { "tls_trust_file", "tls-trust-file", "~/ca", "tls_trust_file", "/home/joe/ca" },
        { "tls_crl_file", "tls-crl-file", "~/crl", "tls_crl_file", "/home/joe/crl" },
        { "tls_fingerprint", "tls-fingerprint", Pin, "tls_fingerprint", Pin },
        { "tls_key_file", "tls-key-file", "~/key", "tls_key_file", "/home/joe/key" },
        { "tls_cert_file", "tls-cert-file", "~/cert", "tls_cert_file", "/home/joe/cert" },
        { "tls_certcheck", "tls-certcheck", "off", "tls_certcheck", "off" },
        { "tls_priorities", "tls-priorities", "NORMAL:-VERS-TLS1.2", "tls_priorities", "NORMAL:-VERS-TLS1.2" },
        { "tls_host_override", "tls-host-override", "other.example.org", "tls_host_override", "other.example.org" },
        { "tls_min_dh_prime_bits", "tls-min-dh-prime-bits", "1024", "tls_min_dh_prime_bits", "1024" },
        { "from", "from", "joe@example.org", "from", "joe@example.org" },
        { "allow_from_override", "", "off", "allow_from_override", "off" },
        { "from_full_name", "", "Joe Q. Smith", "from_full_name", "Joe Q. Smith" },
        { "dsn_notify", "dsn-notify", "failure,delay", "dsn_notify", "FAILURE,DELAY" },
        { "dsn_return", "dsn-return", "headers", "dsn_return", "HDRS" },
        { "set_from_header", "set-from-header", "on", "set_from_header", "on" },
        { "set_date_header", "set-date-header", "off", "set_date_header", "off" },
        { "set_msgid_header", "set-msgid-header", "off", "set_msgid_header", "off" },
        { "remove_bcc_headers", "remove-bcc-headers", "off", "remove_bcc_headers", "off" },
        { "set_to_header", "set-to-header", "on", "set_to_header", "on" },
        { "set_to_header", "set-to-header", "undisclosed_recipients", "undisclosed_recipients", "on" },
        { "undisclosed_recipients", "undisclosed-recipients", "on", "undisclosed_recipients", "on" },
        { "logfile", "logfile", "~/log", "logfile", "/home/joe/log" },
        { "logfile_time_format", "logfile-time-format", "%F", "logfile_time_format", "%F" },
        { "syslog", "syslog", "LOG_MAIL", "syslog", "LOG_MAIL" },
        { "aliases", "aliases", "~/aliases", "aliases", "/home/joe/aliases" },
    };

    /// <summary>The same without those that the command line does not have.</summary>
    public static TheoryData<string, string, string, string> Options { get; } = new(
        from row in Names
        let name = row.Data
        where name.Item2.Length > 0
        select (name.Item2, name.Item3, name.Item4, name.Item5));

    [Theory, MemberData(nameof(Names))]
    public void A_command_means_what_it_meant(string command, string option, string argument, string setting, string shown)
    {
        var spelling = Plugins.FindCommand(command);
        var settings = new AccountSettingsBuilder();

        Assert.NotNull(spelling);
        Assert.Equal(option.Length > 0 ? option : null, spelling.Option?.Name);
        Assert.True(spelling.TryApply(new SettingArgument(argument) { Home = "/home/joe", Mechanisms = Plugins.MechanismNames }, settings));
        Assert.Equal(shown, settings.Build().Show(setting));
    }

    [Theory, MemberData(nameof(Options))]
    public void An_option_means_what_it_meant(string option, string argument, string setting, string shown) =>
        Assert.Equal(shown, Read($"--{option}={argument}").Settings.Show(setting));

    // msmtprc has them without an argument only; a switch without one is on.
    [Theory]
    [InlineData("tls_nostarttls", ArgumentRule.None)]
    [InlineData("tls_nocertcheck", ArgumentRule.None)]
    [InlineData("tls_force_sslv3", ArgumentRule.Ignored)]
    [InlineData("keepbcc", ArgumentRule.Optional)]
    [InlineData("auto_from", ArgumentRule.Optional)]
    [InlineData("add_missing_from_header", ArgumentRule.Optional)]
    [InlineData("add_missing_date_header", ArgumentRule.Optional)]
    [InlineData("connect_timeout", ArgumentRule.Required)]
    public void An_old_command_takes_the_argument_that_it_took(string command, ArgumentRule rule) =>
        Assert.Equal(rule, Plugins.FindCommand(command)?.Argument);

    [Theory]
    [InlineData("--keepbcc", "remove_bcc_headers", "off")]
    [InlineData("--auto-from", "auto_from", "on")]
    [InlineData("--add-missing-from-header", "set_from_header", "auto")]
    [InlineData("--add-missing-date-header", "set_date_header", "auto")]
    [InlineData("--tls-force-sslv3", "tls", "off")]
    [InlineData("--tls-force-sslv3=", "tls", "off")]
    public void An_old_switch_may_stand_alone(string option, string setting, string shown) =>
        Assert.Equal(shown, Read(option).Settings.Show(setting));

    static Arguments Read(string word)
    {
        var context = new CommandLineContext { Home = "/home/joe", Mechanisms = Plugins.MechanismNames };
        Assert.True(ArgumentsReader.TryRead([word], MsmtpOptions.Table, context, out var arguments, out var error), error?.Message);
        return arguments;
    }
}
