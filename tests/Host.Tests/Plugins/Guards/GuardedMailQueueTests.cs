using Msmtp.Hosting;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Msmtp.Host.Tests.Plugins.Guards;

public sealed class GuardedMailQueueTests
{
    readonly PluginGuard guard = new(new PluginOrigin("Queue.Stranger", "1.0"), TimeProvider.System);
    readonly ILeasedMailQueue queue = Substitute.For<ILeasedMailQueue>();
    readonly IMailLease lease = Substitute.For<IMailLease>();

    public GuardedMailQueueTests()
    {
        lease.Mail.Returns(Some);
        queue.TakeAsync("A", Arg.Any<CancellationToken>()).Returns(lease);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static QueuedMail Some { get; } = new()
    {
        Id = "A",
        Envelope = new SmtpEnvelope(ReversePath.Null, [new ForwardPath("you@y")]),
        Origin = new MailOrigin(),
        Recipients = [],
        Accepted = default,
    };

    [Fact]
    public async Task What_it_throws_is_a_failure_of_the_plugin_wherever_it_comes()
    {
        var broken = new InvalidOperationException("boom");
        queue.EnumerateAsync(Arg.Any<QueueFilter>(), Arg.Any<CancellationToken>()).Throws(broken);
        lease.BeginAsync(Arg.Any<CancellationToken>()).Throws(broken);
        lease.EndAsync(Arg.Any<AttemptEnd>(), Arg.Any<CancellationToken>()).Throws(broken);
        lease.OpenAsync(Arg.Any<CancellationToken>()).ThrowsAsync(broken);
        queue.ChangeAccountAsync("", Arg.Any<Func<AccountState, AccountState>>(), Arg.Any<CancellationToken>()).Throws(broken);
        var guarded = new GuardedLeasedQueue(guard, queue, static () => new MemoryStream());
        var leased = await guarded.TakeAsync("A", Token) ?? throw new InvalidOperationException("no lease");

        foreach (var call in new Func<Task>[]
        {
            async () => await guarded.ListAsync(Token),
            async () => await guarded.ChangeAccountAsync("", static state => state, Token),
            async () => await leased.BeginAsync(Token),
            async () => await leased.EndAsync(new AttemptEnd(AttemptVerdict.Done, []) { Time = default }, Token),
            async () => await leased.OpenAsync(Token),
        })
            Assert.Equal("plugin Queue.Stranger failed: InvalidOperationException: boom", (await Assert.ThrowsAsync<MailException>(call)).Message);
    }

    [Fact]
    public async Task What_a_store_may_throw_stays_what_it_is()
    {
        var full = new MailException(ExitCode.CantCreat, DeliveryStage.Configure, "the disk is full");
        queue.PutAsync(Arg.Any<QueueSubmission>(), Arg.Any<CancellationToken>()).ThrowsAsync(full);
        var mail = new QueueSubmission(Some.Envelope, new MessageContent(default, Stream.Null), new MailOrigin());

        Assert.Same(full, await Assert.ThrowsAsync<MailException>(async () => await GuardedMailQueue.Of(guard, () => queue, static () => new MemoryStream()).PutAsync(mail, Token)));
    }

    [Fact]
    public async Task Giving_a_mail_back_fails_in_silence()
    {
        lease.DisposeAsync().Throws(new InvalidOperationException("boom"));
        var leased = await new GuardedLeasedQueue(guard, queue, static () => new MemoryStream()).TakeAsync("A", Token);

        Assert.Null(await Record.ExceptionAsync(async () => await leased!.DisposeAsync()));
        await lease.Received(1).DisposeAsync();
    }

    [Fact]
    public async Task Nothing_taken_is_no_lease() => Assert.Null(await new GuardedLeasedQueue(guard, queue, static () => new MemoryStream()).TakeAsync("B", Token));
}
