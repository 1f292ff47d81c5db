using System.Text;
using Msmtp.Hosting;
using Msmtp.Host.Tests.Delivery;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Msmtp.Host.Tests;

public sealed class SendPipelineTests
{
    readonly List<string> seen = [];
    readonly FakeHost host;
    readonly SendPipeline pipeline;

    public SendPipelineTests()
    {
        host = new FakeHost(registry => registry.AddLogSink("log", _ => new Log(seen)));
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            seen.Add("delivery");
            return FakeHost.Accepted(call.Arg<OutgoingMail>());
        });
        pipeline = new SendPipeline(host.Plugins, SomeEnvironment, FindAccount, new MailDelivery(host.Plugins, FreshConnections.Instance))
        {
            AccountFound = _ => seen.Add("account heard of"),
            Delivered = outcome =>
            {
                seen.Add("outcome");
                return outcome;
            },
        };
    }

    [Fact]
    public async Task A_mail_passes_all_stages_in_msmtps_order()
    {
        await pipeline.SendAsync(Submission("From: me@x\n\nhi\n"), Token);

        Assert.Equal(["sender of me@x", "recipients", "account of me@x", "account heard of", "delivery", "outcome", "log Ok"], seen);
    }

    [Fact]
    public async Task A_mail_for_nobody_ends_before_an_account_is_looked_for()
    {
        var e = await Assert.ThrowsAsync<MailException>(() => pipeline.SendAsync(Submission("\n") with { Recipients = static () => [] }, Token).AsTask());

        Assert.Equal((ExitCode.Usage, "no recipients found"), (e.ExitCode, e.Message));
        Assert.Equal(["sender of "], seen);
    }

    [Fact]
    public async Task An_envelope_that_cannot_be_made_ends_before_a_server_is_asked()
    {
        var e = await Assert.ThrowsAsync<MailException>(() => pipeline.SendAsync(Submission("\n") with { Recipients = static () => ["a b"] }, Token).AsTask());

        Assert.Equal(ExitCode.DataErr, e.ExitCode);
        Assert.Equal(["sender of ", "account of ", "account heard of"], seen);
    }

    [Fact]
    public async Task A_mail_that_a_filter_stops_reaches_no_server_and_every_log()
    {
        var filter = Substitute.For<IMessageFilter>();
        filter.FilterAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Throws(new MailException(ExitCode.DataErr, DeliveryStage.Configure, "not like this"));
        var other = new FakeHost(
            registry => registry.AddLogSink("log", _ => new Log(seen)).AddMessageFilter("no", 0, _ => filter).AddMessageFilter("never", 1, _ => filter));
        var filtering = new SendPipeline(other.Plugins, SomeEnvironment, FindAccount, new MailDelivery(other.Plugins, FreshConnections.Instance));

        var outcome = await filtering.SendAsync(Submission("\n"), Token);

        Assert.Equal((ExitCode.DataErr, "log DataErr"), (outcome.Record.ExitCode, seen[^1]));
        Assert.Single(filter.ReceivedCalls());
        Assert.Empty(other.Transport.ReceivedCalls());
    }

    [Fact]
    public async Task A_filter_that_cannot_be_made_stops_the_mail_and_every_log_hears_of_it()
    {
        var other = new FakeHost(
            registry => registry.AddLogSink("log", _ => new Log(seen)).AddMessageFilter("no", 0, static _ => throw new FormatException("boom")));
        var filtering = new SendPipeline(other.Plugins, SomeEnvironment, FindAccount, new MailDelivery(other.Plugins, FreshConnections.Instance));

        var outcome = await filtering.SendAsync(Submission("\n"), Token);

        Assert.Equal(("the filter no failed: boom", "log Software"), (outcome.Record.Failure?.Message, seen[^1]));
        Assert.Empty(other.Transport.ReceivedCalls());
    }

    [Fact]
    public async Task A_header_that_cannot_be_made_stops_the_mail_and_every_log_hears_of_it()
    {
        var outcome = await pipeline.SendAsync(Submission("Message-ID: <1@x>\n\n") with { FullName = "a\nb" }, Token);

        Assert.Equal((ExitCode.Usage, "<1@x>", "me@x", "log Usage"), (outcome.Record.ExitCode, outcome.Record.MessageId, outcome.Record.Envelope.From.Address, seen[^1]));
        Assert.DoesNotContain("delivery", seen);
    }

    [Fact]
    public async Task A_mail_that_nobody_waits_for_any_more_while_a_filter_works_is_logged_like_one_that_was_under_way()
    {
        using var cancelled = new CancellationTokenSource();
        var filter = Substitute.For<IMessageFilter>();
        filter.FilterAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(async ValueTask<OutgoingMail> (call) =>
        {
            await cancelled.CancelAsync();
            throw new OperationCanceledException(call.Arg<CancellationToken>());
        });
        var other = new FakeHost(registry => registry.AddLogSink("log", _ => new Log(seen)).AddMessageFilter("slow", 0, _ => filter));
        var filtering = new SendPipeline(other.Plugins, SomeEnvironment, FindAccount, new MailDelivery(other.Plugins, FreshConnections.Instance));

        var outcome = await filtering.SendAsync(Submission("\n"), cancelled.Token);

        Assert.Equal((SendOutcome.Deferred, "log TempFail"), (outcome.Record.Result.Outcome, seen[^1]));
        Assert.IsType<OperationCanceledException>(outcome.Cause);
    }

    [Fact]
    public async Task What_is_said_of_an_outcome_is_what_a_log_is_told()
    {
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Throws(new MailException(ExitCode.IoErr, DeliveryStage.Mail, "no"));
        var judging = new SendPipeline(host.Plugins, SomeEnvironment, FindAccount, new MailDelivery(host.Plugins, FreshConnections.Instance))
        {
            Delivered = outcome => (outcome with { Record = outcome.Record with { Result = SendResult.Of(outcome.Record.Failure! with { ExitCode = ExitCode.TempFail }) } }),
        };

        var outcome = await judging.SendAsync(Submission("\n"), Token);

        Assert.Equal((ExitCode.TempFail, "log TempFail"), (outcome.Record.ExitCode, seen[^1]));
    }

    [Fact]
    public async Task Pretending_asks_no_server_tells_no_log_and_may_be_for_nobody()
    {
        await pipeline.PretendAsync(Submission("From: me@x\n\n") with { Recipients = static () => [] }, Token);

        Assert.Equal(["sender of me@x", "account of me@x", "account heard of"], seen);
    }

    static HostEnvironment SomeEnvironment => new() { Environment = new PluginEnvironment { Home = "/home/joe" } };

    Submission Submission(string message) => new(new MemoryStream(Encoding.ASCII.GetBytes(message)))
    {
        Sender = mailSender =>
        {
            seen.Add($"sender of {mailSender}");
            return null;
        },
        Recipients = () =>
        {
            seen.Add("recipients");
            return ["you@y"];
        },
    };

    ValueTask<ResolvedAccount> FindAccount(AccountRequest wanted, CancellationToken cancellationToken)
    {
        seen.Add($"account of {wanted.MailSender}");
        return new(new ResolvedAccount(host.Context(AccountSettings.Empty.With(CommonSettings.Host, "h").With(CommonSettings.From, "me@x"))));
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    sealed class Log(List<string> seen) : ILogSink
    {
        public ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken)
        {
            seen.Add($"log {record.ExitCode}");
            return default;
        }
    }
}
