namespace Msmtp;

/// <summary>A message filter, as a plugin registers it.</summary>
/// <param name="Name">What errors and listings call it.</param>
/// <param name="Order">
/// Its place among the filters of a mail: lower numbers come first, equal ones in the order in which they were registered. What signs comes
/// behind what changes: changes have numbers around 0, signatures around 1000, encryption in between.
/// </param>
/// <param name="Create">Makes it, for one mail of an account. Does no I/O. Null: this account does not use it.</param>
public sealed record MessageFilterRegistration(string Name, int Order, Func<PluginContext, IMessageFilter?> Create) : IRegistration
{
    string IRegistration.Kind => "filter";
}

/// <summary>The short form of a <see cref="MessageFilterRegistration"/>.</summary>
public static class MessageFilterRegistryExtensions
{
    /// <summary>Adds a message filter.</summary>
    /// <param name="registry">Where it is added.</param>
    /// <param name="name">What errors and listings call it.</param>
    /// <param name="order">Its place among the filters of a mail: <see cref="MessageFilterRegistration.Order"/>.</param>
    /// <param name="create">Makes it, for one mail of an account. Does no I/O. Null: this account does not use it.</param>
    public static IPluginRegistry AddMessageFilter(
        this IPluginRegistry registry, string name, int order, Func<PluginContext, IMessageFilter?> create) =>
        registry.Add(new MessageFilterRegistration(name, order, create));
}
