using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Msmtp.Hosting;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Tests;

/// <summary>An application whose first server goes down in the middle and comes back.</summary>
public sealed class FailoverTests
{
    const int Mails = 600;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(50, 200)]
    [InlineData(120, 350)]
    public async Task No_mail_is_lost_and_none_is_sent_twice(int downAfter, int backAfter)
    {
        var copies = new ConcurrentDictionary<string, int>();
        var results = new ConcurrentDictionary<string, SendResult>();
        var first = Sink(copies, 0);
        var port = first.Port;
        await using var second = Sink(copies, 0);
        await using var mailer = Mailer(port, second.Port);
        var ended = 0;
        MailSink? back = null;

        await Parallel.ForEachAsync(Enumerable.Range(0, Mails), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (number, cancellationToken) =>
        {
            results[$"{number}"] = await mailer.TrySendAsync(Mail(number), cancellationToken);
            var count = Interlocked.Increment(ref ended);
            if (count == downAfter)
                await first.DisposeAsync();
            if (count == backAfter)
                back = Sink(copies, port);
        });

        await mailer.DisposeAsync();
        if (back is not null)
            await back.DisposeAsync();
        // Those that were in the middle when the server ended: it has not answered for them, or has refused them at the final dot.
        var open = results.Where(static pair => IsOpen(pair.Value)).Select(static pair => pair.Key).ToHashSet();
        Assert.Equal(Mails, results.Count);
        Assert.All(results, pair => Assert.True(pair.Value.Outcome == SendOutcome.Sent || open.Contains(pair.Key), $"{pair.Key}: {pair.Value.Failure}"));
        Assert.All(results.Keys.Except(open), number => Assert.Equal(1, copies[number]));
        Assert.All(open, number => Assert.InRange(copies.GetValueOrDefault(number), 0, results[number].Outcome == SendOutcome.Unknown ? 1 : 0));
        Assert.Contains(results.Values, static result => result.FailedServers.Count > 0);
        Assert.True(open.Count <= 16, $"{open.Count}");
    }

    public static MatrixTheoryData<EndingStage, EndingWay> Ends { get; } =
        new(Enum.GetValues<EndingStage>().Where(static stage => stage != EndingStage.Nowhere), Enum.GetValues<EndingWay>());

    [Theory, MemberData(nameof(Ends))]
    public async Task Never_two_and_never_none(EndingStage stage, EndingWay way)
    {
        await using var first = new EndingServer(stage, way);
        await using var second = new EndingServer(EndingStage.Nowhere, EndingWay.Close);
        var settings = new Dictionary<string, string>(Commands(first.Port)) { ["failover"] = "second" };
        if (way == EndingWay.Stall)
            settings["timeout"] = "1";
        foreach (var (name, value) in stage == EndingStage.StartTls
            ? new[] { ("tls", "on"), ("tls_certcheck", "off") }
            : [("auth", "plain"), ("user", "me"), ("password", "secret")])
            settings[name] = value;
        await using var mailer = new MailerBuilder().AddDefaultPlugins()
            .AddAccount("default", settings).AddAccount("second", Commands(second.Port)).Build();
        var text = $"Subject: x\n\n{string.Concat(Enumerable.Repeat("and so on, a line that is neither short nor long\n", 20_000))}";

        var result = await mailer.TrySendAsync(new MailRequest { Message = MessageInput.FromOctets(Encoding.ASCII.GetBytes(text)), To = ["you@example.net"] }, Token);

        var isAnswered = way is EndingWay.Later or EndingWay.Never or EndingWay.Busy;
        // What is no reply means trouble where both sides are about to trust each other.
        var isStopped = way == EndingWay.Never || way == EndingWay.Garbage && stage is (EndingStage.StartTls or EndingStage.Auth);
        (int First, int Second, bool IsSent) expected = stage switch
        {
            EndingStage.Dot when !isAnswered => (1, 0, false),
            EndingStage.Dot or EndingStage.Message => (0, 0, false),
            _ => isStopped ? (0, 0, false) : (0, 1, true),
        };
        Assert.Equal(expected, (first.Copies, second.Copies, result.Outcome == SendOutcome.Sent));
        // In the middle of a message, the rest of it may be under way already.
        if (stage != EndingStage.Message)
            Assert.Equal(stage == EndingStage.Dot && !isAnswered, result.Outcome == SendOutcome.Unknown);
    }

    [Fact]
    public async Task It_is_told_which_server_has_the_mail_and_which_were_tried()
    {
        await using var second = Sink([], 0);
        var closed = LoopbackServer.ClosedPort();
        await using var mailer = Mailer(closed, second.Port);

        var result = await mailer.SendAsync(Mail(1), Token);
        var isAsked = await mailer.ProbeAsync(cancellationToken: Token);

        Assert.True(isAsked);
        Assert.Equal(("second", "127.0.0.1"), (result.Account, result.Server));
        var failed = Assert.Single(result.FailedServers);
        Assert.Equal(("default", "127.0.0.1", DeliveryStage.Connect), (failed.Account, failed.Server, failed.Failure.Stage));
        Assert.Contains($"port {closed}", failed.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_account_is_checked_before_the_first_mail()
    {
        await using var mailer = new MailerBuilder().AddDefaultPlugins()
            .AddAccount("default", new Dictionary<string, string>(Commands(25)) { ["failover"] = "nobody" }).Build();

        var e = await Assert.ThrowsAsync<MailException>(async () => await mailer.ValidateAsync(Token));

        Assert.Equal((ExitCode.Config, "account default from the application: account nobody of command failover not found"), (e.ExitCode, e.Message));
    }

    static bool IsOpen(SendResult result) =>
        result.Outcome == SendOutcome.Unknown || result is { Outcome: SendOutcome.Deferred, Failure.Stage: DeliveryStage.Data or DeliveryStage.EndOfData };

    static MailSink Sink(ConcurrentDictionary<string, int> copies, int port) => MailSink.Start(
        options => options with { Listen = new IPEndPoint(IPAddress.Loopback, port) },
        new SinkAnswers
        {
            Mail = mail =>
            {
                copies.AddOrUpdate(Subject(mail.Text), 1, static (_, count) => count + 1);
                return MailOutcome.Accepted;
            },
        });

    static IMailer Mailer(int first, int second) => new MailerBuilder().AddDefaultPlugins()
        .AddAccount("default", new Dictionary<string, string>(Commands(first)) { ["failover"] = "second" })
        .AddAccount("second", Commands(second))
        .Build();

    static Dictionary<string, string> Commands(int port) => new()
    {
        ["host"] = "127.0.0.1",
        ["port"] = port.ToString(CultureInfo.InvariantCulture),
        ["from"] = "me@example.org",
    };

    static MailRequest Mail(int number) => new() { Message = MessageInput.FromOctets(Encoding.ASCII.GetBytes($"Subject: {number}\n\nhi\n")), To = ["you@example.net"] };

    static string Subject(string text) =>
        text.Split('\n').Single(static line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..].Trim();
}
