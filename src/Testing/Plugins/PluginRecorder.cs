namespace Msmtp.Testing;

/// <summary>Records what a plugin registers.</summary>
/// <param name="taken">The settings that exist without it.</param>
sealed class PluginRecorder(IReadOnlyList<SettingKey> taken) : IPluginRegistry
{
    readonly HashSet<(string Kind, string Name)> names = [.. taken.SelectMany(Names)];
    readonly List<IRegistration> registrations = [];

    public IReadOnlyList<IRegistration> Registrations => registrations;

    public IPluginRegistry Add(IRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        foreach (var (kind, name) in Names(registration))
            if (!names.Add((kind, name)))
                throw new ArgumentException($"the {kind} {name} is registered twice", nameof(registration));
        registrations.Add(registration);
        return this;
    }

    static IEnumerable<(string Kind, string Name)> Names(IRegistration registration) => registration is SettingKey key
        ? key.Spellings.Select(spelling => (registration.Kind, spelling.Name))
        : registration.Name is { } name ? [(registration.Kind, name)] : [];
}
