namespace Msmtp;

/// <summary>Registers a queue. If there is more than one, the first one registered is used.</summary>
/// <param name="Name">The name shown in errors and listings.</param>
/// <param name="Create">Creates it for the settings of one account, without I/O.</param>
public sealed record MailQueueRegistration(string Name, Func<PluginContext, IMailQueue> Create) : IRegistration
{
    /// <summary>
    /// The setting that says where a queue is: accounts for which it has the same value have the same queue. Null: there is one for all
    /// accounts.
    /// </summary>
    public SettingKey? Place { get; init; }

    string IRegistration.Kind => "queue";
}

/// <summary>Adds <see cref="MailQueueRegistration"/>s to a registry.</summary>
public static class MailQueueRegistryExtensions
{
    /// <summary>Adds a queue.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name shown in errors and listings.</param>
    /// <param name="create">Creates it for the settings of one account, without I/O.</param>
    public static IPluginRegistry AddMailQueue(this IPluginRegistry registry, string name, Func<PluginContext, IMailQueue> create) =>
        registry.Add(new MailQueueRegistration(name, create));
}
