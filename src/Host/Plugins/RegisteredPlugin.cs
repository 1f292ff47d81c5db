namespace Msmtp.Hosting;

/// <summary>A plugin, and what it registered, in that order.</summary>
/// <param name="id">Its id.</param>
sealed class RegisteredPlugin(string id) : IPluginRegistry
{
    readonly List<Brought> brought = [];

    // In a struct: storing into an array of interfaces is checked each time.
    readonly record struct Brought(IRegistration Registration);

    /// <summary>Has a plugin register.</summary>
    public static RegisteredPlugin Of(IPlugin plugin)
    {
        var registered = new RegisteredPlugin(plugin.Id);
        plugin.Register(registered);
        return registered;
    }

    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>What messages call it.</summary>
    public string Title => Origin is { } origin ? $"plugin {Id} ({origin.Assembly})" : $"plugin {Id}";

    /// <summary>Where it was loaded from; null: it is compiled in.</summary>
    public PluginOrigin? Origin { get; init; }

    /// <summary>How many things it registered.</summary>
    public int Count => brought.Count;

    /// <summary>One of the things that it registered.</summary>
    public IRegistration this[int index] => brought[index].Registration;

    /// <summary>Everything that it registered.</summary>
    public IEnumerable<IRegistration> Registrations
    {
        get
        {
            foreach (var each in brought)
                yield return each.Registration;
        }
    }

    /// <summary>The names of what it registered, by kind.</summary>
    public IReadOnlyList<PluginKind> Kinds()
    {
        var kinds = new List<PluginKind>();
        foreach (var registration in Registrations)
        {
            if (registration.Name is not { } name)
                continue;
            var title = registration.Kind + "s";
            if (kinds.Find(kind => kind.Title == title) is not { } known)
                kinds.Add(known = new PluginKind(title));
            known.Names.Add(name);
        }
        return kinds;
    }

    public IPluginRegistry Add(IRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        brought.Add(new Brought(registration));
        return this;
    }
}

/// <summary>One kind of things that a plugin registered.</summary>
/// <param name="Title">What a list calls them.</param>
sealed record PluginKind(string Title)
{
    /// <summary>Their names.</summary>
    public List<string> Names { get; } = [];
}
