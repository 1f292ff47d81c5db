using Msmtp.Host.Tests.Delivery;
using Msmtp.Hosting;
using Msmtp.TestKit;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Msmtp.Host.Tests.Plugins.Guards;

/// <summary>A plugin that came from a folder costs a mail no more than itself, and is named.</summary>
public sealed class GuardTests
{
    readonly ManualTime time = new();
    readonly PluginGuard guard;
    readonly List<HostNotice> notices = [];

    public GuardTests() => guard = new PluginGuard(new PluginOrigin("Auth.Stranger", "1.0"), time);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mechanism_that_hangs_is_given_up()
    {
        using var stuck = new ManualResetEventSlim();
        var client = Substitute.For<ISaslClient>();
        client.StartAsync(Arg.Any<CancellationToken>()).Returns(_ =>
        {
            stuck.Wait(Token);
            return new ValueTask<ReadOnlyMemory<byte>?>();
        });
        using var guarded = new GuardedSasl(guard, () => client);

        var start = guarded.StartAsync(Token).AsTask();
        await PassAsync(guard.Deadlines.Step);
        var e = await Assert.ThrowsAsync<MailException>(() => start);

        Assert.Equal((ExitCode.Software, DeliveryStage.Auth, "plugin Auth.Stranger failed: no answer after 60 s"), (e.ExitCode, e.Stage, e.Message));
        stuck.Set();
    }

    [Fact]
    public async Task What_a_mechanism_throws_is_its_own_where_the_contract_allows_it()
    {
        var allowed = new MailException(ExitCode.Software, DeliveryStage.Auth, "forged");
        var client = Substitute.For<ISaslClient>();
        client.StartAsync(Arg.Any<CancellationToken>()).Throws(allowed);
        client.RespondAsync(Arg.Any<ReadOnlyMemory<byte>>(), Arg.Any<CancellationToken>()).Throws(new FormatException("bad"));
        using var guarded = new GuardedSasl(guard, () => client);

        Assert.Same(allowed, await Assert.ThrowsAsync<MailException>(() => guarded.StartAsync(Token).AsTask()));
        var e = await Assert.ThrowsAsync<MailException>(() => guarded.RespondAsync(default, Token).AsTask());

        Assert.Equal("plugin Auth.Stranger failed: FormatException: bad", e.Message);
    }

    [Fact]
    public async Task Whether_a_mechanism_is_complete_is_asked_behind_each_step()
    {
        var client = Substitute.For<ISaslClient>();
        using var guarded = new GuardedSasl(guard, () => client);

        await guarded.StartAsync(Token);
        Assert.False(guarded.IsComplete);
        client.IsComplete.Returns(true);
        await guarded.RespondAsync(default, Token);

        Assert.True(guarded.IsComplete);
    }

    [Fact]
    public async Task The_callers_cancellation_stays_one()
    {
        using var stuck = new ManualResetEventSlim();
        using var cancelling = new CancellationTokenSource();
        var source = Substitute.For<ISecretSource>();
        source.FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>()).Returns(_ =>
        {
            cancelling.Cancel();
            stuck.Wait(Token);
            return new ValueTask<Secret?>();
        });
        var guarded = new GuardedSecretSource(guard, () => source, notices.Add);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => guarded.FindAsync(new SecretQuery(SecretKind.Password), cancelling.Token).AsTask());

        Assert.Empty(notices);
        stuck.Set();
    }

    [Fact]
    public async Task A_source_that_breaks_says_nothing_and_the_user_hears_of_it()
    {
        var guarded = new GuardedSecretSource(guard, static () => throw new InvalidOperationException("no"), notices.Add);

        Assert.Null(await guarded.FindAsync(new SecretQuery(SecretKind.Password), Token));

        var notice = Assert.Single(notices);
        Assert.Equal("plugin Auth.Stranger failed: InvalidOperationException: no", notice.Message);
        Assert.IsType<InvalidOperationException>(notice.Exception);
    }

    [Fact]
    public async Task A_source_that_was_told_to_know_and_fails_ends_the_mail()
    {
        var failure = new MailException(ExitCode.Software, DeliveryStage.Configure, "the store is locked");
        var source = Substitute.For<ISecretSource>();
        source.FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>()).Throws(failure);

        var guarded = new GuardedSecretSource(guard, () => source, notices.Add);

        Assert.Same(failure, await Assert.ThrowsAsync<MailException>(() => guarded.FindAsync(new SecretQuery(SecretKind.Password), Token).AsTask()));
    }

    [Fact]
    public async Task A_source_is_told_to_forget()
    {
        var told = new TaskCompletionSource();
        var source = Substitute.For<ISecretSource>();
        source.When(static s => s.Forget()).Do(_ => told.SetResult());
        var guarded = new GuardedSecretSource(guard, () => source, notices.Add);
        await guarded.FindAsync(new SecretQuery(SecretKind.Password), Token);

        guarded.Forget();

        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task A_log_that_hangs_is_given_up()
    {
        var log = Substitute.For<ILogSink>();
        log.WriteAsync(Arg.Any<DeliveryRecord>(), Arg.Any<CancellationToken>()).Returns(_ => new ValueTask(Never(CancellationToken.None)));

        var write = new GuardedLogSink(guard, () => log).WriteAsync(Record(), Token).AsTask();
        await PassAsync(guard.Deadlines.Step);

        Assert.Equal("plugin Auth.Stranger failed: no answer after 60 s", (await Assert.ThrowsAsync<MailException>(() => write)).Message);
    }

    [Fact]
    public async Task A_log_that_the_account_does_not_use_is_none()
    {
        var asked = 0;

        await new GuardedLogSink(guard, () => { asked++; return null; }).WriteAsync(Record(), Token);

        Assert.Equal(1, asked);
        Assert.Empty(notices);
    }

    [Fact]
    public async Task A_transport_that_falls_silent_may_have_delivered()
    {
        var transport = Substitute.For<ITransport>();
        transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(static _ => SilentAsync());

        var sending = new GuardedTransport(guard, transport, time).SendAsync(FakeHost.SomeMail, Token).AsTask();
        await PassAsync(guard.Deadlines.Silence);
        var e = await Assert.ThrowsAsync<MailException>(() => sending);

        Assert.Equal((true, "plugin Auth.Stranger failed: it did nothing for 600 s"), (e.MayHaveBeenDelivered, e.Message));
    }

    [Fact]
    public async Task A_transport_that_gives_up_with_its_caller_has_delivered_nothing()
    {
        using var cancelling = new CancellationTokenSource();
        var transport = Substitute.For<ITransport>();
        transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(call => WaitAsync(call.Arg<CancellationToken>()));

        var sending = new GuardedTransport(guard, transport, time).SendAsync(FakeHost.SomeMail, cancelling.Token).AsTask();
        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

        static async ValueTask<DeliveryReport> WaitAsync(CancellationToken cancellationToken)
        {
            await Never(cancellationToken);
            throw new InvalidOperationException("it goes on for ever");
        }
    }

    [Fact]
    public async Task A_transport_that_reads_the_body_lives()
    {
        var reads = new SemaphoreSlim(0);
        var hasRead = new SemaphoreSlim(0);
        var transport = Substitute.For<ITransport>();
        transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(call => ReadAsync(call.Arg<OutgoingMail>()));

        var sending = new GuardedTransport(guard, transport, time).SendAsync(FakeHost.SomeMail, Token).AsTask();
        for (var i = 0; i < 3; i++)
        {
            await PassAsync(guard.Deadlines.Silence, lessBy: TimeSpan.FromSeconds(1));
            reads.Release();
            await hasRead.WaitAsync(Token);
        }

        Assert.True((await sending).IsComplete);

        async ValueTask<DeliveryReport> ReadAsync(OutgoingMail mail)
        {
            for (var i = 0; i < 3; i++)
            {
                await reads.WaitAsync(Token);
                Assert.Equal(0, await mail.Content.Body.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, Token));
                hasRead.Release();
            }
            return FakeHost.Accepted(mail);
        }
    }

    [Fact]
    public async Task A_filter_that_falls_silent_is_given_up()
    {
        var filter = Substitute.For<IMessageFilter>();
        filter.FilterAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(static _ => new ValueTask<OutgoingMail>(Never<OutgoingMail>()));

        var filtering = new GuardedFilter(guard, filter, time).FilterAsync(FakeHost.SomeMail, Token).AsTask();
        await PassAsync(guard.Deadlines.Silence);
        var e = await Assert.ThrowsAsync<MailException>(() => filtering);

        Assert.Equal((ExitCode.Software, DeliveryStage.Configure, "plugin Auth.Stranger failed: its filter did nothing for 600 s"), (e.ExitCode, e.Stage, e.Message));
    }

    [Fact]
    public async Task A_filters_body_that_falls_silent_is_given_up()
    {
        var filter = Substitute.For<IMessageFilter>();
        filter.FilterAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>())
            .Returns(static call => Of(call.Arg<OutgoingMail>() with { Content = new MessageContent("X: y\n\n"u8.ToArray(), new SilentBody()) }));
        var mail = await new GuardedFilter(guard, filter, time).FilterAsync(FakeHost.SomeMail, Token);

        var reading = mail.Content.Body.CopyToAsync(Stream.Null, Token);
        await PassAsync(guard.Deadlines.Silence);
        var e = await Assert.ThrowsAsync<MailException>(() => reading);

        Assert.Equal("plugin Auth.Stranger failed: its filter did nothing for 600 s", e.Message);
    }

    [Fact]
    public async Task A_filter_that_waits_for_the_message_is_not_silent()
    {
        var source = new PausingBody();
        var filter = Substitute.For<IMessageFilter>();
        filter.FilterAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(static call => ReadWholeAsync(call.Arg<OutgoingMail>()));
        var mail = FakeHost.SomeMail with { Content = FakeHost.SomeMail.Content with { Body = source } };

        var filtering = new GuardedFilter(guard, filter, time).FilterAsync(mail, Token).AsTask();
        await source.Reading;
        time.Advance(guard.Deadlines.Silence * 3);
        source.End();

        Assert.NotNull(await filtering);
    }

    [Fact]
    public async Task A_filter_that_leaves_the_body_alone_costs_the_reader_nothing()
    {
        var filter = Substitute.For<IMessageFilter>();
        filter.FilterAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>())
            .Returns(static call => Of(call.Arg<OutgoingMail>() with { Content = call.Arg<OutgoingMail>().Content with { HeaderBlock = "X: y\n\n"u8.ToArray() } }));

        var mail = await new GuardedFilter(guard, filter, time).FilterAsync(FakeHost.SomeMail, Token);

        Assert.Same(FakeHost.SomeMail.Content.Body, mail.Content.Body);
        Assert.Equal("X: y\n\n"u8, mail.Content.HeaderBlock.Span);
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_not_the_transports_failure()
    {
        var transport = Substitute.For<ITransport>();
        transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(static call => SendWholeAsync(call.Arg<OutgoingMail>()));
        var broken = new MailException(ExitCode.Software, DeliveryStage.Configure, "the filter x failed: boom");
        var mail = FakeHost.SomeMail with { Content = FakeHost.SomeMail.Content with { Body = new BrokenBody(broken) } };

        var e = await Assert.ThrowsAsync<MailException>(() => new GuardedTransport(guard, transport, time).SendAsync(mail, Token).AsTask());

        Assert.Equal((broken.Message, false), (e.Message, e.MayHaveBeenDelivered));
    }

    static async ValueTask<OutgoingMail> ReadWholeAsync(OutgoingMail mail)
    {
        await mail.Content.Body.CopyToAsync(Stream.Null, Token);
        return mail;
    }

    static async ValueTask<DeliveryReport> SendWholeAsync(OutgoingMail mail) => FakeHost.Accepted(await ReadWholeAsync(mail));

    static ValueTask<OutgoingMail> Of(OutgoingMail mail) => new(mail);

    static async Task<T> Never<T>()
    {
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
        throw new InvalidOperationException("that was never");
    }

    sealed class SilentBody : ForwardOnlyStream
    {
        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Never<int>());
    }

    sealed class PausingBody : ForwardOnlyStream
    {
        readonly TaskCompletionSource reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly TaskCompletionSource<int> end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reading => reading.Task;

        public void End() => end.SetResult(0);

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            reading.TrySetResult();
            return new ValueTask<int>(end.Task);
        }
    }

    sealed class BrokenBody(MailException failure) : ForwardOnlyStream
    {
        public override int Read(Span<byte> buffer) => throw failure;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw failure;
    }

    // The clock is moved once somebody waits for it.
    async Task PassAsync(TimeSpan deadline, TimeSpan lessBy = default)
    {
        await time.UntilTimerAsync(deadline, Token);
        time.Advance(deadline - lessBy);
    }

    static async ValueTask<DeliveryReport> SilentAsync()
    {
        await Never(CancellationToken.None);
        return new DeliveryReport([]);
    }

    static Task Never(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    static DeliveryRecord Record() => new()
    {
        Account = new MailAccount(AccountSettings.Empty),
        Envelope = FakeHost.SomeMail.Envelope,
        Time = DateTimeOffset.UnixEpoch,
        Result = new SendResult(SendOutcome.Sent, []),
    };
}
