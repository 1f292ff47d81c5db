namespace Msmtp;

/// <summary>
/// A plugin: the one public class of its assembly, with a parameterless constructor that does nothing. The host creates one instance and
/// calls <see cref="Register"/> once.
/// </summary>
public interface IPlugin
{
    /// <summary>A unique name such as <c>auth.ntlm</c>: lower-case letters, digits, dots and hyphens.</summary>
    string Id { get; }

    /// <summary>Registers what the plugin offers. Does no I/O, keeps no state and throws no exceptions of its own.</summary>
    void Register(IPluginRegistry registry);
}

/// <summary>
/// Takes what a plugin offers, during <see cref="IPlugin.Register"/>. Registrations carry facts, so that the host need not create or cast
/// anything to learn them; factories run when their product is first needed, and do no I/O except <see cref="TransportFactory"/>. A plugin
/// that registers a name that is already taken cannot be used, and the error says which plugin has it.
/// </summary>
public interface IPluginRegistry
{
    /// <summary>
    /// Adds a registration: a <see cref="SettingKey"/>, a <see cref="SaslMechanism"/>, a <see cref="TransportRegistration"/> and so on. Each
    /// kind has an extension method as a short form, such as <see cref="TransportRegistryExtensions.AddTransport"/>.
    /// </summary>
    /// <returns>This registry.</returns>
    IPluginRegistry Add(IRegistration registration);
}
