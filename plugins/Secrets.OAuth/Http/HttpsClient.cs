namespace Msmtp.Secrets.OAuth.Http;

/// <summary>
/// Talks HTTP/1.1 (RFC 9112) to a provider: one request for each connection, opened like those for mail (proxy, source address, timeout).
/// Follows no redirect and keeps no cookie.
/// </summary>
/// <param name="context">Opens connections.</param>
/// <param name="trustFile">The trusted certificates; null for those of the account.</param>
sealed class HttpsClient(PluginContext context, string? trustFile)
{
    /// <summary>Sends a request. Any status is an answer.</summary>
    /// <exception cref="MailException">
    /// There was no answer: <see cref="ExitCode.TempFail"/> for everything about the network and for an answer that is not HTTP;
    /// <see cref="ExitCode.Config"/> for a URL that is not https, or a file that cannot be read. The message names the host.
    /// </exception>
    public ValueTask<HttpAnswer> SendAsync(HttpRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();
}
