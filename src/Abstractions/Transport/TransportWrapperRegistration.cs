namespace Msmtp;

/// <summary>
/// Opens a connection around another one: to count what goes over it, to hold it to a rate, to keep a copy. Called in place of a transport's
/// factory whenever a connection is opened, whichever transport the account goes by. Throws what a <see cref="TransportFactory"/> may throw.
/// </summary>
/// <param name="open">Opens the connection inside, with the context that it is given; may be called again when that has failed.</param>
/// <param name="context">The account and its environment.</param>
/// <param name="cancellationToken">Gives up.</param>
/// <returns>
/// The connection that the host uses and disposes; it disposes the one inside. An account that does not want it gets what
/// <paramref name="open"/> gives. <see cref="DelegatingTransport"/> is a good beginning.
/// </returns>
public delegate ValueTask<ITransport> TransportWrapper(TransportFactory open, PluginContext context, CancellationToken cancellationToken);

/// <summary>Something around every transport, as a plugin registers it.</summary>
/// <param name="Name">What errors and listings call it.</param>
/// <param name="Order">Its place: lower numbers are further out, and nearer to the mail.</param>
/// <param name="Wrap">Opens a connection around another.</param>
public sealed record TransportWrapperRegistration(string Name, int Order, TransportWrapper Wrap) : IRegistration
{
    string IRegistration.Kind => "transport wrapper";
}

/// <summary>The short form of a <see cref="TransportWrapperRegistration"/>.</summary>
public static class TransportWrapperRegistryExtensions
{
    /// <summary>Adds something around every transport.</summary>
    /// <param name="registry">Where it is added.</param>
    /// <param name="name">What errors and listings call it.</param>
    /// <param name="order">Its place: lower numbers are further out, and nearer to the mail.</param>
    /// <param name="wrap">Opens a connection around another.</param>
    public static IPluginRegistry AddTransportWrapper(this IPluginRegistry registry, string name, int order, TransportWrapper wrap) =>
        registry.Add(new TransportWrapperRegistration(name, order, wrap));
}
