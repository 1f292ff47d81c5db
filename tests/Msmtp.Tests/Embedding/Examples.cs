using System.Net.Mail;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Msmtp.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Msmtp.Tests.Embedding;

/// <summary>The code of docs/embedding.md; see <see cref="DocumentTests"/>.</summary>
static class Examples
{
    public static async Task ConsoleAsync(CancellationToken ct)
    {
        await using var mailer = new MailerBuilder()
            .AddDefaultPlugins()
            .UseConfiguration("/home/joe/.msmtprc")
            .Build();
        await mailer.SendAsync(new MailRequest { Message = File.OpenRead("message.eml"), To = ["you@example.net"] }, ct);
    }

    public static async Task StreamAsync(IMailer mailer, Stream stream, CancellationToken ct)
    {
        await mailer.SendAsync(new MailRequest { Message = stream, To = ["you@example.net"] }, ct);
    }

    public static async Task WriterAsync(IMailer mailer, Func<Stream, CancellationToken, Task> writeReport, CancellationToken ct)
    {
        await mailer.SendAsync(new MailRequest { Message = MessageInput.FromWriter(writeReport), To = ["you@example.net"] }, ct);
    }

    public static async Task MessagesAsync(IMailer mailer, MimeMessage mime, MailMessage mail, CancellationToken ct)
    {
        await mailer.SendAsync(mime, ct);
        await mailer.SendAsync(mail, ct);
        await mailer.SendAsync(MailerMessages.Request(mime) with { Account = "news", OnRefusal = PartialRefusal.LeavesTheOthers }, ct);
    }

    public static async Task<SendOutcome> OutcomeAsync(IMailer mailer, MailRequest request, CancellationToken ct)
    {
        SendOutcome outcome;
        try
        {
            outcome = (await mailer.SendAsync(request, ct)).Outcome();
        }
        catch (MailException e)
        {
            outcome = e.Outcome();
        }
        return outcome;
    }

    public static void Telemetry()
    {
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource("Msmtp").Build();
        using var metering = Sdk.CreateMeterProviderBuilder().AddMeter("Msmtp").Build();
    }

    public static async Task CaptureAsync(IServiceCollection services, CancellationToken ct)
    {
        services.AddMsmtpCapture();

        await using var provider = services.BuildServiceProvider();
        var capture = provider.GetRequiredService<MailCapture>();
        capture.AnswerRecipient = path => path.Address == "no@example.net" ? new Reply(550, null, ["no such user"]) : null;

        var mail = await capture.NextAsync(ct);
        Assert.Equal(["you@example.net"], mail.To);
        Assert.Contains("Subject: Hello", mail.Text, StringComparison.Ordinal);
    }

    public static void Code(IServiceCollection services)
    {
        services.AddMsmtp(mail => mail
            .UseConfiguration("/etc/myapp/msmtprc")
            .UseLinks(new LinkOptions { MaxPerAccount = 8, IdleTime = TimeSpan.FromMinutes(2) }));
    }
}
