using System.Net;

namespace Msmtp.Secrets.OAuth.Http;

/// <summary>
/// Talks HTTP/1.1 (RFC 9112) to a provider: one request for each connection, opened like those for mail (proxy, source address, timeout).
/// Follows no redirect and keeps no cookie. The only place that turns what goes wrong into <see cref="MailException"/>.
/// </summary>
/// <param name="context">Opens connections.</param>
/// <param name="trustFile">The trusted certificates; null for those of the account.</param>
sealed class HttpsClient(PluginContext context, string? trustFile)
{
    static TimeSpan Patience => TimeSpan.FromSeconds(60);

    /// <summary>Sends a request. Any status is an answer, except a redirect (<see cref="HttpRequest.MayBeRedirected"/>).</summary>
    /// <exception cref="MailException">
    /// There was no answer: <see cref="ExitCode.TempFail"/> for everything about the network, for an answer that is not HTTP, and for a
    /// redirect; <see cref="ExitCode.Config"/> for a URL that is not https, or a file that cannot be read. The message names the host.
    /// </exception>
    public async ValueTask<HttpAnswer> SendAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var target = Target(request.Url);
        var limit = Limit();
        var start = context.Time.GetTimestamp();
        using var connection = await ConnectAsync(target, limit, cancellationToken).ConfigureAwait(false);
        // One deadline for all of it, so that no answer is endless, however slowly it comes.
        connection.SetDeadline(limit - context.Time.GetElapsedTime(start));
        var answer = await ExchangeAsync(connection, request, target, cancellationToken).ConfigureAwait(false);
        context.Trace?.Note($"{request.Method} {target.Url}: {answer.Status}");
        if (answer.Status is < 300 or >= 400 || request.MayBeRedirected)
            return answer;
        answer.Dispose();
        throw HttpFailures.Redirect(target, answer.Status);
    }

    static HttpTarget Target(Uri url)
    {
        try
        {
            return HttpTarget.Of(url);
        }
        catch (InvalidDataException e)
        {
            throw HttpFailures.Url(e);
        }
    }

    TimeSpan Limit() => context.Account.Settings.Get(CommonSettings.Timeout) is { } timeout && timeout < Patience ? timeout : Patience;

    async ValueTask<ConnectionStream> ConnectAsync(HttpTarget target, TimeSpan limit, CancellationToken cancellationToken)
    {
        var request = new ConnectionRequest(target.Host, target.Port)
        {
            Security = target.IsClear ? ConnectionSecurity.None : ConnectionSecurity.Tls,
            TrustFile = trustFile,
            Timeout = limit,
        };
        try
        {
            var connection = await context.Connector.ConnectAsync(request, cancellationToken).ConfigureAwait(false);
            if (!target.IsClear || connection.RemoteAddress is { } address && IPAddress.IsLoopback(address))
                return connection;
            connection.Dispose();
        }
        catch (MailException e)
        {
            throw HttpFailures.Connection(target, e);
        }
        // Through a proxy, "localhost" is another machine.
        throw HttpFailures.NotThisMachine(target);
    }

    async ValueTask<HttpAnswer> ExchangeAsync(
        ConnectionStream connection, HttpRequest request, HttpTarget target, CancellationToken cancellationToken)
    {
        using var text = RequestText.Write(request, target);
        using var answer = new AnswerParser();
        try
        {
            await connection.WriteAsync(text.Memory, cancellationToken).ConfigureAwait(false);
            while (!answer.Take(await connection.ReadAsync(answer.Room(), cancellationToken).ConfigureAwait(false)))
            {
            }
            return answer.ToAnswer(context.Time.GetUtcNow());
        }
        catch (IOException e)
        {
            throw HttpFailures.Broken(target, e);
        }
        catch (InvalidDataException e)
        {
            throw HttpFailures.Answer(target, e);
        }
    }
}
