namespace Msmtp;

/// <summary>
/// Opens connections the way an account wants them: TCP or a unix socket, through a proxy, from a source address, encrypted and verified.
/// <see cref="PluginContext.Connector"/> has one for each plugin that wants to talk to somebody: a transport to the account's server, a
/// source of tokens to its provider. What it reads for one connection (files, the passphrase of a key) it keeps for the next, so that
/// nothing is asked for twice; it holds no connection, and there is nothing to dispose.
/// </summary>
public interface IConnector
{
    /// <summary>
    /// Resolves, connects and, if the request says so, encrypts and verifies. Returns when octets can be exchanged. The connection is the
    /// caller's to dispose.
    /// </summary>
    /// <param name="request">Where to, and how.</param>
    /// <param name="cancellationToken">
    /// Gives up. With <see cref="IoMode.Blocking"/> it is looked at between two steps only, and the account's <c>timeout</c> ends each wait.
    /// </param>
    /// <exception cref="MailException">
    /// It failed, with the stage <see cref="DeliveryStage.Configure"/> (the account names no server, or no plugin can connect),
    /// <see cref="DeliveryStage.Resolve"/>, <see cref="DeliveryStage.Connect"/> or <see cref="DeliveryStage.Tls"/>, and advice where there
    /// is any. Nothing is left open.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    ValueTask<ConnectionStream> ConnectAsync(ConnectionRequest request, CancellationToken cancellationToken);
}

/// <summary>Where no plugin connects.</summary>
sealed class NoConnector : IConnector
{
    public static NoConnector Instance { get; } = new();

    public ValueTask<ConnectionStream> ConnectAsync(ConnectionRequest request, CancellationToken cancellationToken) =>
        throw new MailException(ExitCode.Config, DeliveryStage.Configure, "no connector plugin is registered");
}
