namespace Msmtp.Hosting;

/// <summary>All names that a plugin takes for itself, each with its kind: to say who has one that another one wants.</summary>
static class RegisteredNames
{
    public static IEnumerable<(string Kind, string Name)> Of(RegisteredPlugin plugin) => plugin.Registrations.SelectMany(Of);

    static IEnumerable<(string Kind, string Name)> Of(IRegistration registration)
    {
        var names = registration is SettingKey key ? key.Spellings.Select(static spelling => spelling.Name) : [registration.Name ?? ""];
        return names.Select(name => (registration.Kind, name)).Concat(registration.Options.SelectMany(Of));
    }

    static IEnumerable<(string Kind, string Name)> Of(SettingOption option)
    {
        yield return ("option", "--" + option.Name);
        if (option.Letter is { } letter)
            yield return ("option", "-" + letter);
    }
}
