using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Msmtp.Testing;

namespace Transport.Http.Tests;

/// <summary>The API, on a free port of this machine.</summary>
sealed class ApiServer : ITransportPeer
{
    readonly WebApplication app;
    readonly PeerInstructions instructions;
    readonly ConcurrentQueue<PeerMail> mails = new();
    readonly CancellationTokenSource ending = new();
    long seen;

    ApiServer(PeerInstructions instructions)
    {
        this.instructions = instructions;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        app = builder.Build();
        app.MapPost("/mails", TakeAsync);
    }

    public string Msmtprc => $"http_url {app.Urls.Single()}/mails";

    public IReadOnlyList<PeerMail> Mails => [.. mails];

    public long OctetsSeen => Interlocked.Read(ref seen);

    public static async Task<ApiServer> StartAsync(PeerInstructions instructions)
    {
        var server = new ApiServer(instructions);
        await server.app.StartAsync();
        _ = server.Msmtprc;
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await app.StopAsync(now.Token);
    }

    async Task TakeAsync(HttpContext http)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[1 << 14];
        while (await http.Request.Body.ReadAsync(buffer, ending.Token) is > 0 and var count)
        {
            whole.Write(buffer, 0, count);
            Interlocked.Add(ref seen, count);
        }
        instructions.OnMessage();
        await instructions.Pause.WaitAsync(ending.Token);
        await AnswerAsync(http, whole.ToArray());
    }

    async Task AnswerAsync(HttpContext http, byte[] octets)
    {
        string[] to = [.. http.Request.Query["to"].Select(static address => address ?? "")];
        var accepted = to.Select(address => !instructions.RefusedRecipients.Contains(address)).ToList();
        var goesOut = accepted.All(static yes => yes) || http.Request.Query["partial"] == "yes" && accepted.Any(static yes => yes);
        if (instructions.Verdict == PeerVerdict.HangsUp)
        {
            http.Abort();
            return;
        }
        if (instructions.Verdict == PeerVerdict.Refuses)
        {
            http.Response.StatusCode = 400;
            return;
        }
        if (goesOut)
            mails.Enqueue(new PeerMail(http.Request.Query["from"].ToString(), [.. to.Where((_, i) => accepted[i])], octets));
        http.Response.StatusCode = goesOut ? 200 : 422;
        await http.Response.WriteAsJsonAsync(new { accepted }, ending.Token);
    }
}
