namespace Msmtp;

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
