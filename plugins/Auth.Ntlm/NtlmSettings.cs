namespace Msmtp.Auth.Ntlm;

/// <summary>The setting of this plugin.</summary>
static class NtlmSettings
{
    /// <summary><c>ntlmdomain</c>: the domain that knows the user; null: the one that the server names.</summary>
    public static readonly SettingKey<string?> Domain = new("ntlmdomain", null, SettingParsers.Text)
    {
        Display = new SettingDisplay(140),
    };
}
