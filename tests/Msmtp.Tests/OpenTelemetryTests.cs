using System.Diagnostics;
using Msmtp.Hosting;
using Msmtp.TestKit;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Msmtp.Tests;

/// <summary>The same as the real OpenTelemetry package sees it.</summary>
public sealed class OpenTelemetryTests
{
    [Fact]
    public async Task Traces_and_measurements_arrive()
    {
        await using var sink = MailSink.Start();
        using var spans = new Kept<Activity>();
        using var metrics = new Kept<Metric>();
        using var reader = new BaseExportingMetricReader(metrics);
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource("Msmtp").AddProcessor(new SimpleActivityExportProcessor(spans)).Build();
        using var metering = Sdk.CreateMeterProviderBuilder().AddMeter("Msmtp").AddReader(reader).Build();
        await using var mailer = new MailerBuilder().AddDefaultPlugins().AddAccount("otel", new Dictionary<string, string>
        {
            ["host"] = "127.0.0.1",
            ["port"] = $"{sink.Port}",
            ["from"] = "me@example.org",
        }).UseDefaultAccount("otel").Build();

        await mailer.SendAsync(new MailRequest { Message = MessageInput.FromOctets("\n"u8.ToArray()), To = ["you@example.net"] }, TestContext.Current.CancellationToken);
        reader.Collect();

        // Other tests send at the same time.
        Assert.Contains(spans.Items, static span => span is { DisplayName: "msmtp send", Kind: ActivityKind.Client } && Equals(span.GetTagItem("msmtp.account"), "otel"));
        Assert.Equal(
            [
                "msmtp.client.connection.count {connection}", "msmtp.client.connection.create_time s", "msmtp.client.connection.pending_requests {request}",
                "msmtp.client.connection.wait_time s", "msmtp.client.mail.duration s", "msmtp.client.mails {mail}", "msmtp.client.recipients {recipient}",
            ],
            metrics.Items.Select(static metric => $"{metric.Name} {metric.Unit}").Distinct().Order(StringComparer.Ordinal));
    }

    sealed class Kept<T> : BaseExporter<T>
        where T : class
    {
        readonly List<T> items = [];

        public IReadOnlyList<T> Items
        {
            get
            {
                lock (items)
                    return [.. items];
            }
        }

        public override ExportResult Export(in Batch<T> batch)
        {
            lock (items)
                foreach (var item in batch)
                    items.Add(item);
            return ExportResult.Success;
        }
    }
}
