namespace Msmtp;

/// <summary>A way to hand mail to a server, as a plugin registers it.</summary>
/// <param name="Name">What the setting <c>transport</c> chooses it by. The first one that is registered is used where nobody chooses.</param>
/// <param name="Open">Opens a connection.</param>
public sealed record TransportRegistration(string Name, TransportFactory Open) : IRegistration
{
    /// <summary>
    /// It finds its server without <c>host</c>, <c>socket</c> and <c>port</c>. Not set: an account that goes by it and names no server is
    /// refused before anything is opened.
    /// </summary>
    public bool NeedsNoHost { get; init; }

    /// <summary>A rule across settings that only accounts which go by it have to keep; null: there is none.</summary>
    public AccountCheck? Check { get; init; }

    /// <summary>What somebody knows of the server who has opened a connection and sent nothing.</summary>
    public TransportProbe Probe { get; init; }

    string IRegistration.Kind => "transport";
}

/// <summary>
/// What an open connection says of its server: for <c>--doctor</c> and for health checks, which open one and claim nothing that was not tried.
/// </summary>
public enum TransportProbe
{
    /// <summary>Nothing, or not all: nobody knows before a mail whether it would take one.</summary>
    None,

    /// <summary>All that can be asked without a mail: it was reached, and has accepted the client and its login.</summary>
    Opening,
}

/// <summary>The short form of a <see cref="TransportRegistration"/>.</summary>
public static class TransportRegistryExtensions
{
    /// <summary>Adds a way to hand mail to a server.</summary>
    /// <param name="registry">Where it is added.</param>
    /// <param name="name">What a setting chooses it by.</param>
    /// <param name="open">Opens a connection.</param>
    public static IPluginRegistry AddTransport(this IPluginRegistry registry, string name, TransportFactory open) =>
        registry.Add(new TransportRegistration(name, open));
}

/// <summary>
/// Opens a connection to the account's server: resolves, connects, encrypts, greets, authenticates. Called when the first mail
/// for it is there. Where its protocol has a place for SASL it authenticates by <see cref="PluginContext.Authenticator"/>. Throws
/// <see cref="MailException"/>, with the stage that failed.
/// </summary>
public delegate ValueTask<ITransport> TransportFactory(PluginContext context, CancellationToken cancellationToken);
