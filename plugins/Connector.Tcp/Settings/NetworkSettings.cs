using System.Globalization;
using Msmtp.Text;

namespace Msmtp.Connector.Tcp;

/// <summary>The settings of the network path to the server.</summary>
static class NetworkSettings
{
    const int SocksPort = 1080;

    /// <summary>The address of this machine to connect from; null: the system chooses.</summary>
    public static readonly SettingKey<string?> SourceIp = new(
        "source_ip", null, SettingParsers.Text, option: new SettingOption("source-ip", ArgumentRule.Required)
        {
            Rank = 120,
            HelpArgument = "=[IP]",
            Help = ["set/unset source ip address to bind the socket to"],
        })
    {
        Display = new SettingDisplay(30) { Label = "source ip" },
    };

    /// <summary>A SOCKS5 proxy (RFC 1928); null: none.</summary>
    public static readonly SettingKey<string?> ProxyHost = new(
        "proxy_host", null, SettingParsers.Text, option: new SettingOption("proxy-host", ArgumentRule.Required)
        {
            Rank = 130,
            HelpArgument = "=[IP|hostname]",
            Help = ["set/unset proxy"],
        })
    {
        Display = new SettingDisplay(40) { Label = "proxy host" },
    };

    /// <summary>The proxy's port; null: there is no proxy.</summary>
    public static readonly SettingKey<int?> ProxyPort = new(
        "proxy_port", null, SettingParsers.OrNothing<int>(SettingParsers.Port), option: new SettingOption("proxy-port", ArgumentRule.Required)
        {
            Rank = 140,
            HelpArgument = "=[number]",
            Help = ["set/unset proxy port"],
        })
    {
        Allowed = "a number from 1 to 65535, or nothing",
        DerivedDefault = static settings => settings.Get(ProxyHost) is null ? null : SocksPort,
        Print = static port => (port ?? 0).ToString(CultureInfo.InvariantCulture),
        Display = new SettingDisplay(50) { Label = "proxy port" },
    };

    /// <summary>The user name for the proxy (RFC 1929); null: none, the proxy needs no login.</summary>
    public static readonly SettingKey<string?> ProxyUser = new(
        "proxy_user", null, SettingParsers.Text, option: new SettingOption("proxy-user", ArgumentRule.Required)
        {
            HelpArgument = "=[username]",
            Help = ["set/unset user name for the proxy"],
        })
    {
        Display = new SettingDisplay(52) { Label = "proxy user", IsHiddenWhenUnset = true },
    };

    /// <summary>The password for the proxy; null: none. There is no option, because other users can see a command line.</summary>
    public static readonly SettingKey<Secret?> ProxyPassword = new("proxy_password", null, SettingParsers.Secret)
    {
        IsSecret = true,
        Print = static password => password is null ? null : "*",
        Display = new SettingDisplay(54) { Label = "proxy password", IsHiddenWhenUnset = true },
    };

    public static void Register(IPluginRegistry registry) => registry
        .AddSetting(SourceIp)
        .AddSetting(ProxyHost)
        .AddSetting(ProxyPort)
        .AddSetting(ProxyUser)
        .AddSetting(ProxyPassword)
        .AddCheck(CheckLogin);

    /// <summary>The port to connect to if there is a proxy.</summary>
    public static int PortOfProxy(AccountSettings settings) => settings.Get(ProxyPort) ?? SocksPort;

    /// <summary>What is wrong with the proxy's login; null: nothing.</summary>
    public static string? CheckLogin(AccountSettings settings) => (settings.Get(ProxyUser), settings.Get(ProxyPassword)) switch
    {
        (null, _) => null,
        (_, null) => "proxy_user requires proxy_password",
        // RFC 1929 §2: an octet holds the length.
        var (user, password) when OctetText.Encode(user).Length > byte.MaxValue || password.Reveal().Length > byte.MaxValue =>
            "proxy_user or proxy_password is too long",
        _ => null,
    };
}
