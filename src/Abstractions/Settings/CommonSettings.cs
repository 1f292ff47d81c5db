using System.Globalization;

namespace Msmtp;

/// <summary>The settings that many plugins read and applications set. All others belong to the plugins that implement them.</summary>
public static class CommonSettings
{
    /// <summary>
    /// <c>host</c>: the server's name or address; null if a socket is used. An account may name several, with blanks between them
    /// (<see cref="HostsOf"/>): a plugin is given one of them at a time, so that it knows nothing of the others.
    /// </summary>
    public static readonly SettingKey<string?> Host = new(
        "host", null, ParseHosts, ArgumentRule.Required, new SettingOption("host", ArgumentRule.Required)
        {
            Rank = 100,
            HelpArgument = "=hostname",
            Help = ["set the server, use only command-line settings;", "do not use any configuration file data"],
            Kind = ArgumentKind.Host,
        })
    {
        Display = new SettingDisplay(10),
    };

    /// <summary><c>port</c>: the server's port. Default 25, or 465 for TLS without STARTTLS; 0 for LMTP, which has no default.</summary>
    public static readonly SettingKey<int> Port = new(
        "port", 0, SettingParsers.Port, ArgumentRule.Required, new SettingOption("port", ArgumentRule.Required)
        {
            Rank = 110,
            HelpArgument = "=number",
            Help = ["set port number"],
        })
    {
        Allowed = "a number from 1 to 65535",
        DerivedDefault = DefaultPort,
        Print = static port => port == 0 ? null : port.ToString(CultureInfo.InvariantCulture),
        Display = new SettingDisplay(20),
    };

    /// <summary><c>socket</c>: a unix socket to connect to, in preference to host and port; null for none.</summary>
    public static readonly SettingKey<string?> Socket = new(
        "socket", null, SettingParsers.Text, option: new SettingOption("socket", ArgumentRule.Required)
        {
            Rank = 150,
            HelpArgument = "=[socketname]",
            Help = ["set/unset local socket to connect to"],
        })
    {
        IsPath = true,
        Display = new SettingDisplay(60),
    };

    /// <summary><c>timeout</c>: how long to wait for a connection, a reply or room to send; null for as long as the system does.</summary>
    public static readonly SettingKey<TimeSpan?> Timeout = new SettingKey<TimeSpan?>(
        "timeout", null, ParseTimeout, ArgumentRule.Required, new SettingOption("timeout", ArgumentRule.Required)
        {
            Rank = 160,
            HelpArgument = "=(off|seconds)",
            Help = ["set/unset network timeout in seconds"],
            Values = ["off"],
        })
    {
        Allowed = "off, or a number of seconds above zero",
        Print = static timeout => timeout switch
        {
            null => "off",
            { TotalSeconds: 1 } => "1 second",
            { } some => string.Create(CultureInfo.InvariantCulture, $"{some.TotalSeconds:0} seconds"),
        },
        Display = new SettingDisplay(70),
    }.WithAlias("connect_timeout", ParseTimeout, ArgumentRule.Required, new SettingOption("connect-timeout", ArgumentRule.Required)
    {
        Rank = 161,
        SynonymOf = "timeout",
    });

    /// <summary><c>protocol</c>: SMTP or LMTP.</summary>
    public static readonly SettingKey<MailProtocol> Protocol = new(
        "protocol", MailProtocol.Smtp, ParseProtocol, ArgumentRule.Required, new SettingOption("protocol", ArgumentRule.Required)
        {
            Rank = 170,
            HelpArgument = "=(smtp|lmtp)",
            Help = ["use the given sub protocol"],
        })
    {
        Allowed = "smtp, lmtp",
        Print = static protocol => protocol == MailProtocol.Lmtp ? "lmtp" : "smtp",
        Display = new SettingDisplay(80),
    };

    /// <summary><c>domain</c>: the name in the client's EHLO or LHLO (RFC 5321 §4.1.1.1). An empty name is sent as such.</summary>
    public static readonly SettingKey<string> Domain = new(
        "domain", "localhost", ParseDomain, option: new SettingOption("domain", ArgumentRule.Required)
        {
            Rank = 180,
            HelpArgument = "=string",
            Help = ["set the argument of EHLO or LHLO command"],
        })
    {
        Allowed = "a host name, %H for this machine's, without line breaks",
        Patterns = "HCM",
        Display = new SettingDisplay(90),
    };

    /// <summary><c>auth</c>: whether to authenticate, and how.</summary>
    public static readonly SettingKey<AuthChoice> Auth = new(
        "auth", AuthChoice.Off, AuthChoice.TryParse, option: new SettingOption("auth", ArgumentRule.Optional)
        {
            Rank = 190,
            HelpArgument = "[=(on|off|method)]",
            Help = ["enable/disable authentication and optionally", "choose the method"],
        })
    {
        Allowed = "on, off",
        Display = new SettingDisplay(100),
    };

    /// <summary><c>user</c>: the authentication identity; null for none.</summary>
    public static readonly SettingKey<string?> User = new(
        "user", null, SettingParsers.Text, option: new SettingOption("user", ArgumentRule.Required)
        {
            Rank = 200,
            HelpArgument = "=[username]",
            Help = ["set/unset user name for authentication"],
        })
    {
        Display = new SettingDisplay(110),
    };

    /// <summary><c>password</c>: the secret itself; null if it comes from elsewhere.</summary>
    public static readonly SettingKey<Secret?> Password = new("password", null, SettingParsers.Secret)
    {
        IsSecret = true,
        Print = static password => password is null ? null : "*",
        Display = new SettingDisplay(120),
    };

    /// <summary><c>tls</c>: the connection is encrypted.</summary>
    public static readonly SettingKey<bool> Tls = new(
        "tls", false, SettingParsers.Switch, option: new SettingOption("tls", ArgumentRule.Optional)
        {
            Rank = 220,
            HelpArgument = "[=(on|off)]",
            Help = ["enable/disable TLS encryption"],
        })
    {
        Print = OnOff,
        Display = new SettingDisplay(150),
    };

    /// <summary><c>tls_starttls</c>: TLS starts with the STARTTLS command (RFC 3207), not with the connection (RFC 8314 §3).</summary>
    public static readonly SettingKey<bool> TlsStartTls = new SettingKey<bool>(
        "tls_starttls", true, SettingParsers.Switch, option: new SettingOption("tls-starttls", ArgumentRule.Optional)
        {
            Rank = 230,
            HelpArgument = "[=(on|off)]",
            Help = ["enable/disable STARTTLS for TLS"],
        })
    {
        Print = OnOff,
        Display = new SettingDisplay(160),
    }.WithAlias("tls_nostarttls", ParseOff, ArgumentRule.None);

    /// <summary>The value of <see cref="TlsTrustFile"/> for the certificates that the system trusts.</summary>
    public const string SystemTrust = "system";

    /// <summary>
    /// <c>tls_trust_file</c>: the trusted certificates, a PEM file or <see cref="SystemTrust"/>; null for none.
    /// </summary>
    public static readonly SettingKey<string?> TlsTrustFile = new(
        "tls_trust_file", SystemTrust, SettingParsers.Path, option: new SettingOption("tls-trust-file", ArgumentRule.Required)
        {
            Rank = 240,
            HelpArgument = "=[file]",
            Help = ["set/unset trust file for TLS"],
        })
    {
        WordsBesidePaths = SystemTrust,
        Display = new SettingDisplay(170),
    };

    /// <summary>
    /// <c>tls_key_file</c>: the private key of the client's certificate; null: the client has none. The connector that uses it registers
    /// it; sources of secrets tell its passphrase from those of other keys.
    /// </summary>
    public static readonly SettingKey<string?> TlsKeyFile = new(
        "tls_key_file", null, SettingParsers.Path, option: new SettingOption("tls-key-file", ArgumentRule.Required)
        {
            Rank = 280,
            HelpArgument = "=[file]",
            Help = ["set/unset private key file for TLS"],
        })
    {
        WordsBesidePaths = "pkcs11:",
        Display = new SettingDisplay(200),
    };

    /// <summary><c>tls_certcheck</c>: the server's certificate is checked.</summary>
    public static readonly SettingKey<bool> TlsCertCheck = new SettingKey<bool>(
        "tls_certcheck", true, SettingParsers.Switch, option: new SettingOption("tls-certcheck", ArgumentRule.Optional)
        {
            Rank = 270,
            HelpArgument = "[=(on|off)]",
            Help = ["enable/disable server certificate checks for TLS"],
        })
    {
        Print = OnOff,
        Display = new SettingDisplay(220),
    }.WithAlias("tls_nocertcheck", ParseOff, ArgumentRule.None);

    /// <summary>
    /// <c>from</c>: the reverse-path, empty for the null one; may be a pattern that selects the account. Of <c>Name &lt;address&gt;</c>
    /// only the address is used. Null if not set.
    /// </summary>
    public static readonly SettingKey<string?> From = new(
        "from", null, ParseFrom, option: new SettingOption("from", ArgumentRule.Required)
        {
            Letter = 'f',
            Rank = 330,
            HelpArgument = "=address",
            Help = ["set envelope from address"],
            Kind = ArgumentKind.Address,
        })
    {
        Patterns = "UHCMF",
        Display = new SettingDisplay(320) { IsAboutMail = true },
    };

    // One name is whatever was written, be it empty or with blanks around it.
    static string[] HostsIn(string written) => written.AsSpan().Trim(" \t").ContainsAny(' ', '\t')
        ? written.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
        : [written];

    static bool ParseHosts(SettingArgument argument, out string? value)
    {
        value = argument.Text;
        var hosts = HostsIn(value);
        for (var i = 0; i < hosts.Length && hosts.Length > 1; i++)
        {
            if (hosts[i].Contains(','))
                throw new InvalidDataException("several servers are named with blanks between them, not commas");
            for (var other = 0; other < i; other++)
                if (string.Equals(hosts[i], hosts[other], StringComparison.OrdinalIgnoreCase))
                    throw new InvalidDataException($"server {hosts[i]} is named twice");
        }
        return true;
    }

    static bool ParseFrom(SettingArgument argument, out string? value)
    {
        value = AddressParts.OfMailbox(argument.Text);
        return true;
    }

    /// <summary>The names in <c>host</c>, in order of preference; empty: there is none.</summary>
    public static IReadOnlyList<string> HostsOf(AccountSettings settings) => settings.Get(Host) is { } written ? HostsIn(written) : [];

    /// <summary>Returns when the connection to the account's server is encrypted, from <see cref="Tls"/> and <see cref="TlsStartTls"/>.</summary>
    public static ConnectionSecurity SecurityOf(AccountSettings settings) => (settings.Get(Tls), settings.Get(TlsStartTls)) switch
    {
        (false, _) => ConnectionSecurity.None,
        (true, true) => ConnectionSecurity.StartTls,
        (true, false) => ConnectionSecurity.Tls,
    };

    /// <summary>Returns a switch as <c>--pretend</c> shows it.</summary>
    public static string OnOff(bool value) => value ? "on" : "off";

    static int DefaultPort(AccountSettings settings) => settings.Get(Protocol) switch
    {
        MailProtocol.Lmtp => 0,
        _ => settings.Get(Tls) && !settings.Get(TlsStartTls) ? 465 : 25,
    };

    static bool ParseOff(SettingArgument argument, out bool value)
    {
        value = false;
        return true;
    }

    static bool ParseDomain(SettingArgument argument, out string value)
    {
        value = argument.Text;
        return CommandText.IsSafe(value);
    }

    static bool ParseTimeout(SettingArgument argument, out TimeSpan? value)
    {
        value = null;
        if (argument.Text == "off")
            return true;
        var isValid = SettingParsers.PositiveNumber(argument, out var seconds);
        value = TimeSpan.FromSeconds(seconds);
        return isValid;
    }

    static bool ParseProtocol(SettingArgument argument, out MailProtocol value)
    {
        value = argument.Text is "lmtp" ? MailProtocol.Lmtp : MailProtocol.Smtp;
        return argument.Text is "smtp" or "lmtp";
    }
}
