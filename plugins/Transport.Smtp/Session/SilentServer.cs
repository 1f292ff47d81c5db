namespace Msmtp.Transport.Smtp;

/// <summary>
/// A server that should send a greeting and does not. Most likely it expects TLS from the start, and waits for the client as the client
/// waits for it; or it delays its greeting on purpose, and would take anything sent before it for an attack. So it is probed with a
/// second connection.
/// </summary>
sealed class SilentServer(IConnector connector, AccountSettings settings)
{
    // RFC 5321 §4.5.3.2.1 allows five minutes, and some servers take half a minute. Most send it at once.
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);
    static readonly TimeSpan ForAnswer = TimeSpan.FromSeconds(2);
    static readonly TimeSpan BeforeHangingUp = TimeSpan.FromSeconds(3);
    static readonly TimeSpan ForAnswerBehindIt = TimeSpan.FromSeconds(1.5);

    // A shorter timeout reports itself.
    static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A probe is worthwhile: the account does not start with TLS, and has a long timeout.</summary>
    public static bool MayBe(AccountSettings settings) =>
        CommonSettings.SecurityOf(settings) != ConnectionSecurity.Tls
        && settings.Get(CommonSettings.Socket) is null
        && !(settings.Get(CommonSettings.Timeout) <= ShortTimeout);

    /// <summary>
    /// Waits a little for the greeting, and returns the connection on which it will come, perhaps another one. Throws
    /// <see cref="MailException"/> if there will be none.
    /// </summary>
    public async ValueTask<ConnectionStream> WaitAsync(ConnectionStream connection, CancellationToken cancellationToken)
    {
        var isOver = false;
        // The deadline for connecting is over, and the one for the greeting has not started.
        connection.SetDeadline(null);
        try
        {
            if (await connection.WaitToReadAsync(Silence, cancellationToken).ConfigureAwait(false))
                return connection;
            var other = await TryConnectAsync(cancellationToken).ConfigureAwait(false);
            if (other is null)
                return connection;
            await using (other)
            {
                other.SetDeadline(null);
                await other.WriteAsync(ClientHello.Octets, cancellationToken).ConfigureAwait(false);
                if (!await other.WaitToReadAsync(ForAnswer, cancellationToken).ConfigureAwait(false)
                    && await connection.WaitToReadAsync(BeforeHangingUp, cancellationToken).ConfigureAwait(false))
                    return connection;
                if (other.IsIdle)
                {
                    // Some servers serve one connection at a time, and have not got to this one.
                    isOver = true;
                    await connection.DisposeAsync().ConfigureAwait(false);
                    await other.WaitToReadAsync(ForAnswerBehindIt, cancellationToken).ConfigureAwait(false);
                }
                await CheckAsync(other, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // The probe was rejected, which says nothing.
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return isOver ? await connector.ConnectAsync(new ConnectionRequest(), cancellationToken).ConfigureAwait(false) : connection;
    }

    async ValueTask<ConnectionStream?> TryConnectAsync(CancellationToken cancellationToken)
    {
        var question = new ConnectionRequest { Security = ConnectionSecurity.None, Timeout = ForAnswer };
        try
        {
            return await connector.ConnectAsync(question, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException)
        {
            return null;
        }
    }

    async ValueTask CheckAsync(ConnectionStream other, CancellationToken cancellationToken)
    {
        var answer = new byte[3];
        var length = await other.TryReadAsync(answer, cancellationToken).ConfigureAwait(false) ?? 0;
        if (ClientHello.IsAnsweredBy(answer.AsSpan(0, length)))
            throw new MailException(ExitCode.Protocol, DeliveryStage.Greeting, "the server sends no greeting because it expects TLS from the start")
            {
                Advice = StartTlsAdvice.BeginsWithTls(settings),
            };
    }
}
