namespace Msmtp.Transport.Smtp;

/// <summary>What an account wants of TLS, read and checked; starts sessions.</summary>
sealed class TlsLayer
{
    /// <summary>Reads the files that the account names. Throws <see cref="MailException"/>, before anything is connected.</summary>
    public static TlsLayer Prepare(PluginContext context) => throw new NotSupportedException();

    /// <summary>Shakes hands and verifies the server.</summary>
    public ValueTask<TlsSession> StartAsync(LinkStream link, CancellationToken ct) => throw new NotSupportedException($"{this}");
}
