using Msmtp.Hosting;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Msmtp.Host.Tests.Delivery;

public sealed class MailDeliveryTests
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
    public async Task A_token_that_cannot_be_had_costs_no_connection_and_is_recorded()
    {
        var opened = 0;
        var failure = new MailException(ExitCode.NoPerm, DeliveryStage.Configure, "nobody has signed in");
        var source = Substitute.For<ISecretSource>();
        source.FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>()).ThrowsAsync(failure);
        var tokens = new FakeHost(registry => registry
            .AddTransport("counting", (_, _) => throw new InvalidOperationException($"opened {++opened} times"))
            .AddSasl(new SaslMechanism("TOKEN", new SaslFacts(1) { Secret = SecretKind.Token }, static _ => throw new NotSupportedException()))
            .AddSaslPreference(static _ => ["TOKEN"])
            .AddSecretSource(
                "tokens",
                new SecretFacts(SecretFacts.SignIn) { Kind = SecretKind.Token, KnowsUsers = true, IsAskedBeforeConnecting = true },
                _ => source));
        var settings = AccountSettings.Empty.With(CommonSettings.Host, "h").With(CommonSettings.Auth, AuthChoice.Automatic)
            .With(DeliverySettings.Transport, "counting");
        var context = tokens.Context(settings);
        using var secrets = new SecretChain(tokens.Plugins, context);

        var outcome = await new MailDelivery(tokens.Plugins, FreshConnections.Instance)
            .SendAsync(context with { Secrets = secrets }, new ComposedMail(FakeHost.SomeMail), TestContext.Current.CancellationToken);

        Assert.Equal((0, failure.Failure), (opened, outcome.Record.Failure));
    }

    [Fact]
    public async Task A_failure_is_recorded_and_what_was_thrown_stays_with_it()
    {
        var failure = new MailException(ExitCode.Protocol, DeliveryStage.Greeting, "no");
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Throws(failure);

        var outcome = await SendAsync();

        Assert.Equal(failure.Failure, outcome.Record.Failure);
        Assert.Same(failure, outcome.Cause);
        Assert.Equal(["you@y"], outcome.Record.Result.Recipients.Select(recipient => recipient.Recipient.Address));
        await host.Transport.Received(1).DisposeAsync();
    }

    [Fact]
    public async Task What_a_transport_says_of_each_recipient_while_it_fails_is_not_lost()
    {
        var failure = new DeliveryFailure(ExitCode.IoErr, DeliveryStage.Data, "no") { IsTemporary = true };
        var never = new ServerReply(550, null, ["never"]);
        var report = new DeliveryReport([new RecipientResult(new ForwardPath("you@y"), never)]) { Failure = failure };
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Throws(new MailException(SendResult.Of(report)));

        var result = (await SendAsync()).Record.Result;

        Assert.Equal((SendOutcome.Refused, never), (result.Recipients[0].Outcome, result.Recipients[0].Reply));
        Assert.Equal(failure, result.Failure);
    }

    [Theory]
    [InlineData("other@y", SendOutcome.Deferred)]
    [InlineData("you@y", SendOutcome.Sent)]
    public async Task Unless_it_is_about_somebody_else_or_calls_a_failure_a_success(string recipient, SendOutcome outcome)
    {
        var failure = new DeliveryFailure(ExitCode.IoErr, DeliveryStage.Data, "no") { IsTemporary = true };
        var told = new SendResult(outcome, [new RecipientOutcome(new ForwardPath(recipient), outcome)], failure);
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Throws(new MailException(told));

        var result = (await SendAsync()).Record.Result;

        Assert.Equal((SendOutcome.Deferred, "you@y", SendOutcome.Deferred), (result.Outcome, result.Recipients[0].Recipient.Address, result.Recipients[0].Outcome));
    }

    [Fact]
    public async Task A_transport_that_throws_something_else_may_have_delivered_and_is_named()
    {
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Throws(new InvalidOperationException("boom"));

        var failure = (await SendAsync()).Record.Failure;

        Assert.Equal((ExitCode.Software, true, "the transport fake failed: boom"), (failure!.ExitCode, failure.MayHaveBeenDelivered, failure.Message));
    }

    [Theory]
    [InlineData(TransportProbe.Opening, true)]
    [InlineData(TransportProbe.None, false)]
    public async Task Its_registration_says_whether_an_open_connection_has_asked_its_server(TransportProbe probe, bool wasAsked)
    {
        var plugins = PluginRegistry.Of([new CorePlugin(), new Probed(probe, host.Transport)]);

        Assert.Equal(wasAsked, await new MailDelivery(plugins, FreshConnections.Instance).ProbeAsync(host.Context(), TestContext.Current.CancellationToken));
        await host.Transport.Received(1).DisposeAsync();
    }

    [Fact]
    public async Task Wrappers_stand_around_a_connection_the_lowest_outside()
    {
        var seen = new List<string>();
        var wrapped = new FakeHost(
            registry => registry.AddTransportWrapper("inner", 2, Wrapper("inner", seen)),
            registry => registry.AddTransportWrapper("outer", 1, Wrapper("outer", seen)),
            registry => registry.AddTransportWrapper("unused", 3, static (open, context, cancellationToken) => open(context, cancellationToken)));

        var outcome = await new MailDelivery(wrapped.Plugins, FreshConnections.Instance).SendAsync(wrapped.Context(), new(FakeHost.SomeMail), TestContext.Current.CancellationToken);

        Assert.Null(outcome.Record.Failure);
        Assert.Equal(["outer opens", "inner opens", "outer sends", "inner sends"], seen);
        await wrapped.Transport.Received(1).DisposeAsync();
    }

    [Fact]
    public async Task A_record_names_the_mail_and_says_how_long_it_took()
    {
        var time = new ManualTime();
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            time.Advance(TimeSpan.FromSeconds(3));
            return FakeHost.Accepted(call.Arg<OutgoingMail>()) with { Session = new SessionFacts { Authentication = new AuthenticationResult("PLAIN") } };
        });
        var mail = FakeHost.SomeMail with { Content = new MessageContent("Message-ID: <1@x>\n\n"u8.ToArray(), Stream.Null) };

        var outcome = await new MailDelivery(host.Plugins, FreshConnections.Instance).SendAsync(host.Context() with { Time = time }, new(mail), TestContext.Current.CancellationToken);

        Assert.Equal(("<1@x>", TimeSpan.FromSeconds(3)), (outcome.Record.MessageId, outcome.Record.Duration));
        Assert.Equal("PLAIN", outcome.Record.Result.Session?.Authentication?.Mechanism);
    }

    [Fact]
    public async Task One_that_cannot_say_which_octets_its_server_takes_has_delivered_nothing()
    {
        host.Transport.AcceptsEightBit.Throws(new InvalidOperationException("boom"));
        var mail = new ComposedMail(FakeHost.SomeMail) { EightBitForm = static _ => new(FakeHost.SomeMail.Content) };

        var outcome = await new MailDelivery(host.Plugins, FreshConnections.Instance).SendAsync(host.Context(), mail, TestContext.Current.CancellationToken);
        var failure = outcome.Record.Failure;

        Assert.Equal((ExitCode.Software, false, "the transport fake failed: boom"), (failure!.ExitCode, failure.MayHaveBeenDelivered, failure.Message));
    }

    [Fact]
    public async Task A_transport_that_cannot_open_has_delivered_nothing()
    {
        var plugins = PluginRegistry.Of([new CorePlugin(), new Broken()]);

        var outcome = await new MailDelivery(plugins, FreshConnections.Instance).SendAsync(host.Context(), new(FakeHost.SomeMail), TestContext.Current.CancellationToken);

        Assert.Equal((ExitCode.Software, DeliveryStage.Connect, false), (outcome.Record.ExitCode, outcome.Record.Failure!.Stage, outcome.Record.Failure.MayHaveBeenDelivered));
    }

    [Fact]
    public async Task A_cancellation_is_recorded_and_stays_a_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Throws(new OperationCanceledException());

        var outcome = await new MailDelivery(host.Plugins, FreshConnections.Instance).SendAsync(host.Context(), new(FakeHost.SomeMail), cancelled.Token);

        Assert.Equal((ExitCode.TempFail, SendOutcome.Deferred), (outcome.Record.ExitCode, outcome.Record.Result.Outcome));
        Assert.IsType<OperationCanceledException>(outcome.Cause);
    }

    // HttpClient says so when its own time is over, and the server may have taken the mail by then.
    [Fact]
    public async Task A_transport_that_gives_up_by_itself_is_no_caller_who_does_and_may_have_delivered()
    {
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Throws(new TaskCanceledException("too slow"));

        var outcome = await SendAsync();

        Assert.Equal((SendOutcome.Unknown, "the transport fake failed: too slow"), (outcome.Record.Result.Outcome, outcome.Record.Failure?.Message));
        Assert.IsType<MailException>(outcome.Cause);
    }

    [Fact]
    public async Task One_that_gives_up_opening_a_connection_has_delivered_nothing()
    {
        var plugins = PluginRegistry.Of([new CorePlugin(), new Broken(new TaskCanceledException("too slow"))]);

        var outcome = await new MailDelivery(plugins, FreshConnections.Instance).SendAsync(host.Context(), new(FakeHost.SomeMail), TestContext.Current.CancellationToken);

        Assert.Equal((DeliveryStage.Connect, false), (outcome.Record.Failure!.Stage, outcome.Record.Failure.MayHaveBeenDelivered));
    }

    [Theory]
    [InlineData(false, 1, false)]
    [InlineData(true, 0, true)]
    public async Task The_end_is_announced_by_the_transport_if_its_registration_says_so_and_by_the_host_otherwise(bool announces, int called, bool isPassedOn)
    {
        var (calls, sent) = (0, (OutgoingMail?)null);
        var transport = Substitute.For<ITransport>();
        transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(call => FakeHost.Accepted(sent = call.Arg<OutgoingMail>()));
        var plugins = PluginRegistry.Of([new CorePlugin(), new Probed(TransportProbe.None, transport) { AnnouncesEnd = announces }]);
        var mail = FakeHost.SomeMail with { Ending = _ => Count() };

        await new MailDelivery(plugins, FreshConnections.Instance).SendAsync(host.Context(), new(mail), TestContext.Current.CancellationToken);

        Assert.Equal((called, isPassedOn), (calls, sent?.Ending is not null));

        ValueTask Count()
        {
            calls++;
            return default;
        }
    }

    [Fact]
    public async Task A_mail_whose_end_must_not_be_sent_is_not_handed_over()
    {
        var full = new MailException(ExitCode.IoErr, DeliveryStage.Configure, "the disk is full");
        var mail = FakeHost.SomeMail with { Ending = _ => throw full };

        var outcome = await new MailDelivery(host.Plugins, FreshConnections.Instance).SendAsync(host.Context(), new(mail), TestContext.Current.CancellationToken);

        Assert.Equal(full.Failure, outcome.Record.Failure);
        await host.Transport.DidNotReceive().SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>());
        await host.Transport.Received(1).DisposeAsync();
    }

    [Fact]
    public async Task Without_a_transport_nothing_is_sent()
    {
        var outcome = await new MailDelivery(PluginRegistry.Of([new CorePlugin()]), FreshConnections.Instance).SendAsync(host.Context(), new(FakeHost.SomeMail), TestContext.Current.CancellationToken);

        Assert.Equal((ExitCode.Config, "no transport plugin is registered"), (outcome.Record.ExitCode, outcome.Record.Failure!.Message));
    }

    ValueTask<DeliveryOutcome> SendAsync() =>
        new MailDelivery(host.Plugins, FreshConnections.Instance).SendAsync(host.Context(), new(FakeHost.SomeMail), TestContext.Current.CancellationToken);

    static TransportWrapper Wrapper(string name, List<string> seen) => async (open, context, cancellationToken) =>
    {
        seen.Add($"{name} opens");
        return new Telling(await open(context, cancellationToken), () => seen.Add($"{name} sends"));
    };

    sealed class Telling(ITransport inner, Action onSend) : DelegatingTransport(inner)
    {
        public override ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
        {
            onSend();
            return base.SendAsync(mail, cancellationToken);
        }
    }

    sealed class Probed(TransportProbe probe, ITransport connection) : IPlugin
    {
        public bool AnnouncesEnd { get; init; }

        public string Id => "tests.probed";

        public void Register(IPluginRegistry registry) =>
            registry.Add(new TransportRegistration("probed", (_, _) => new ValueTask<ITransport>(connection)) { Probe = probe, AnnouncesEnd = AnnouncesEnd });
    }

    sealed class Broken(Exception? fault = null) : IPlugin
    {
        public string Id => "tests.broken";

        public void Register(IPluginRegistry registry) =>
            registry.AddTransport("broken", (_, _) => throw fault ?? new InvalidOperationException("boom"));
    }
}
