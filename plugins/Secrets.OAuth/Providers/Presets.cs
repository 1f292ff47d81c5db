namespace Msmtp.Secrets.OAuth.Providers;

/// <summary>The providers that are known by name, with the facts of November 2026.</summary>
static class Presets
{
    /// <summary>The preset with this name; null if there is none. Called for lines of msmtprc: makes only the one that is asked for.</summary>
    public static Provider? Find(string name) => throw new NotImplementedException();

    /// <summary>The same, where endpoints depend on the tenant (Microsoft).</summary>
    public static Provider? Find(string name, string? tenant) => throw new NotImplementedException();
}
