namespace Msmtp.Hosting;

/// <summary>A plugin that is here, and what it registered, in its order.</summary>
/// <param name="id">Its id.</param>
sealed class RegisteredPlugin(string id) : IPluginRegistry
{
    readonly List<IRegistration> registrations = [];

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

    /// <summary>All that it brought.</summary>
    public IReadOnlyList<IRegistration> Registrations => registrations;

    /// <summary>The names of what it brought, by kind.</summary>
    public IReadOnlyList<PluginKind> Kinds =>
    [
        .. registrations
            .Where(static registration => registration.Name is not null)
            .GroupBy(static registration => registration.Kind)
            .Select(static kind => new PluginKind(kind.Key + "s", [.. kind.Select(static registration => registration.Name!)])),
    ];

    public IPluginRegistry Add(IRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        registrations.Add(registration);
        return this;
    }
}
