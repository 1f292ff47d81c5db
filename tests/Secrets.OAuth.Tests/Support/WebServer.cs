using System.Globalization;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Secrets.OAuth.Tests.Support;

/// <summary>A web server on this machine: answers each request, read whole, with the text that a test gives, and hangs up.</summary>
sealed class WebServer : IAsyncDisposable
{
    static readonly Authority Root = new("Root of the web");

    readonly TempDirectory folder = new();
    readonly List<string> requests = [];
    readonly LoopbackServer server;

    /// <param name="answer">What it says to a request, octet for character.</param>
    /// <param name="isClear">Without TLS.</param>
    /// <param name="host">The host that its certificate is for.</param>
    public WebServer(Func<string, string> answer, bool isClear = false, string host = "localhost")
    {
        TrustFile = folder.Write("root.pem", Root.Pem);
        server = isClear
            ? new LoopbackServer((stream, stop) => ServeAsync(stream, answer, stop))
            : TlsServer.Start(TlsServer.Options(Root.Issue(host)), (stream, stop) => ServeAsync(stream, answer, stop));
        Origin = isClear ? $"http://127.0.0.1:{server.Port}" : $"https://localhost:{server.Port}";
    }

    /// <summary>Its URL, without a slash at the end.</summary>
    public string Origin { get; }

    /// <summary>The certificate to trust.</summary>
    public string TrustFile { get; }

    /// <summary>The requests so far.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (requests)
                return [.. requests];
        }
    }

    /// <summary>An answer with a JSON object.</summary>
    public static string Json(int status, string json) =>
        $"HTTP/1.1 {status} Some reason\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}";

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    async Task ServeAsync(Stream stream, Func<string, string> answer, CancellationToken cancellationToken)
    {
        var request = await ReadAsync(stream, cancellationToken);
        lock (requests)
            requests.Add(request);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer(request)), cancellationToken);
    }

    static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var request = new StringBuilder();
        var octets = new byte[1024];
        while (!IsWhole(request.ToString()))
        {
            var count = await stream.ReadAsync(octets, cancellationToken);
            if (count == 0)
                throw new IOException("the request ends early");
            request.Append(Encoding.Latin1.GetString(octets, 0, count));
        }
        return request.ToString();
    }

    static bool IsWhole(string request)
    {
        const string Length = "\r\nContent-Length: ";
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var at = request.IndexOf(Length, StringComparison.Ordinal);
        var length = at < 0 || at > end ? 0 : int.Parse(request[(at + Length.Length)..].Split('\r')[0], CultureInfo.InvariantCulture);
        return request.Length - end - 4 >= length;
    }
}
