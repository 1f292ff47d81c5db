namespace Msmtp;

/// <summary>What a factory is given: the account, and all of its environment that a plugin may touch.</summary>
public sealed record PluginContext
{
    /// <summary>The account.</summary>
    public required MailAccount Account { get; init; }

    /// <summary>The account's secrets. What is found there stays the host's: do not dispose it.</summary>
    public required ISecretLookup Secrets { get; init; }

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

    /// <summary>Opens <see cref="OpenSecretStore"/>'s stores for a context. Null: there are none.</summary>
    public Func<PluginContext, string, ISecretStore>? SecretStoreFactory { get; init; }

    /// <summary>How to read and write.</summary>
    public IoMode Io { get; init; } = IoMode.Asynchronous;

    /// <summary>Who listens to the dialogue; null: nobody, and nothing has to be prepared for it.</summary>
    public ITrace? Trace { get; init; }

    /// <summary>Tells the user, or the application's log, something that does not stop the mail.</summary>
    public Action<HostNotice> Notify { get; init; } = static _ => { };

    /// <summary>Runs commands that the user configured.</summary>
    public required IShell Shell { get; init; }

    /// <summary>Who and where the program is.</summary>
    public required PluginEnvironment Environment { get; init; }

    /// <summary>
    /// Makes a place to keep octets aside, such as a body that has to be seen whole before it is sent: a stream to write, then to read from
    /// where its <see cref="Stream.Position"/> is set. In memory up to 1 MiB, beyond that in a file of the folder that <c>TMPDIR</c> names;
    /// that file has no name, nobody else can read it, and it is gone with the process, however that ends. When it cannot be
    /// kept, because the disk is full, writing throws <see cref="MailException"/>. Whoever makes one disposes it, unless it is the body of a
    /// mail that a filter returns. Where no host says otherwise, all of it is kept in memory.
    /// </summary>
    public Func<Stream> CreateSpool { get; init; } = static () => new MemoryStream();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Keeps the certificates that the system trusts from the runtime until its result is disposed. A connector that decides itself whom it
    /// trusts calls it for as long as the runtime builds a path whose verdict nobody uses: with each handshake. It changes what the whole
    /// process sees. Null: that is not to be done, as in every application.
    /// </summary>
    public Func<IDisposable>? WithholdSystemStore { get; init; }

    /// <summary>The services of the application that embeds the host; null in the command.</summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>
    /// Opens a place that keeps secrets: <c>file</c> is the host's, others are plugins'. Throws <see cref="MailException"/> with the names of
    /// those that there are, if this is none of them. Nothing is read or written yet.
    /// </summary>
    /// <param name="name">Its name, as the user wrote it.</param>
    public ISecretStore OpenSecretStore(string name) => SecretStoreFactory is { } open
        ? open(this, name)
        : throw new MailException(ExitCode.Config, DeliveryStage.Configure, "there is no secret store in this context");
}
