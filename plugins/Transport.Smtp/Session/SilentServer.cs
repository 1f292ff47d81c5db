namespace Msmtp.Transport.Smtp;

/// <summary>
/// A server that was to speak first and does not. Most likely it begins with TLS and waits for us, as we wait for it; or it has strangers
/// wait for a while, and would take whatever comes before its greeting for an attack. So it is asked by a connection of its own.
/// </summary>
sealed class SilentServer(IConnector connector, AccountSettings settings)
{
    // RFC 5321 §4.5.3.2.1 grants five minutes, and some servers take half a one. Most speak at once.
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);
    static readonly TimeSpan ForAnswer = TimeSpan.FromSeconds(2);
    static readonly TimeSpan BeforeHangingUp = TimeSpan.FromSeconds(3);
    static readonly TimeSpan ForAnswerBehindIt = TimeSpan.FromSeconds(1.5);

    // A shorter timeout is told of by itself.
    static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(10);

    /// <summary>It is worth a question: the account does not begin with TLS, and would wait for long.</summary>
    public static bool MayBe(AccountSettings settings) =>
        CommonSettings.SecurityOf(settings) != ConnectionSecurity.Tls
        && settings.Get(CommonSettings.Socket) is null
        && !(settings.Get(CommonSettings.Timeout) <= ShortTimeout);

    /// <summary>
    /// Waits a little for the greeting, and gives the connection on which it will come, another one perhaps. Throws
    /// <see cref="MailException"/>: there will be none.
    /// </summary>
    public async ValueTask<ConnectionStream> WaitAsync(ConnectionStream connection, CancellationToken cancellationToken)
    {
        var isOver = false;
        // That of connecting is over, and that of the greeting is yet to come.
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
                    // Some serve one connection at a time, and have not come to this one.
                    isOver = true;
                    await connection.DisposeAsync().ConfigureAwait(false);
                    await other.WaitToReadAsync(ForAnswerBehindIt, cancellationToken).ConfigureAwait(false);
                }
                await CheckAsync(other, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // The question was not liked. That says nothing.
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
