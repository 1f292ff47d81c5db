namespace Msmtp;

/// <summary>
/// A rule across settings, checked once the account is known and before it is used. Does no I/O. Returns what is wrong, such as
/// "tls_key_file requires tls_cert_file", or null.
/// </summary>
public delegate string? AccountCheck(AccountSettings settings);

/// <summary>Registers a rule across settings.</summary>
/// <param name="Check">The rule.</param>
public sealed record AccountCheckRegistration(AccountCheck Check) : IRegistration
{
    string IRegistration.Kind => "check";

    string? IRegistration.Name => null;
}

/// <summary>Adds settings and rules across settings to a registry.</summary>
public static class SettingRegistryExtensions
{
    /// <summary>Adds a setting: a command of msmtprc and its option.</summary>
    public static IPluginRegistry AddSetting(this IPluginRegistry registry, SettingKey key) => registry.Add(key);

    /// <summary>Adds a rule across settings.</summary>
    public static IPluginRegistry AddCheck(this IPluginRegistry registry, AccountCheck check) =>
        registry.Add(new AccountCheckRegistration(check));
}
