using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Msmtp.Hosting;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Tests;

/// <summary>Many mails of one application over few connections, to a real server.</summary>
public sealed class ManyMailsTests
{
    readonly ConcurrentDictionary<long, bool> sessions = new();

    [Fact]
    public async Task Two_hundred_mails_of_sixteen_threads_go_over_four_connections_at_most()
    {
        await using var sink = Sink();
        await using var mailer = Mailer(sink.Port);

        var reports = await OnThreads(16, 200, number => mailer.SendAsync(Mail(number), Token).AsTask());

        Assert.Equal(200, reports.Count);
        Assert.All(reports, static report => Assert.Equal(SendOutcome.Sent, report.Outcome));
        Assert.InRange(sessions.Count, 1, 4);
        var subjects = new HashSet<string>();
        for (var mails = 0; mails < 200; mails++)
            subjects.Add(Subject((await sink.NextMailAsync(Token)).Text));
        Assert.Equal(200, subjects.Count);
    }

    [Fact]
    public async Task A_server_that_hangs_up_between_mails_is_called_again()
    {
        var sink = Sink();
        await using var mailer = Mailer(sink.Port);
        await mailer.SendAsync(Mail(1), Token);
        var port = sink.Port;
        await sink.DisposeAsync();

        await using var again = Sink(port);
        await mailer.SendAsync(Mail(2), Token);
        await mailer.SendAsync(Mail(3), Token);

        Assert.Equal(["2", "3"], [Subject((await again.NextMailAsync(Token)).Text), Subject((await again.NextMailAsync(Token)).Text)]);
        // Each server counts from one; the second mail of the second one went over its first session.
        Assert.Single(sessions);
    }

    [Fact]
    public async Task A_password_is_asked_for_once_for_each_connection()
    {
        using var folder = new TempDirectory();
        var calls = folder.Write("calls", "");
        await using var sink = MailSink.Start(static options => options with
        {
            CredentialsCheck = new PasswordTable("joe", "secret").CheckAsync,
            RequireTlsForAuth = false,
            RequireAuth = true,
        });
        await using var mailer = new MailerBuilder().AddDefaultPlugins().AddAccount("default", new Dictionary<string, string>(Commands(sink.Port))
        {
            ["auth"] = "plain",
            ["user"] = "joe",
            ["passwordeval"] = $"echo x >> {calls}; echo secret",
        }).Build();

        for (var number = 0; number < 5; number++)
            await mailer.SendAsync(Mail(number), Token);

        Assert.Equal("x\n", await File.ReadAllTextAsync(calls, Token));
    }

    [Fact]
    public async Task A_refused_recipient_who_leaves_the_others_does_not_cost_the_connection()
    {
        await using var sink = Sink(answers: new SinkAnswers
        {
            Recipient = static recipient => recipient.Address == "no@example.net" ? new SmtpReply(550, "5.1.1", "no such user") : null,
        });
        await using var mailer = Mailer(sink.Port);

        // Where the others do not matter, a refusal behind which DATA has gone out already (RFC 2920) ends the session, as msmtp has it.
        var refused = await mailer.TrySendAsync(Mail(1) with { To = ["no@example.net"], OnRefusal = PartialRefusal.Continue }, Token);
        var partly = await mailer.TrySendAsync(Mail(2) with { To = ["no@example.net", "you@example.net"], OnRefusal = PartialRefusal.Continue }, Token);
        var sent = await mailer.SendAsync(Mail(3), Token);

        Assert.Equal([SendOutcome.Refused, SendOutcome.PartlySent, SendOutcome.Sent], [refused.Outcome, partly.Outcome, sent.Outcome]);
        Assert.Single(sessions);
    }

    MailSink Sink(int port = 0, SinkAnswers? answers = null) => MailSink.Start(
        options => options with { Listen = new IPEndPoint(IPAddress.Loopback, port), Observer = line => sessions[line.Session] = true }, answers);

    static IMailer Mailer(int port) => new MailerBuilder().AddDefaultPlugins().AddAccount("default", Commands(port)).Build();

    static Dictionary<string, string> Commands(int port) => new()
    {
        ["host"] = "127.0.0.1",
        ["port"] = port.ToString(CultureInfo.InvariantCulture),
        ["from"] = "me@example.org",
    };

    static MailRequest Mail(int number) => new() { Message = MessageInput.FromOctets(System.Text.Encoding.ASCII.GetBytes($"Subject: {number}\n\nhi\n")), To = ["you@example.net"] };

    static string Subject(string text) =>
        text.Split('\n').Single(static line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..];

    // Real threads, each of which waits for its mail, as in an application that knows no better.
    static async Task<IReadOnlyCollection<T>> OnThreads<T>(int threads, int count, Func<int, Task<T>> call)
    {
        var results = new ConcurrentQueue<T>();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
                    results.Enqueue(call(number).GetAwaiter().GetResult());
            }, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return results;
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
