using Msmtp;

namespace Transport.Http;

/// <summary>One call, which can be cancelled until the message has been sent, and then waits for the answer for a limited time.</summary>
sealed class ApiCall : IDisposable
{
    readonly CancellationTokenSource ending = new();
    readonly Lock gate = new();
    readonly TimeSpan patience;
    readonly MessageBody body;

    public ApiCall(OutgoingMail mail, Uri url, TimeSpan patience)
    {
        this.patience = patience;
        body = new MessageBody(mail.Content, Whole);
        Request = new HttpRequestMessage(HttpMethod.Post, Address(mail, url)) { Content = body };
    }

    public HttpRequestMessage Request { get; }

    public CancellationToken Token => ending.Token;

    /// <summary>The whole message has been written to the connection: the API may have it.</summary>
    public bool IsWhole { get; private set; }

    public long Size => body.Size;

    public void Cancel()
    {
        lock (gate)
        {
            if (!IsWhole)
                ending.Cancel();
        }
    }

    public void Dispose()
    {
        Request.Dispose();
        ending.Dispose();
    }

    void Whole()
    {
        lock (gate)
        {
            ending.Token.ThrowIfCancellationRequested();
            IsWhole = true;
            ending.CancelAfter(patience);
        }
    }

    static Uri Address(OutgoingMail mail, Uri url)
    {
        var to = string.Concat(mail.Envelope.To.Select(static path => $"&to={Uri.EscapeDataString(path.Address)}"));
        var partial = mail.OnRefusal == PartialRefusal.Continue ? "yes" : "no";
        return new UriBuilder(url) { Query = $"from={Uri.EscapeDataString(mail.Envelope.From.Address)}{to}&partial={partial}" }.Uri;
    }
}
