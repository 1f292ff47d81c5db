using System.Globalization;
using System.Net;

namespace Msmtp.Connector.Tcp;

/// <summary>The TLS settings, and the rules they must obey together.</summary>
static class TlsSettings
{
    /// <summary>A file of revocation lists (RFC 5280 §5); null: none.</summary>
    public static readonly SettingKey<string?> CrlFile = new(
        "tls_crl_file", null, SettingParsers.Path, option: new SettingOption("tls-crl-file", ArgumentRule.Required)
        {
            Rank = 250,
            HelpArgument = "=[file]",
            Help = ["set/unset revocation file for TLS"],
        })
    {
        Display = new SettingDisplay(180),
    };

    /// <summary>The one certificate that is trusted, whatever else is wrong with it; null: certificates are verified.</summary>
    public static readonly SettingKey<Fingerprint?> PinnedFingerprint = new(
        "tls_fingerprint", null, Fingerprint.TryParse, option: new SettingOption("tls-fingerprint", ArgumentRule.Required)
        {
            Rank = 260,
            HelpArgument = "=[f]",
            Help = ["set/unset trusted certificate fingerprint for TLS"],
        })
    {
        Allowed = "the SHA-256 (or SHA-1, MD5) fingerprint in pairs of hexadecimal digits with colons between them, as --serverinfo shows it",
        Display = new SettingDisplay(190),
    };

    /// <summary>The private key of the client certificate; null: the client has none.</summary>
    public static SettingKey<string?> KeyFile => CommonSettings.TlsKeyFile;

    /// <summary>The client certificate and its chain; null: the client has none.</summary>
    public static readonly SettingKey<string?> CertFile = new(
        "tls_cert_file", null, SettingParsers.Path, option: new SettingOption("tls-cert-file", ArgumentRule.Required)
        {
            Rank = 290,
            HelpArgument = "=[file]",
            Help = ["set/unset private cert file for TLS"],
        })
    {
        WordsBesidePaths = "pkcs11:",
        Display = new SettingDisplay(210),
    };

    /// <summary>Asks for a protocol that is gone: accepted, and ignored.</summary>
    public static readonly SettingKey<bool> ForceSslV3 = new(
        "tls_force_sslv3", false, ParseOff, ArgumentRule.Ignored, new SettingOption("tls-force-sslv3", ArgumentRule.Optional)
        {
            Rank = 295,
        });

    /// <summary>GnuTLS's priority string; null: the TLS library's own choice.</summary>
    public static readonly SettingKey<string?> Priorities = new(
        "tls_priorities", null, SettingParsers.Text, option: new SettingOption("tls-priorities", ArgumentRule.Required)
        {
            Rank = 300,
            HelpArgument = "=[prios]",
            Help = ["set/unset TLS priorities."],
        })
    {
        // It has words like %COMPAT.
        IsLiteral = true,
        Display = new SettingDisplay(240),
    };

    /// <summary>The name the server's certificate must be for; null: the host's.</summary>
    public static readonly SettingKey<string?> HostOverride = new(
        "tls_host_override", null, SettingParsers.Text, option: new SettingOption("tls-host-override", ArgumentRule.Required)
        {
            Rank = 310,
            HelpArgument = "=[host]",
            Help = ["set/unset override for TLS host verification."],
            Kind = ArgumentKind.Host,
        })
    {
        Display = new SettingDisplay(250),
    };

    /// <summary>The smallest Diffie-Hellman prime, in bits; null: the TLS library's own choice.</summary>
    public static readonly SettingKey<int?> MinDhPrimeBits = new(
        "tls_min_dh_prime_bits",
        null,
        SettingParsers.OrNothing<int>(SettingParsers.PositiveNumber),
        option: new SettingOption("tls-min-dh-prime-bits", ArgumentRule.Required)
        {
            Rank = 315,
            HelpArgument = "=[b]",
            Help = ["set/unset minimum bit size of DH prime"],
        })
    {
        Allowed = "a number of bits above zero, or nothing",
        Print = static bits => bits?.ToString(CultureInfo.InvariantCulture),
        Display = new SettingDisplay(230),
    };

    public static void Register(IPluginRegistry registry) => registry
        .AddSetting(CrlFile)
        .AddSetting(PinnedFingerprint)
        .AddSetting(KeyFile)
        .AddSetting(CertFile)
        .AddSetting(ForceSslV3)
        .AddSetting(Priorities)
        .AddSetting(HostOverride)
        .AddSetting(MinDhPrimeBits)
        .AddCheck(Check);

    /// <summary>The name the server's certificate must be for, in A-labels (RFC 6125 §6.4.2); null: none is configured.</summary>
    public static string? NameOfServer(AccountSettings settings) =>
        NamedServer(settings) is { } name ? WithoutRoot(HostName.ToAscii(name)) : null;

    // RFC 6066 §3: the trailing dot of an absolute name is not sent to the server, nor is it part of a certificate's name.
    // An address has no trailing dot; with one it is a name.
    static string WithoutRoot(string name) => name is [_, .., '.'] && !IPAddress.TryParse(name[..^1], out _) ? name[..^1] : name;

    static string? NamedServer(AccountSettings settings) => settings.Get(HostOverride) ?? settings.Get(CommonSettings.Host);

    /// <summary>What is wrong with the settings together, in the order msmtp checks; null: nothing.</summary>
    public static string? Check(AccountSettings settings)
    {
        // An account without a server has nothing to encrypt: whether that is right is for the transport to say.
        if (settings.Get(CommonSettings.Tls) && settings.Get(CommonSettings.Socket) is not null && NamedServer(settings) is null)
            return "host not set";
        if (settings.Get(KeyFile) is null != settings.Get(CertFile) is null)
            return settings.Get(KeyFile) is null ? "tls_cert_file requires tls_key_file" : "tls_key_file requires tls_cert_file";
        if (settings.Get(CommonSettings.Tls) && !TrustsSomebody(settings))
            return "tls requires either tls_trust_file (highly recommended) or tls_fingerprint or a disabled tls_certcheck";
        if (settings.Get(CrlFile) is not null && settings.Get(CommonSettings.TlsTrustFile) is null)
            return "tls_crl_file requires tls_trust_file";
        return null;
    }

    static bool TrustsSomebody(AccountSettings settings) =>
        settings.Get(CommonSettings.TlsTrustFile) is not null || settings.Get(PinnedFingerprint) is not null || !settings.Get(CommonSettings.TlsCertCheck);

    static bool ParseOff(SettingArgument argument, out bool value)
    {
        value = false;
        return true;
    }
}
