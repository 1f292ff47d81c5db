namespace Msmtp.Hosting;

/// <summary>All names that plugins claim, each with its kind: to say which plugin already has a name, or which names exist.</summary>
static class RegisteredNames
{
    /// <summary>The commands of msmtprc that are no settings: they say how the file is to be read, and no plugin may have them.</summary>
    public static string[] Reserved => ["account", "defaults", "eval", "expand", "include", "plugin"];

    /// <summary>A command that is one of <see cref="Reserved"/>.</summary>
    public static bool IsReserved(string command) => command is "account" or "defaults" or "eval" or "expand" or "include" or "plugin";

    public static bool Has(RegisteredPlugin plugin, string kind, string name)
    {
        foreach (var registration in plugin.Registrations)
            foreach (var taken in Of(registration))
                if (taken == (kind, name))
                    return true;
        return false;
    }

    /// <summary>The message about a name that does not exist, with those of its kind that do.</summary>
    public static string Missing(string kind, string? name, IReadOnlyList<IRegistration> known) =>
        $"there is no {kind} {name}; there is {(known.Count > 0 ? Listed(known) : "none")}";

    /// <summary>Their names, as messages list them.</summary>
    public static string Listed(IReadOnlyList<IRegistration> known) =>
        string.Join(", ", known.Select(static registration => registration.Name));

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
