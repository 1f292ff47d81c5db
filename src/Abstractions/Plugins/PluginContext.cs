namespace Msmtp;

/// <summary>The context that a factory gets: the account, and everything a plugin may use of its environment.</summary>
public sealed record PluginContext
{
    /// <summary>The account.</summary>
    public required MailAccount Account { get; init; }

    /// <summary>The account's secrets. The host owns what is found there: do not dispose it.</summary>
    public required ISecretLookup Secrets { get; init; }

    /// <summary>The SASL mechanisms that plugins have registered.</summary>
    public IReadOnlyList<SaslMechanism> Mechanisms { get; init; } = [];

    /// <summary>
    /// Which mechanisms <c>auth on</c> means for some accounts, as plugins have registered it; the first one that answers counts.
    /// </summary>
    public IReadOnlyList<SaslPreferenceRegistration> MechanismPreferences { get; init; } = [];

    /// <summary>The facts of the secret sources that plugins have registered, in the order in which they are asked.</summary>
    public IReadOnlyList<SecretFacts> SecretSources { get; init; } = [];

    /// <summary>
    /// Authenticates to this account's server, with the <see cref="Mechanisms"/> and <see cref="Secrets"/> of this context: for transports that
    /// have a connection.
    /// </summary>
    public IAuthenticator Authenticator => AuthenticatorFactory is { } create ? create(this) : new NoAuthenticator(Account.Settings);

    /// <summary>Creates the <see cref="Authenticator"/> of a context. Null: an attempt to authenticate fails.</summary>
    public Func<PluginContext, IAuthenticator>? AuthenticatorFactory { get; init; }

    /// <summary>
    /// Opens connections for this account, with this context's clock and secrets. Each use of the property creates another connector: keep one
    /// for connections that belong together.
    /// </summary>
    public IConnector Connector => ConnectorFactory is { } create ? create(this) : NoConnector.Instance;

    /// <summary>Creates the <see cref="Connector"/> of a context. Null: an attempt to connect fails.</summary>
    public Func<PluginContext, IConnector>? ConnectorFactory { get; init; }

    /// <summary>Opens the stores for <see cref="OpenSecretStore"/>; null if there are none.</summary>
    public Func<PluginContext, string, ISecretStore>? SecretStoreFactory { get; init; }

    /// <summary>How to do I/O.</summary>
    public IoMode Io { get; init; } = IoMode.Asynchronous;

    /// <summary>Receives the dialogue with the server; null if it is not traced.</summary>
    public ITrace? Trace { get; init; }

    /// <summary>Notifies the user, or the application's log, of something that does not stop the mail.</summary>
    public Action<HostNotice> Notify { get; init; } = static _ => { };

    /// <summary>Runs commands and programs.</summary>
    public required IShell Shell { get; init; }

    /// <summary>The user, the machine and the program.</summary>
    public required PluginEnvironment Environment { get; init; }

    /// <summary>
    /// Creates temporary storage, such as for a body that has to be seen as a whole before it is sent: a stream to write, and then to read
    /// after setting its <see cref="Stream.Position"/>. It is kept in memory up to 1 MiB, and beyond that in a file in <c>TMPDIR</c>; that file
    /// has no name, cannot be read by others, and disappears with the process, however that ends. If the disk is full, writing throws
    /// <see cref="MailException"/>. The caller disposes it, unless a filter returns it as the body of a mail. By default, without a host, all
    /// of it is kept in memory.
    /// </summary>
    public Func<Stream> CreateSpool { get; init; } = static () => new MemoryStream();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Hides the certificates that the system trusts from the runtime until the result is disposed. A connector that decides about trust itself
    /// uses it around each handshake, while the runtime builds a certificate chain whose verdict is ignored. It affects the whole process.
    /// Null: it must not be done, as in every application.
    /// </summary>
    public Func<IDisposable>? WithholdSystemStore { get; init; }

    /// <summary>The services of the application that embeds the host; null in the command.</summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>
    /// Opens a secret store: <c>file</c> is the host's, others are registered by plugins, and an absolute path is a store of files in that
    /// folder. Nothing is read or written yet.
    /// </summary>
    /// <param name="name">Its name or path, as the user wrote it.</param>
    /// <exception cref="MailException">There is no such store; the message names those that exist.</exception>
    public ISecretStore OpenSecretStore(string name) => SecretStoreFactory is { } open
        ? open(this, name)
        : throw new MailException(ExitCode.Config, DeliveryStage.Configure, "there is no secret store in this context");
}
