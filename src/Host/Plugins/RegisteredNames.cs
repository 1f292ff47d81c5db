namespace Msmtp.Hosting;

/// <summary>All names that a plugin takes for itself, each with its kind: to say who has one that another one wants.</summary>
static class RegisteredNames
{
    public static bool Has(RegisteredPlugin plugin, string kind, string name)
    {
        foreach (var registration in plugin.Registrations)
            foreach (var taken in Of(registration))
                if (taken == (kind, name))
                    return true;
        return false;
    }

    static IEnumerable<(string Kind, string Name)> Of(IRegistration registration)
    {
        if (registration.Name is { } name)
            yield return (registration.Kind, name);
        foreach (var option in OptionsOf(registration))
        {
            yield return ("option", "--" + option.Name);
            if (option.Letter is { } letter)
                yield return ("option", "-" + letter);
        }
        if (registration is SettingKey key)
            foreach (var spelling in key.Spellings)
                yield return (registration.Kind, spelling.Name);
    }

    static IEnumerable<SettingOption> OptionsOf(IRegistration registration)
    {
        if (registration is CommandMode mode)
            yield return mode.Option;
        if (registration is SettingKey key)
            foreach (var spelling in key.Spellings)
                if (spelling.Option is { } option)
                    yield return option;
    }
}
