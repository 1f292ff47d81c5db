using Microsoft.Extensions.Logging.Abstractions;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Delivery.Failover;

public sealed class FailoverTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_server_gets_the_mail_and_the_record_is_its()
    {
        var servers = new Servers { OnOpen = Down("one") };

        var outcome = await servers.SendAsync("one two three");

        var result = outcome.Record.Result;
        Assert.Equal(["two: you@y"], servers.Taken);
        Assert.Equal((SendOutcome.Sent, "two", "a", "two"), (result.Outcome, result.Server, result.Account, outcome.Record.Account.Settings.Get(CommonSettings.Host)));
        Assert.Equal(("a", "one", "cannot connect to one"), Assert.Single(result.FailedServers) is var failed ? (failed.Account, failed.Server, failed.Failure.Message) : default);
    }

    [Fact]
    public async Task A_server_that_has_read_the_message_is_the_last_one()
    {
        var servers = new Servers
        {
            OnMail = static async (server, mail) =>
            {
                await mail.Content.Body.ReadExactlyAsync(new byte[1], Token);
                throw Servers.Unreachable(server);
            },
        };

        var outcome = await servers.SendAsync("one two");

        Assert.Equal(["one"], servers.Opened);
        Assert.Equal(SendOutcome.Deferred, outcome.Record.Result.Outcome);
    }

    [Fact]
    public async Task So_is_one_to_which_the_end_was_announced_whatever_it_says_of_it()
    {
        var servers = new Servers
        {
            OnMail = static async (server, mail) =>
            {
                await mail.Ending!(Token);
                throw Servers.Unreachable(server);
            },
        };

        await servers.SendAsync("one two");

        Assert.Equal(["one"], servers.Opened);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task That_the_message_is_about_to_end_is_noted_once(bool announcesEnd)
    {
        var noted = 0;
        var servers = new Servers(announcesEnd) { OnMail = static (server, _) => server == "one" ? throw Servers.Replied(DeliveryStage.Mail, 451) : Task.CompletedTask };

        await servers.SendAsync("one two", Servers.Mail() with { Ending = _ => { noted++; return default; } });

        Assert.Equal(["two: you@y"], servers.Taken);
        Assert.Equal(1, noted);
    }

    [Fact]
    public async Task A_mail_whose_end_could_not_be_noted_goes_nowhere()
    {
        var servers = new Servers(announcesEnd: false);

        var outcome = await servers.SendAsync("one two", Servers.Mail() with { Ending = static _ => throw Servers.Unreachable("the disk") });

        Assert.Equal(["one"], servers.Opened);
        Assert.Empty(servers.Taken);
        Assert.Equal("cannot connect to the disk", outcome.Record.Failure?.Message);
    }

    [Fact]
    public async Task A_sender_who_has_given_up_waits_for_no_other_server()
    {
        using var cancelled = new CancellationTokenSource();
        var servers = new Servers();
        servers.OnOpen = async _ =>
        {
            await cancelled.CancelAsync();
            cancelled.Token.ThrowIfCancellationRequested();
        };

        var outcome = await servers.Delivery.SendAsync(servers.Account("one two"), new ComposedMail(Servers.Mail()), cancelled.Token);

        Assert.Equal(["one"], servers.Opened);
        Assert.IsType<OperationCanceledException>(outcome.Cause, exactMatch: false);
    }

    [Fact]
    public async Task A_recipient_who_was_refused_is_not_asked_for_again_and_the_others_are()
    {
        var servers = new Servers
        {
            OnRecipient = static (server, recipient) => (server, recipient) switch
            {
                (_, "no@y") => new ServerReply(server == "one" ? 550 : 250, null, ["never"]),
                ("one", _) => new ServerReply(450, null, ["later"]),
                _ => new ServerReply(250, null, ["ok"]),
            },
        };

        var outcome = await servers.SendAsync("one two", Servers.Mail("later@y", "no@y", "also@y"));

        var result = outcome.Record.Result;
        Assert.Equal(["two: later@y also@y"], servers.Taken);
        Assert.Equal(SendOutcome.PartlySent, result.Outcome);
        Assert.Equal(
            [("later@y", SendOutcome.Sent), ("no@y", SendOutcome.Refused), ("also@y", SendOutcome.Sent)],
            result.Recipients.Select(static recipient => (recipient.Recipient.Address, recipient.Outcome)));
        Assert.Equal(3, outcome.Record.Envelope.To.Count);
        Assert.Equal((550, "no@y was refused; also tried: one (450 to RCPT)"), (result.Failure?.Reply?.Code, result.Failure?.Message));
    }

    [Fact]
    public async Task Whoever_has_the_mail_gets_it_once_and_the_others_wait()
    {
        var servers = new Servers { OnRecipient = static (_, recipient) => new ServerReply(recipient == "later@y" ? 450 : 250, null, ["so"]) };

        var outcome = await servers.SendAsync("one two", Servers.Mail("later@y", "you@y"));

        Assert.Equal(["one: you@y"], servers.Taken);
        Assert.Equal([SendOutcome.Deferred, SendOutcome.Sent], outcome.Record.Result.Recipients.Select(static recipient => recipient.Outcome));
    }

    [Fact]
    public async Task If_all_fail_the_one_that_passes_is_reported_with_what_the_others_said()
    {
        var servers = new Servers { OnOpen = static server => throw (server == "three" ? Servers.Replied(DeliveryStage.Auth, 535, ExitCode.NoPerm) : Servers.Unreachable(server)) };

        var outcome = await servers.SendAsync("one two three four");

        Assert.Equal(["one", "two", "three"], servers.Opened);
        Assert.Equal(
            "cannot connect to two; also tried: one (cannot connect to one), three (Auth was refused)", outcome.Record.Failure?.Message);
        Assert.Equal((SendOutcome.Deferred, "two", ExitCode.TempFail), (outcome.Record.Result.Outcome, outcome.Record.Result.Server, outcome.Record.ExitCode));
    }

    [Fact]
    public async Task What_a_server_says_of_an_address_is_not_passed_on()
    {
        var servers = new Servers
        {
            OnMail = static (server, mail) => throw (server == "one"
                ? new MailException(ExitCode.Unavailable, DeliveryStage.Rcpt, "recipient address you@y not accepted", new ServerReply(450, new EnhancedStatus(4, 2, 0), ["you@y"]))
                : Servers.Replied(DeliveryStage.Mail, 451)),
        };

        var outcome = await servers.SendAsync("one two");

        Assert.Equal("Mail was refused; also tried: one (450 4.2.0 to RCPT)", outcome.Record.Failure?.Message);
    }

    [Fact]
    public async Task A_server_that_is_down_costs_nothing_for_a_minute_and_then_one_mail_tries_it()
    {
        var servers = new Servers { OnOpen = Down("one") };
        for (var i = 0; i < 3; i++)
            await servers.SendAsync("one two");
        Assert.Equal(["one", "two", "two", "two"], servers.Opened);

        servers.Time.Advance(TimeSpan.FromSeconds(61));
        for (var i = 0; i < 2; i++)
            await servers.SendAsync("one two");
        Assert.Equal(["one", "two", "two", "two", "one", "two", "two"], servers.Opened);

        servers.OnOpen = Down("two");
        await servers.SendAsync("one two");
        await servers.SendAsync("one two");

        // All others fail: it is tried, and is back.
        Assert.Equal(["two", "one", "one"], servers.Opened.Skip(7));
        Assert.Equal(["two", "two", "two", "two", "two", "one", "one"], servers.Taken.Select(static mail => mail[..3]));
    }

    [Fact]
    public async Task A_mail_that_is_put_off_says_nothing_of_the_server()
    {
        var servers = new Servers { OnMail = static (server, _) => server == "one" ? throw Servers.Replied(DeliveryStage.Mail, 450) : Task.CompletedTask };

        await servers.SendAsync("one two");
        await servers.SendAsync("one two");

        Assert.Equal(["one", "two", "one", "two"], servers.Opened);
    }

    // 535 at the second server: the first one has not been asked yet, and would have been without what is known of it.
    [Fact]
    public async Task A_fault_of_ours_at_the_other_server_does_not_keep_a_mail_from_the_first()
    {
        var servers = new Servers { OnOpen = Down("one") };
        await servers.SendAsync("one two");
        servers.OnOpen = static server => server == "two" ? throw Servers.Replied(DeliveryStage.Auth, 535) : Task.CompletedTask;

        var outcome = await servers.SendAsync("one two");

        Assert.Equal(SendOutcome.Sent, outcome.Record.Result.Outcome);
        Assert.Equal(["two: you@y", "one: you@y"], servers.Taken);
    }

    [Fact]
    public async Task Mails_that_wait_for_a_place_at_a_server_that_fails_go_on_at_once()
    {
        var isAsked = new TaskCompletionSource();
        var fails = new TaskCompletionSource();
        using var telemetry = new MailerTelemetry(NullLoggerFactory.Instance, null, TimeProvider.System);
        await using var pools = new ConnectionPools(new ConnectionPoolOptions { MaxConnectionsPerAccount = 1 }, TimeProvider.System, telemetry);
        var servers = new Servers(connections: pools);
        servers.OnOpen = server =>
        {
            isAsked.TrySetResult();
            return server == "one" ? fails.Task : Task.CompletedTask;
        };
        var sending = Enumerable.Range(0, 20).Select(_ => servers.SendAsync("one two")).ToList();
        await isAsked.Task;

        servers.Time.Advance(TimeSpan.FromSeconds(1));
        fails.SetException(Servers.Unreachable("one"));
        var outcomes = await Task.WhenAll(sending);

        Assert.All(outcomes, static outcome => Assert.Equal(SendOutcome.Sent, outcome.Record.Result.Outcome));
        Assert.Equal(1, servers.Opened.Count(static server => server == "one"));
        Assert.Equal(20, servers.Taken.Count);
    }

    static Func<string, Task> Down(string server) => name => name == server ? throw Servers.Unreachable(name) : Task.CompletedTask;
}
