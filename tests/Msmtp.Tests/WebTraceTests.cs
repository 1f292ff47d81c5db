using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Msmtp.Hosting;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Msmtp.Tests;

/// <summary>A mail that is sent while a web application serves a request is a part of the request's trace.</summary>
public sealed class WebTraceTests
{
    [Theory]
    [InlineData(true, "Msmtp", "Microsoft.AspNetCore")]
    [InlineData(false, "Msmtp")]
    public async Task The_sources_that_docs_name_show_it_and_no_fewer_do(bool isSeen, params string[] sources)
    {
        var spans = new Kept();
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(sources).AddProcessor(spans).Build();
        await using var app = Application();
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode);
        // Other tests send at the same time: their mails are no part of this request.
        Assert.Equal(isSeen, spans.Of("Microsoft.AspNetCore").Any(request => spans.Of("Msmtp").Any(mail => mail.DisplayName == "msmtp send" && mail.ParentSpanId == request.SpanId)));
    }

    static WebApplication Application()
    {
        var builder = WebApplication.CreateBuilder();
        // Without any log a request has no span of its own.
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMsmtp(static mail => mail.AddAccount("default", [new("host", "h"), new("from", "me@example.org")])).AddMsmtpCapture();
        var app = builder.Build();
        app.MapGet("/", static async (IMailer mailer) =>
        {
            await mailer.SendAsync(new MailRequest { Message = MessageInput.FromOctets("Subject: x\n\n"u8.ToArray()), To = ["you@example.net"] });
        });
        return app;
    }

    sealed class Kept : BaseProcessor<Activity>
    {
        readonly ConcurrentQueue<Activity> ended = new();

        public override void OnEnd(Activity data) => ended.Enqueue(data);

        public IEnumerable<Activity> Of(string source) => ended.Where(each => each.Source.Name == source);
    }
}
