namespace Msmtp;

/// <summary>
/// Something that msmtp can do. One public class per assembly, with a parameterless constructor that does nothing; the
/// host makes it once and calls <see cref="Register"/> once.
/// </summary>
public interface IPlugin
{
    /// <summary>A name that no other plugin has: <c>auth.ntlm</c>. Lower case letters, digits, dots and dashes.</summary>
    string Id { get; }

    /// <summary>Says what the plugin has to offer. No I/O, no state, no exceptions of its own.</summary>
    void Register(IPluginRegistry registry);
}

/// <summary>
/// Takes what a plugin has to offer, while <see cref="IPlugin.Register"/> runs. Facts are said here, so that nothing has to be made or cast
/// to find them out; factories run when their product is first needed, and do no I/O but for <see cref="TransportFactory"/>. A plugin that
/// wants a name which is already taken cannot be used, and the error says who has it.
/// </summary>
public interface IPluginRegistry
{
    /// <summary>
    /// Adds one thing: a <see cref="SettingKey"/>, a <see cref="SaslMechanism"/>, a <see cref="TransportRegistration"/> and so on. Each
    /// kind has a shorter form beside its record, such as <see cref="TransportRegistryExtensions.AddTransport"/>.
    /// </summary>
    /// <returns>This registry.</returns>
    IPluginRegistry Add(IRegistration registration);
}
