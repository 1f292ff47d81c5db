namespace Msmtp;

/// <summary>Registers a transport.</summary>
/// <param name="Name">The name by which the setting <c>transport</c> chooses it. By default the first one registered is used.</param>
/// <param name="Open">Opens a connection.</param>
public sealed record TransportRegistration(string Name, TransportFactory Open) : IRegistration
{
    /// <summary>
    /// It finds its server without <c>host</c>, <c>socket</c> and <c>port</c>. Otherwise an account that uses it and names no server is refused
    /// before anything is opened.
    /// </summary>
    public bool NeedsNoHost { get; init; }

    /// <summary>A rule across settings for accounts that use this transport; null for none.</summary>
    public AccountCheck? Check { get; init; }

    /// <summary>What opening a connection, without sending a mail, says about the server.</summary>
    public TransportProbe Probe { get; init; }

    /// <summary>It calls <see cref="OutgoingMail.Ending"/> before the end of each message.</summary>
    public bool AnnouncesEnd { get; init; }

    /// <summary>
    /// It passes on what an envelope says about notifications (RFC 3461), and fails where the server cannot notify of what is asked for. An
    /// envelope that asks for notifications is handed to no other transport.
    /// </summary>
    public bool PassesNotifications { get; init; }

    /// <summary>It passes on <see cref="OutgoingMail.Key"/>.</summary>
    public bool PassesKeys { get; init; }

    string IRegistration.Kind => "transport";
}

/// <summary>
/// What opening a connection says about the server, for <c>--doctor</c> and health checks, which report only what was tested.
/// </summary>
public enum TransportProbe
{
    /// <summary>Too little: only sending a mail shows whether the server accepts one.</summary>
    None,

    /// <summary>Everything that can be tested without a mail: it was reached, and has accepted the client and its login.</summary>
    Opening,
}

/// <summary>Adds <see cref="TransportRegistration"/>s to a registry.</summary>
public static class TransportRegistryExtensions
{
    /// <summary>Adds a transport.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="name">The name by which a setting chooses it.</param>
    /// <param name="open">Opens a connection.</param>
    public static IPluginRegistry AddTransport(this IPluginRegistry registry, string name, TransportFactory open) =>
        registry.Add(new TransportRegistration(name, open));
}

/// <summary>
/// Opens a connection to the account's server: resolves, connects, encrypts, greets, authenticates. Called when there is a mail to send. If the
/// protocol supports SASL, it authenticates with <see cref="PluginContext.Authenticator"/>. Throws <see cref="MailException"/> with the stage
/// that failed.
/// </summary>
public delegate ValueTask<ITransport> TransportFactory(PluginContext context, CancellationToken cancellationToken);
