namespace Msmtp;

/// <summary>
/// Opens a transport around another one: to count mails, to limit their rate, to keep copies. Called in place of a transport's factory whenever
/// a connection is opened, whatever transport the account uses. Throws what a <see cref="TransportFactory"/> may throw.
/// </summary>
/// <param name="open">Opens the inner transport, with the given context; may be called again after a failure.</param>
/// <param name="context">The account and its environment.</param>
/// <param name="cancellationToken">Cancels the operation.</param>
/// <returns>
/// The transport that the host uses and disposes, and that disposes the inner one. For an account that does not want the wrapper, return what
/// <paramref name="open"/> returns. <see cref="DelegatingTransport"/> is a good base class.
/// </returns>
public delegate ValueTask<ITransport> TransportWrapper(TransportFactory open, PluginContext context, CancellationToken cancellationToken);

/// <summary>Registers a wrapper around every transport.</summary>
/// <param name="Name">The name shown in errors and listings.</param>
/// <param name="Order">Its place: lower numbers are further out.</param>
/// <param name="Wrap">Opens a transport around another one.</param>
public sealed record TransportWrapperRegistration(string Name, int Order, TransportWrapper Wrap) : IRegistration
{
    string IRegistration.Kind => "transport wrapper";
}

/// <summary>Adds <see cref="TransportWrapperRegistration"/>s to a registry.</summary>
public static class TransportWrapperRegistryExtensions
{
    /// <summary>Adds a wrapper around every transport.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name shown in errors and listings.</param>
    /// <param name="order">Its place: lower numbers are further out.</param>
    /// <param name="wrap">Opens a transport around another one.</param>
    public static IPluginRegistry AddTransportWrapper(this IPluginRegistry registry, string name, int order, TransportWrapper wrap) =>
        registry.Add(new TransportWrapperRegistration(name, order, wrap));
}
