namespace Msmtp;

/// <summary>Where no plugin connects.</summary>
sealed class NoConnector : IConnector
{
    public static NoConnector Instance { get; } = new();

    public ValueTask<ConnectionStream> ConnectAsync(ConnectionRequest request, CancellationToken cancellationToken) =>
        throw new MailException(ExitCode.Config, DeliveryStage.Configure, "no connector plugin is registered");
}
