namespace Msmtp;

/// <summary>
/// Registers which mechanisms <c>auth on</c> means for accounts that a plugin logs in: with a token, say, that no other mechanism may get.
/// </summary>
/// <param name="Mechanisms">
/// Returns their names, the preferred one first, also of mechanisms that are otherwise never chosen automatically; null for accounts
/// that are none of the plugin's. Does no I/O.
/// </param>
public sealed record SaslPreferenceRegistration(Func<AccountSettings, IReadOnlyList<string>?> Mechanisms) : IRegistration
{
    string IRegistration.Kind => "preference of mechanisms";

    string? IRegistration.Name => null;
}

/// <summary>Adds <see cref="SaslPreferenceRegistration"/>s to a registry.</summary>
public static class SaslPreferenceRegistryExtensions
{
    /// <summary>Says which mechanisms <c>auth on</c> means for some accounts.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="mechanisms">Returns their names, the preferred one first; null for all other accounts.</param>
    public static IPluginRegistry AddSaslPreference(
        this IPluginRegistry registry, Func<AccountSettings, IReadOnlyList<string>?> mechanisms) =>
        registry.Add(new SaslPreferenceRegistration(mechanisms));
}
