using Msmtp.Hosting;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Msmtp.Host.Tests.Delivery;

public sealed class DeliveryPipelineTests
{
    readonly FakeHost host = new();

    [Fact]
    public async Task A_mail_that_the_server_took_has_its_report_and_no_failure()
    {
        var outcome = await SendAsync();

        Assert.Null(outcome.Record.Failure);
        Assert.Equal((SendOutcome.Sent, 250), (outcome.Record.Result.Outcome, outcome.Record.Result.FinalReply?.Code));
        await host.Transport.Received(1).DisposeAsync();
    }

    [Fact]
    public async Task A_failure_is_recorded_and_what_was_thrown_stays_with_it()
    {
        var failure = new MailException(ExitCode.Protocol, DeliveryStage.Greeting, "no");
        host.Transport.SendAsync(Arg.Any<Mail>(), Arg.Any<CancellationToken>()).Throws(failure);

        var outcome = await SendAsync();

        Assert.Equal(failure.Failure, outcome.Record.Failure);
        Assert.Same(failure, outcome.Cause);
        Assert.Equal(["you@y"], outcome.Record.Result.Recipients.Select(recipient => recipient.Recipient.Address));
        await host.Transport.Received(1).DisposeAsync();
    }

    [Fact]
    public async Task A_transport_that_throws_something_else_may_have_delivered_and_is_named()
    {
        host.Transport.SendAsync(Arg.Any<Mail>(), Arg.Any<CancellationToken>()).Throws(new InvalidOperationException("boom"));

        var failure = (await SendAsync()).Record.Failure;

        Assert.Equal((ExitCode.Software, true, "the transport fake failed: boom"), (failure!.ExitCode, failure.MayHaveBeenDelivered, failure.Message));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transport_says_whether_it_asked_its_server(bool wasAsked)
    {
        host.Transport.ProbeAsync(Arg.Any<CancellationToken>()).Returns(wasAsked);

        Assert.Equal(wasAsked, await new DeliveryPipeline(host.Plugins, FreshLinks.Instance).ProbeAsync(host.Context(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_a_transport_throws_that_is_asked_stays_with_the_failure()
    {
        var boom = new InvalidOperationException("boom");
        host.Transport.ProbeAsync(Arg.Any<CancellationToken>()).Throws(boom);

        var e = await Assert.ThrowsAsync<MailException>(() => new DeliveryPipeline(host.Plugins, FreshLinks.Instance)
            .ProbeAsync(host.Context(), TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(("the transport fake failed: boom", boom), (e.Message, e.InnerException));
        await host.Transport.Received(1).DisposeAsync();
    }

    [Fact]
    public async Task A_transport_that_cannot_open_has_delivered_nothing()
    {
        var plugins = PluginRegistry.Of([new Broken()]);

        var outcome = await new DeliveryPipeline(plugins, FreshLinks.Instance).SendAsync(host.Context(), new(FakeHost.SomeMail), TestContext.Current.CancellationToken);

        Assert.Equal((ExitCode.Software, DeliveryStage.Connect, false), (outcome.Record.ExitCode, outcome.Record.Failure!.Stage, outcome.Record.Failure.MayHaveBeenDelivered));
    }

    [Fact]
    public async Task A_cancellation_is_recorded_and_stays_a_cancellation()
    {
        host.Transport.SendAsync(Arg.Any<Mail>(), Arg.Any<CancellationToken>()).Throws(new OperationCanceledException());

        var outcome = await SendAsync();

        Assert.Equal((ExitCode.TempFail, SendOutcome.Deferred), (outcome.Record.ExitCode, outcome.Record.Result.Outcome));
        Assert.IsType<OperationCanceledException>(outcome.Cause);
    }

    [Fact]
    public async Task Without_a_transport_nothing_is_sent()
    {
        var outcome = await new DeliveryPipeline(PluginRegistry.Of([]), FreshLinks.Instance).SendAsync(host.Context(), new(FakeHost.SomeMail), TestContext.Current.CancellationToken);

        Assert.Equal((ExitCode.Config, "no transport plugin is registered"), (outcome.Record.ExitCode, outcome.Record.Failure!.Message));
    }

    ValueTask<DeliveryOutcome> SendAsync() =>
        new DeliveryPipeline(host.Plugins, FreshLinks.Instance).SendAsync(host.Context(), new(FakeHost.SomeMail), TestContext.Current.CancellationToken);

    sealed class Broken : IPlugin
    {
        public string Id => "tests.broken";

        public void Register(IPluginRegistry registry) => registry.AddTransport("broken", static (_, _) => throw new InvalidOperationException("boom"));
    }
}
