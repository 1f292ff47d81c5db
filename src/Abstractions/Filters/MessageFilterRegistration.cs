namespace Msmtp;

/// <summary>Registers a message filter.</summary>
/// <param name="Name">The name shown in errors and listings.</param>
/// <param name="Order">
/// Its place among the filters of a mail: lower numbers run first, equal ones in the order of registration. Filters that change the message
/// have numbers around 0, encryption follows, and signatures have numbers around 1000.
/// </param>
/// <param name="Create">Creates it for one mail of an account, without I/O; returns null if the account does not use it.</param>
public sealed record MessageFilterRegistration(string Name, int Order, Func<PluginContext, IMessageFilter?> Create) : IRegistration
{
    string IRegistration.Kind => "filter";
}

/// <summary>Adds <see cref="MessageFilterRegistration"/>s to a registry.</summary>
public static class MessageFilterRegistryExtensions
{
    /// <summary>Adds a message filter.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name shown in errors and listings.</param>
    /// <param name="order">Its place among the filters of a mail: <see cref="MessageFilterRegistration.Order"/>.</param>
    /// <param name="create">Creates it for one mail of an account, without I/O; returns null if the account does not use it.</param>
    public static IPluginRegistry AddMessageFilter(
        this IPluginRegistry registry, string name, int order, Func<PluginContext, IMessageFilter?> create) =>
        registry.Add(new MessageFilterRegistration(name, order, create));
}
