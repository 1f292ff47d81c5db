namespace Msmtp;

/// <summary>
/// Opens connections the way an account wants them: TCP or a unix socket, through a proxy, from a source address, encrypted and verified.
/// Plugins get one from <see cref="PluginContext.Connector"/>: a transport to connect to the account's server, a token source to connect to
/// its provider. What it reads for one connection (files, the passphrase of a key) it keeps for the next, so that the user is asked only
/// once. It holds no connection and needs no disposal.
/// </summary>
public interface IConnector
{
    /// <summary>
    /// Resolves, connects and, if the request says so, encrypts and verifies. The caller disposes the connection.
    /// </summary>
    /// <param name="request">Where to, and how.</param>
    /// <param name="cancellationToken">
    /// Cancels the operation. With <see cref="IoMode.Blocking"/> it is checked between steps only, and <c>timeout</c> ends each wait.
    /// </param>
    /// <exception cref="MailException">
    /// The connection failed, with the stage <see cref="DeliveryStage.Configure"/> (the account names no server, or no plugin can connect),
    /// <see cref="DeliveryStage.Resolve"/>, <see cref="DeliveryStage.Connect"/> or <see cref="DeliveryStage.Tls"/>, and advice if there is
    /// any. Nothing is left open.
    /// </exception>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    ValueTask<ConnectionStream> ConnectAsync(ConnectionRequest request, CancellationToken cancellationToken);
}

/// <summary>Stands in when no plugin can connect.</summary>
sealed class NoConnector : IConnector
{
    public static NoConnector Instance { get; } = new();

    public ValueTask<ConnectionStream> ConnectAsync(ConnectionRequest request, CancellationToken cancellationToken) =>
        throw new MailException(ExitCode.Config, DeliveryStage.Configure, "no connector plugin is registered");
}
