namespace Msmtp.Transport.Smtp;

/// <summary>
/// A server that was to speak first and does not. Most likely it begins with TLS and waits for us, as we wait for it; or it has strangers
/// wait for a while, and would take whatever comes before its greeting for an attack. So it is asked by a connection of its own.
/// </summary>
sealed class SilentServer(PluginContext context)
{
    // RFC 5321 §4.5.3.2.1 grants five minutes, and some servers take half a one. Most speak at once.
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);
    static readonly TimeSpan ForAnswer = TimeSpan.FromSeconds(2);
    static readonly TimeSpan BeforeHangingUp = TimeSpan.FromSeconds(3);
    static readonly TimeSpan ForAnswerBehindIt = TimeSpan.FromSeconds(1.5);

    // A shorter timeout is told of by itself.
    static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(10);

    /// <summary>It is worth a question: the account does not begin with TLS, and would wait for long.</summary>
    public static bool MayBe(Settings settings) =>
        TlsPolicy.Decide(settings) != TlsStart.WithConnection
        && settings.Get(CommonSettings.Socket) is null
        && !(settings.Get(CommonSettings.Timeout) <= ShortTimeout);

    /// <summary>
    /// Waits a little for the greeting, and gives the link on which it will come, another one perhaps. Throws <see cref="MailException"/>:
    /// there will be none.
    /// </summary>
    public async ValueTask<LinkStream> WaitAsync(LinkStream link, CancellationToken ct)
    {
        var isOver = false;
        // That of connecting is over, and that of the greeting is yet to come.
        link.SetDeadline(null);
        try
        {
            if (await link.HasArrivedAsync(Silence, ct).ConfigureAwait(false))
                return link;
            var other = await TryConnectAsync(ct).ConfigureAwait(false);
            if (other is null)
                return link;
            await using (other)
            {
                other.SetDeadline(null);
                await other.WriteAsync(ClientHello.Octets, ct).ConfigureAwait(false);
                if (!await other.HasArrivedAsync(ForAnswer, ct).ConfigureAwait(false)
                    && await link.HasArrivedAsync(BeforeHangingUp, ct).ConfigureAwait(false))
                    return link;
                if (other.IsQuiet)
                {
                    // Some serve one connection at a time, and have not come to this one.
                    isOver = true;
                    await link.DisposeAsync().ConfigureAwait(false);
                    await other.HasArrivedAsync(ForAnswerBehindIt, ct).ConfigureAwait(false);
                }
                await CheckAsync(other, ct).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            // The question was not liked. That says nothing.
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return isOver ? await Dialer.ConnectAsync(context, ct).ConfigureAwait(false) : link;
    }

    async ValueTask<LinkStream?> TryConnectAsync(CancellationToken ct)
    {
        var settings = context.Account.Settings.With(CommonSettings.Timeout, ForAnswer);
        try
        {
            return await Dialer.ConnectAsync(context with { Account = context.Account with { Settings = settings } }, ct).ConfigureAwait(false);
        }
        catch (MailException)
        {
            return null;
        }
    }

    async ValueTask CheckAsync(LinkStream other, CancellationToken ct)
    {
        var answer = new byte[3];
        other.NeverWaits = true;
        var length = await other.ReadAsync(answer, ct).ConfigureAwait(false);
        if (ClientHello.IsAnsweredBy(answer.AsSpan(0, length)))
            throw new MailException(ExitCode.Protocol, DeliveryStage.Greeting, "the server sends no greeting because it expects TLS from the start")
            {
                Advice = TlsAdvice.BeginsWithTls(context.Account.Settings),
            };
    }
}
