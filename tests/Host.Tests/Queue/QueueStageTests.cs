using System.Text;
using Msmtp.Host.Tests.Delivery;
using Msmtp.Hosting;
using Msmtp.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Msmtp.Host.Tests.Queue;

/// <summary>What is queued, what is not, and what its sender hears.</summary>
public sealed class QueueStageTests
{
    static readonly DeliveryFailure Unreachable = new(ExitCode.TempFail, DeliveryStage.Connect, "cannot connect") { IsTemporary = true };

    readonly ManualTime time = new();
    readonly MemoryMailQueue queue;
    readonly FakeHost host;
    readonly List<DeliveryRecord> logged = [];
    AccountSettings settings = AccountSettings.Empty.With(CommonSettings.Host, "h").With(CommonSettings.From, "me@x").With(QueueSettings.Use, QueueUse.On);
    int drafts;

    public QueueStageTests()
    {
        queue = new MemoryMailQueue(time);
        host = new FakeHost(
            registry => registry.AddLogSink("log", _ => new Log(logged)).AddMailQueue("memory", _ => new Counted(queue, () => drafts++)));
    }

    [Fact]
    public async Task A_mail_that_goes_through_at_once_leaves_nothing_in_the_queue_and_asks_it_nothing()
    {
        var record = await SendAsync("Subject: x\n\nhi\n");

        Assert.Equal((SendOutcome.Sent, ExitCode.Ok, null), (record.Result.Outcome, record.ExitCode, record.QueueId));
        Assert.Equal((0, 0), (drafts, (await ListAsync()).Count));
    }

    [Fact]
    public async Task A_server_out_of_reach_means_that_the_queue_has_all_of_the_mail()
    {
        Fails(Unreachable);

        var record = await SendAsync("Subject: x\nMessage-ID: <1@x>\n\nhi\n", "a@y", "b@y");

        var mail = Assert.Single(await ListAsync());
        Assert.Equal((SendOutcome.Queued, ExitCode.Ok, mail.Id), (record.Result.Outcome, record.ExitCode, record.QueueId));
        Assert.Equal((mail.Id, "cannot connect"), (record.Result.QueueId, record.Failure?.Message));
        Assert.All(record.Result.Recipients, static recipient => Assert.Equal(SendOutcome.Queued, recipient.Outcome));
        Assert.Equal(["a@y", "b@y"], mail.Envelope.To.Select(static path => path.Address));
        Assert.Equal(("<1@x>", 1, "cannot connect"), (mail.MessageId, mail.Attempts, mail.LastFailure?.Message));
        Assert.InRange((mail.NextAttempt!.Value - time.GetUtcNow()).TotalSeconds, 48, 72);
        Assert.EndsWith("hi\n", await TextAsync(mail.Id), StringComparison.Ordinal);
        Assert.Contains($" queued={mail.Id} exitcode=EX_OK", Assert.Single(logged).ToLine(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeliveryStage.Configure, ExitCode.Config)]
    [InlineData(DeliveryStage.Configure, ExitCode.IoErr)]
    [InlineData(DeliveryStage.Tls, ExitCode.Unavailable)]
    [InlineData(DeliveryStage.Tls, ExitCode.Protocol)]
    [InlineData(DeliveryStage.Auth, ExitCode.NoPerm)]
    [InlineData(DeliveryStage.Auth, ExitCode.Unavailable)]
    public async Task What_has_to_be_mended_on_this_side_is_told_at_once(DeliveryStage stage, ExitCode exitCode)
    {
        Fails(new DeliveryFailure(exitCode, stage, "no"));

        var record = await SendAsync("\nhi\n");

        Assert.Equal((exitCode, null), (record.ExitCode, record.QueueId));
        Assert.Empty(await ListAsync());
    }

    [Theory]
    [InlineData(DeliveryStage.Resolve, ExitCode.NoHost, null)]
    [InlineData(DeliveryStage.Tls, ExitCode.IoErr, null)]
    [InlineData(DeliveryStage.Greeting, ExitCode.Protocol, null)]
    [InlineData(DeliveryStage.Greeting, ExitCode.Unavailable, 421)]
    [InlineData(DeliveryStage.Auth, ExitCode.Unavailable, 454)]
    [InlineData(DeliveryStage.Mail, ExitCode.Unavailable, 451)]
    [InlineData(DeliveryStage.EndOfData, ExitCode.Unavailable, 452)]
    public async Task What_passes_by_itself_is_queued(DeliveryStage stage, ExitCode exitCode, int? code)
    {
        Fails(new DeliveryFailure(exitCode, stage, "later") { Reply = code is { } number ? new ServerReply(number, null, ["later"]) : null });

        var record = await SendAsync("\nhi\n");

        Assert.Equal(ExitCode.Ok, record.ExitCode);
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task Each_recipient_is_judged_by_itself()
    {
        Answers(("a@y", 250), ("b@y", 450), ("c@y", 550));

        var record = await SendAsync("\nhi\n", "a@y", "b@y", "c@y");

        var mail = Assert.Single(await ListAsync());
        Assert.Equal("b@y", Assert.Single(mail.Envelope.To).Address);
        Assert.Equal([SendOutcome.Sent, SendOutcome.Queued, SendOutcome.Refused], record.Result.Recipients.Select(static recipient => recipient.Outcome));
        Assert.Equal((SendOutcome.PartlySent, ExitCode.DataErr, mail.Id), (record.Result.Outcome, record.ExitCode, record.QueueId));
        // Not that of the one who is queued, although it came first.
        Assert.Equal(("recipient address c@y not accepted by the server", 550), (record.Failure?.Message, record.Failure?.Reply?.Code));
    }

    [Fact]
    public async Task Recipients_who_all_have_it_or_are_queued_are_no_failure()
    {
        Answers(("a@y", 250), ("b@y", 450));

        var record = await SendAsync("\nhi\n", "a@y", "b@y");

        Assert.Equal((SendOutcome.Queued, ExitCode.Ok), (record.Result.Outcome, record.ExitCode));
    }

    [Fact]
    public async Task A_refusal_for_everybody_is_that_of_today()
    {
        Answers(("a@y", 550));

        var record = await SendAsync("\nhi\n", "a@y");

        Assert.Equal((SendOutcome.Refused, ExitCode.DataErr), (record.Result.Outcome, record.ExitCode));
        Assert.Empty(await ListAsync());
    }

    [Theory]
    [InlineData(false, QueuedMailState.Waiting)]
    [InlineData(true, QueuedMailState.Held)]
    public async Task A_mail_without_a_verdict_is_tried_again_or_held(bool holds, QueuedMailState state)
    {
        settings = settings.With(QueueSettings.HoldsUnknown, holds);
        Fails(new DeliveryFailure(ExitCode.IoErr, DeliveryStage.EndOfData, "the connection broke") { MayHaveBeenDelivered = true });

        var record = await SendAsync("\nhi\n");

        var mail = Assert.Single(await ListAsync());
        Assert.Equal((ExitCode.Ok, true, state), (record.ExitCode, mail.IsUnknown, mail.State));
    }

    [Fact]
    public async Task Those_who_may_have_it_are_held_and_hold_up_nobody()
    {
        settings = settings.With(QueueSettings.HoldsUnknown, true);
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(async ValueTask<DeliveryReport> (call) =>
        {
            await ReadAsync(call.Arg<OutgoingMail>());
            var broken = new DeliveryFailure(ExitCode.IoErr, DeliveryStage.EndOfData, "the connection broke") { MayHaveBeenDelivered = true };
            throw new MailException(SendResult.Of(new DeliveryReport(Results(("a@y", 250), ("b@y", 450))) { Failure = broken }));
        });

        var record = await SendAsync("\nhi\n", "a@y", "b@y");

        var mails = await ListAsync();
        Assert.Equal((ExitCode.Ok, 2), (record.ExitCode, mails.Count));
        Assert.Equal(["a@y False", "b@y True"], mails.Select(static mail => $"{mail.Envelope.To[0].Address} {mail.State == QueuedMailState.Waiting}").Order());
        foreach (var mail in mails)
            Assert.EndsWith("\nhi\n", await TextAsync(mail.Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task If_the_queue_takes_only_some_of_them_the_others_are_told_and_these_are_not_sent_it_again()
    {
        settings = settings.With(QueueSettings.HoldsUnknown, true);
        var filling = new FakeHost(registry => registry.AddMailQueue("filling", _ => new Filling(queue)));
        filling.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(async ValueTask<DeliveryReport> (call) =>
        {
            await ReadAsync(call.Arg<OutgoingMail>());
            var broken = new DeliveryFailure(ExitCode.IoErr, DeliveryStage.EndOfData, "the connection broke") { MayHaveBeenDelivered = true };
            throw new MailException(SendResult.Of(new DeliveryReport(Results(("a@y", 250), ("b@y", 450))) { Failure = broken }));
        });

        var record = await SendAsync(filling, Submission("\nhi\n", "a@y", "b@y"));

        Assert.Equal("b@y", Assert.Single(await ListAsync()).Envelope.To[0].Address);
        Assert.Equal((SendOutcome.PartlySent, ExitCode.IoErr), (record.Result.Outcome, record.ExitCode));
        Assert.Equal([SendOutcome.Unknown, SendOutcome.Queued], record.Result.Recipients.Select(static recipient => recipient.Outcome));
        Assert.Equal("the mail cannot be queued: the disk is full", Assert.Single(filling.Notices).Message);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(KeptBody.SmallInOctets + 20)]
    [InlineData(KeptBody.LimitInOctets + 20)]
    [InlineData(3_000_000)]
    public async Task A_body_that_has_been_sent_in_part_is_queued_as_a_whole(int size)
    {
        var body = string.Concat(Enumerable.Repeat("0123456789\n", size / 11));
        FailsInTheMiddle(body.Length / 2);

        await SendAsync("\n" + body);

        Assert.EndsWith("\n\n" + body, await TextAsync((await ListAsync())[0].Id), StringComparison.Ordinal);
        Assert.Equal(size > KeptBody.LimitInOctets ? 1 : 0, drafts);
    }

    [Fact]
    public async Task A_file_is_not_copied_but_read_again()
    {
        var message = "Subject: x\r\n\r\n" + string.Concat(Enumerable.Repeat("0123456789\n", 10_000));
        FailsInTheMiddle(100_000);

        await SendAsync(Submission(message) with { Queue = Reopening(message) });

        Assert.EndsWith("\n\n" + message[14..], await TextAsync((await ListAsync())[0].Id), StringComparison.Ordinal);
        Assert.Equal(0, drafts);
    }

    [Fact]
    public async Task A_file_that_has_become_shorter_meanwhile_is_not_queued_as_if_it_were_whole()
    {
        var message = "Subject: x\n\n" + string.Concat(Enumerable.Repeat("0123456789\n", 10_000));
        FailsInTheMiddle(100_000);

        var record = await SendAsync(Submission(message) with { Queue = Reopening(message[..90_000]) });

        Assert.Equal((SendOutcome.Deferred, null), (record.Result.Outcome, record.QueueId));
        Assert.Empty(await ListAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mail_that_cannot_be_read_to_its_end_is_never_queued(bool always)
    {
        settings = settings.With(QueueSettings.Use, always ? QueueUse.Always : QueueUse.On);
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(async ValueTask<DeliveryReport> (call) =>
        {
            await ReadAsync(call.Arg<OutgoingMail>());
            throw new InvalidOperationException("the body ended");
        });

        var record = await SendAsync(new Submission(new Broken("Subject: x\n\nhalf a"u8.ToArray())) { Recipients = static () => ["you@y"] });

        Assert.Equal((ExitCode.IoErr, "input error while reading the mail", null), (record.ExitCode, record.Failure?.Message, record.QueueId));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task If_the_queue_fails_too_both_failures_are_told_and_the_first_one_counts()
    {
        Fails(Unreachable);
        var failing = new FakeHost(registry => registry.AddMailQueue("full", static _ => new Full()));
        failing.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Throws(new MailException(Unreachable));

        var record = await SendAsync(failing, Submission("\nhi\n"));

        Assert.Equal((ExitCode.TempFail, "cannot connect", SendOutcome.Deferred), (record.ExitCode, record.Failure?.Message, record.Result.Outcome));
        Assert.Equal("the mail cannot be queued: the disk is full", Assert.Single(failing.Notices).Message);
    }

    [Fact]
    public async Task A_queue_that_fails_does_not_stop_a_mail_that_goes_through()
    {
        var failing = new FakeHost(registry => registry.AddMailQueue("full", static _ => new Full()));
        failing.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(async ValueTask<DeliveryReport> (call) =>
        {
            await ReadAsync(call.Arg<OutgoingMail>());
            return FakeHost.Accepted(call.Arg<OutgoingMail>());
        });

        var record = await SendAsync(failing, Submission("\n" + new string('x', 1_000_000)));

        Assert.Equal(SendOutcome.Sent, record.Result.Outcome);
        Assert.Empty(failing.Notices);
    }

    [Fact]
    public async Task Always_means_that_no_server_is_asked()
    {
        settings = settings.With(QueueSettings.Use, QueueUse.Always);

        var record = await SendAsync("Subject: x\n\nhi\n");

        var mail = Assert.Single(await ListAsync());
        Assert.Equal((SendOutcome.Queued, null, mail.Id), (record.Result.Outcome, record.Failure, record.QueueId));
        Assert.Equal((0, null, false), (mail.Attempts, mail.NextAttempt, mail.IsUnknown));
        Assert.Empty(host.Transport.ReceivedCalls());
        Assert.Equal(record, Assert.Single(logged));
    }

    [Fact]
    public async Task Always_with_a_queue_that_fails_is_to_be_tried_again()
    {
        settings = settings.With(QueueSettings.Use, QueueUse.Always);
        var failing = new FakeHost(registry => registry.AddMailQueue("full", static _ => new Full()));

        var record = await SendAsync(failing, Submission("\nhi\n"));

        Assert.Equal((ExitCode.TempFail, "the mail cannot be queued: the disk is full"), (record.ExitCode, record.Failure?.Message));
    }

    [Fact]
    public async Task A_mail_with_a_key_is_accepted_once_whatever_is_added_to_its_header()
    {
        var order = new QueueOrder { Key = "invoice 7" };

        var first = await SendAsync(Submission("Subject: x\n\nhi\n") with { Queue = order });
        time.Advance(TimeSpan.FromHours(1));
        var second = await SendAsync(Submission("Subject: x\n\nhi\n") with { Queue = order });

        Assert.Equal((ExitCode.Ok, ExitCode.Ok, first.QueueId), (first.ExitCode, second.ExitCode, second.QueueId));
        Assert.Single(await ListAsync());
        Assert.Contains("accepted before", Assert.Single(host.Notices).Message, StringComparison.Ordinal);
        Assert.EndsWith("\n\nhi\n", await TextAsync(first.QueueId!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Subject: x\n\nho\n", "you@y")]
    [InlineData("Subject: y\n\nhi\n", "you@y")]
    [InlineData("Subject: x\n\nhi\n", "other@y")]
    public async Task Another_mail_under_the_same_key_is_an_error(string message, string recipient)
    {
        var order = new QueueOrder { Key = "invoice 7" };
        await SendAsync(Submission("Subject: x\n\nhi\n", "you@y") with { Queue = order });

        var record = await SendAsync(Submission(message, recipient) with { Queue = order });

        Assert.Equal((ExitCode.DataErr, null), (record.ExitCode, record.QueueId));
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task A_key_without_a_queue_is_a_mistake()
    {
        settings = settings.With(QueueSettings.Use, QueueUse.Off);

        var e = await Assert.ThrowsAsync<MailException>(() => SendAsync(Submission("\n") with { Queue = new QueueOrder { Key = "k" } }));

        Assert.Equal(ExitCode.Usage, e.ExitCode);
    }

    [Fact]
    public async Task A_secret_of_the_command_line_is_refused_before_anything_is_sent()
    {
        var e = await Assert.ThrowsAsync<MailException>(() => SendAsync(Submission("\n") with { Queue = new QueueOrder { SecretOverride = static () => "password" } }));

        Assert.Equal(ExitCode.Usage, e.ExitCode);
        Assert.Empty(host.Transport.ReceivedCalls());
    }

    [Fact]
    public async Task Without_a_queue_nothing_is_asked_of_it()
    {
        settings = settings.With(QueueSettings.Use, QueueUse.Off);
        Fails(Unreachable);

        var record = await SendAsync(Submission("\n") with { Queue = new QueueOrder { IsForQueueOnly = true, SecretOverride = static () => "password" } });

        Assert.Equal((ExitCode.TempFail, null), (record.ExitCode, record.QueueId));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task What_is_queued_is_what_the_filters_made_with_its_date_and_message_id()
    {
        Fails(Unreachable);
        var filter = Substitute.For<IMessageFilter>();
        filter.FilterAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(call =>
        {
            var mail = call.Arg<OutgoingMail>();
            return mail with { Content = mail.Content with { Body = new MemoryStream("signed\n"u8.ToArray()) } };
        });
        var other = new FakeHost(registry => registry.AddMailQueue("memory", _ => queue).AddMessageFilter("sign", 0, _ => filter));
        other.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Throws(new MailException(Unreachable));

        await SendAsync(other, Submission("Subject: x\n\nhi\n"));

        var text = await TextAsync((await ListAsync())[0].Id);
        Assert.Matches("(?s)^From: .*Date: .*Message-ID: <.*\n\nsigned\n$", text);
        Assert.Equal(MessageIdSearch.In(Encoding.UTF8.GetBytes(text)), (await ListAsync())[0].MessageId);
    }

    void Fails(DeliveryFailure failure) =>
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Throws(new MailException(failure));

    void FailsInTheMiddle(int count) =>
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(async ValueTask<DeliveryReport> (call) =>
        {
            await call.Arg<OutgoingMail>().Content.Body.ReadExactlyAsync(new byte[count], Token);
            throw new MailException(ExitCode.IoErr, DeliveryStage.Data, "the connection broke");
        });

    void Answers(params (string To, int Code)[] replies) =>
        host.Transport.SendAsync(Arg.Any<OutgoingMail>(), Arg.Any<CancellationToken>()).Returns(async ValueTask<DeliveryReport> (call) =>
        {
            Assert.Equal(PartialRefusal.Continue, call.Arg<OutgoingMail>().OnRefusal);
            if (replies.Any(static reply => reply.Code < 300))
                await ReadAsync(call.Arg<OutgoingMail>());
            var (to, code) = replies.First(static reply => reply.Code >= 300);
            var refusal = new DeliveryFailure(code < 500 ? ExitCode.Unavailable : ExitCode.DataErr, DeliveryStage.Rcpt, $"recipient address {to} not accepted by the server")
            {
                Reply = new ServerReply(code, null, ["no"]),
            };
            return new DeliveryReport(Results(replies)) { Failure = refusal, FinalReply = new ServerReply(250, null, ["ok"]), MessageSize = 1 };
        });

    static RecipientResult[] Results(params (string To, int Code)[] replies) =>
        [.. replies.Select(static reply => new RecipientResult(new ForwardPath(reply.To), new ServerReply(reply.Code, null, ["no"])))];

    static Task ReadAsync(OutgoingMail mail) => mail.Content.Body.CopyToAsync(Stream.Null, Token);

    static QueueOrder Reopening(string message) => new() { Reopen = () => new MemoryStream(Encoding.UTF8.GetBytes(message)) };

    static Submission Submission(string message, params string[] to) => new(new Unseekable(Encoding.UTF8.GetBytes(message)))
    {
        Recipients = () => to.Length == 0 ? ["you@y"] : [.. to],
        Sender = static _ => "me@x",
    };

    async Task<DeliveryRecord> SendAsync(string message, params string[] to) => await SendAsync(host, Submission(message, to));

    Task<DeliveryRecord> SendAsync(Submission submission) => SendAsync(host, submission);

    async Task<DeliveryRecord> SendAsync(FakeHost by, Submission submission)
    {
        var context = by.Context(settings) with { Time = time };
        var environment = new HostEnvironment { Environment = new PluginEnvironment { Home = "/home/joe" }, Time = time };
        var pipeline = new SendPipeline(
            by.Plugins, environment, (_, _) => new(new ResolvedAccount(context)), new MailDelivery(by.Plugins, FreshConnections.Instance));
        return (await pipeline.SendAsync(submission, Token)).Record;
    }

    ValueTask<IReadOnlyList<QueuedMail>> ListAsync() => queue.ListAsync(Token);

    async Task<string> TextAsync(string id)
    {
        await using var lease = await queue.TakeAsync(id, Token);
        var content = await lease!.OpenAsync(Token);
        using var body = new MemoryStream();
        await content.Body.CopyToAsync(body, Token);
        return Encoding.UTF8.GetString(content.HeaderBlock.Span) + Encoding.UTF8.GetString(body.ToArray());
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    sealed class Log(List<DeliveryRecord> records) : ILogSink
    {
        public ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken)
        {
            records.Add(record);
            return default;
        }
    }

    sealed class Counted(IMailQueue inner, Action created) : IMailQueue
    {
        public Stream CreateDraft()
        {
            created();
            return inner.CreateDraft();
        }

        public ValueTask<QueueReceipt> PutAsync(QueueSubmission mail, CancellationToken cancellationToken) => inner.PutAsync(mail, cancellationToken);

        public IAsyncEnumerable<QueuedMail> EnumerateAsync(QueueFilter filter, CancellationToken cancellationToken) => inner.EnumerateAsync(filter, cancellationToken);

        public ValueTask<bool> ChangeAsync(string id, QueueChange change, CancellationToken cancellationToken) => inner.ChangeAsync(id, change, cancellationToken);
    }

    // The disk is full after the first mail.
    sealed class Filling(MemoryMailQueue queue) : IMailQueue
    {
        bool isFull;

        public ValueTask<QueueReceipt> PutAsync(QueueSubmission mail, CancellationToken cancellationToken)
        {
            if (isFull)
                throw new MailException(ExitCode.IoErr, DeliveryStage.Configure, "the disk is full");
            isFull = true;
            return queue.PutAsync(mail, cancellationToken);
        }

        public IAsyncEnumerable<QueuedMail> EnumerateAsync(QueueFilter filter, CancellationToken cancellationToken) => queue.EnumerateAsync(filter, cancellationToken);

        public ValueTask<bool> ChangeAsync(string id, QueueChange change, CancellationToken cancellationToken) => queue.ChangeAsync(id, change, cancellationToken);
    }

    sealed class Full : IMailQueue
    {
        static MailException Failure => new(ExitCode.IoErr, DeliveryStage.Configure, "the disk is full");

        public Stream CreateDraft() => throw Failure;

        public ValueTask<QueueReceipt> PutAsync(QueueSubmission mail, CancellationToken cancellationToken) => throw Failure;

        public IAsyncEnumerable<QueuedMail> EnumerateAsync(QueueFilter filter, CancellationToken cancellationToken) => throw Failure;

        public ValueTask<bool> ChangeAsync(string id, QueueChange change, CancellationToken cancellationToken) => throw Failure;
    }

    /// <summary>A pipe: what was read is gone.</summary>
    sealed class Unseekable(byte[] octets) : ForwardOnlyStream
    {
        readonly MemoryStream inner = new(octets);

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(inner.Read(buffer.Span));
    }

    sealed class Broken(byte[] octets) : ForwardOnlyStream
    {
        readonly MemoryStream inner = new(octets);

        public override int Read(Span<byte> buffer) => inner.Read(buffer) is > 0 and var count ? count : throw new IOException("gone");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
