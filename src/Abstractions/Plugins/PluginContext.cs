namespace Msmtp;

/// <summary>What a factory is given: the account, and everything of the world that a plugin may touch.</summary>
public sealed record PluginContext
{
    /// <summary>The account.</summary>
    public required Account Account { get; init; }

    /// <summary>
    /// All sources of secrets as one: asks them in their order, tells the one that answered what came of it. Never null. What it
    /// hands out stays the host's, who zeroes it once it is told that the server has accepted it, or when the link is closed, or the
    /// mail is done where there is none: do not dispose it.
    /// </summary>
    public required ISecretSource Secrets { get; init; }

    /// <summary>The SASL mechanisms that plugins have registered.</summary>
    public IReadOnlyList<SaslMechanism> Mechanisms { get; init; } = [];

    /// <summary>The facts of the secret sources that plugins have registered, in the order in which they are asked.</summary>
    public IReadOnlyList<SecretFacts> SecretSources { get; init; } = [];

    /// <summary>
    /// Authenticates at this account's server, with <see cref="Mechanisms"/> and <see cref="Secrets"/> of this context: for transports, once
    /// they have a connection.
    /// </summary>
    public IAuthenticator Authenticator => AuthenticatorFactory is { } create ? create(this) : new NoAuthenticator(Account.Settings);

    /// <summary>Makes an <see cref="Authenticator"/> for a context. Null: nobody can authenticate, and whoever wants to is told so.</summary>
    public Func<PluginContext, IAuthenticator>? AuthenticatorFactory { get; init; }

    /// <summary>
    /// Opens connections for this account, with this context's clock and sources of secrets. Each call makes another: keep it for those that
    /// belong together.
    /// </summary>
    public IConnector Connector => ConnectorFactory is { } create ? create(this) : NoConnector.Instance;

    /// <summary>Makes a <see cref="Connector"/> for a context. Null: no plugin can connect, and whoever wants to is told so.</summary>
    public Func<PluginContext, IConnector>? ConnectorFactory { get; init; }

    /// <summary>How to read and write.</summary>
    public IoMode Io { get; init; } = IoMode.Asynchronous;

    /// <summary>Who listens to the dialogue; null: nobody, and nothing has to be prepared for it.</summary>
    public ITrace? Trace { get; init; }

    /// <summary>Tells the user something that does not stop the mail, in one line.</summary>
    public Action<string> Notify { get; init; } = static _ => { };

    /// <summary>Runs commands that the user configured.</summary>
    public required IShell Shell { get; init; }

    /// <summary>Who and where the program is.</summary>
    public required Surroundings Surroundings { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The services of the application that embeds the host; null in the command.</summary>
    public IServiceProvider? Services { get; init; }
}
