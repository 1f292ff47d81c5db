namespace Msmtp;

/// <summary>
/// A rule across settings, asked once the account is known and before anything is done with it. Pure. The result says what
/// is wrong, such as "tls_key_file requires tls_cert_file"; null: nothing.
/// </summary>
public delegate string? AccountCheck(AccountSettings settings);

/// <summary>A rule across settings, as a plugin registers it.</summary>
/// <param name="Check">The rule.</param>
public sealed record AccountCheckRegistration(AccountCheck Check) : IRegistration
{
    string IRegistration.Kind => "check";

    string? IRegistration.Name => null;
}

/// <summary>The short forms of what has to do with settings.</summary>
public static class SettingRegistryExtensions
{
    /// <summary>Adds a setting: a command of msmtprc, and its option.</summary>
    public static IPluginRegistry AddSetting(this IPluginRegistry registry, SettingKey key) => registry.Add(key);

    /// <summary>Adds a rule across settings.</summary>
    public static IPluginRegistry AddCheck(this IPluginRegistry registry, AccountCheck check) =>
        registry.Add(new AccountCheckRegistration(check));
}
