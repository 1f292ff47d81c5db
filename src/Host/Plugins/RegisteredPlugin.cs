namespace Msmtp.Hosting;

/// <summary>A plugin that is here, and what it registered, in its order.</summary>
/// <param name="id">Its id.</param>
sealed class RegisteredPlugin(string id) : IPluginRegistry
{
    readonly List<Brought> brought = [];

    // In a struct: a store into an array of interfaces is checked each time.
    readonly record struct Brought(IRegistration Registration);

    /// <summary>Lets a plugin say what it has to offer.</summary>
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

    /// <summary>The folder that it comes from; null: it is compiled in.</summary>
    public PluginOrigin? Origin { get; init; }

    /// <summary>How many things it brought.</summary>
    public int Count => brought.Count;

    /// <summary>One of the things that it brought.</summary>
    public IRegistration this[int index] => brought[index].Registration;

    /// <summary>All that it brought.</summary>
    public IEnumerable<IRegistration> Registrations
    {
        get
        {
            foreach (var each in brought)
                yield return each.Registration;
        }
    }

    /// <summary>The names of what it brought, by kind.</summary>
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

/// <summary>One kind of things that a plugin brought.</summary>
/// <param name="Title">What a listing calls them.</param>
sealed record PluginKind(string Title)
{
    /// <summary>Their names.</summary>
    public List<string> Names { get; } = [];
}
