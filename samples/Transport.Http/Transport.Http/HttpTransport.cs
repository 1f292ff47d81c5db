using System.Net.Http.Headers;
using Msmtp;
using Msmtp.Text;

namespace Transport.Http;

/// <summary>
/// Posts each mail: the envelope in the query (from, to, to, partial), the message in the body. The API answers 200 or 422 with a JSON
/// object whose <c>accepted</c> has a Boolean for each recipient; 422: no recipient got it. Anything else means that it was refused.
/// </summary>
sealed class HttpTransport(HttpClient client, Uri url, TimeSpan patience) : ITransport
{
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public static async ValueTask<ITransport> OpenAsync(PluginContext context, Uri? url, CancellationToken cancellationToken)
    {
        if (url is null)
            throw new MailException(ExitCode.Config, DeliveryStage.Configure, "http_url is not set");
        var settings = context.Account.Settings;
        // This transport has its own deadlines: the client's would cut off a long message.
        var client = new HttpClient { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        var query = new SecretQuery(SecretKind.Token) { Host = url.Host, User = settings.Get(CommonSettings.User) };
        // The host disposes the secret.
        if (settings.Get(CommonSettings.Auth) != AuthChoice.Off
            && await context.Secrets.FindAsync(query, cancellationToken).ConfigureAwait(false) is { } token)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", OctetText.Decode(token.Reveal()));
        return new HttpTransport(client, url, settings.Get(CommonSettings.Timeout) ?? LongestWait);
    }

    public ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) => new(true);

    public async ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var call = new ApiCall(mail, url, patience);
        using var cancelling = cancellationToken.Register(call.Cancel);
        try
        {
            using var response = await client.SendAsync(call.Request, call.Token).ConfigureAwait(false);
            return await ApiAnswer.ReadAsync(mail, response, call.Size).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !call.IsWhole)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            throw Lost(call, e);
        }
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return default;
    }

    MailException Lost(ApiCall call, Exception e)
    {
        var stage = call.IsWhole ? DeliveryStage.EndOfData : call.Size > 0 ? DeliveryStage.Data : DeliveryStage.Connect;
        var failure = new DeliveryFailure(ExitCode.TempFail, stage, $"{url.Host}: {PrintableText.Text(e.Message)}");
        return new MailException(failure with { MayHaveBeenDelivered = call.IsWhole }, e);
    }
}
