using System.Text;
using Msmtp.Hosting;
using Msmtp.Host.Tests.Delivery;
using Msmtp.Host.Tests.Delivery.Connections;
using Msmtp.TestKit;

namespace Msmtp.Host.Tests;

/// <summary>What a mailer does besides sending: secrets, validation, closing; and messages that are not streams.</summary>
public sealed class MailerLifeTests
{
    readonly ManualTime time = new();
    readonly List<FakeConnection> opened = [];
    readonly TaskCompletionSource<DeliveryReport> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource sending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int asked;

    [Fact]
    public async Task Closing_waits_for_the_mails_under_way_and_takes_no_more()
    {
        var mailer = Mailer(Slow);
        var mail = mailer.SendAsync(Some, Token).AsTask();
        await sending.Task.WaitAsync(Token);

        var closing = mailer.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => mailer.SendAsync(Some, Token).AsTask());
        Assert.False(closing.IsCompleted);
        answer.SetResult(FakeHost.Accepted(FakeHost.SomeMail));
        await closing.WaitAsync(Token);

        Assert.True((await mail).IsSuccess);
        Assert.True(opened.Single().IsClosed);
    }

    [Fact]
    public async Task Closing_waits_no_longer_than_it_may()
    {
        var mailer = Mailer(Slow);
        var mail = mailer.SendAsync(Some, Token).AsTask();
        await sending.Task.WaitAsync(Token);

        var closing = mailer.DisposeAsync().AsTask();
        await time.UntilTimerAsync(new ConnectionPoolOptions().ShutdownTimeout, Token);
        time.Advance(new ConnectionPoolOptions().ShutdownTimeout);
        await closing.WaitAsync(Token);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => mail.WaitAsync(Token));
        await opened.Single().Closed.WaitAsync(Token);
    }

    [Fact]
    public async Task A_callers_cancellation_is_his_own()
    {
        await using var mailer = Mailer(Slow);
        using var caller = new CancellationTokenSource();
        var mail = mailer.SendAsync(Some, caller.Token).AsTask();
        await sending.Task.WaitAsync(Token);

        await caller.CancelAsync();

        var e = await Assert.ThrowsAsync<OperationCanceledException>(() => mail.WaitAsync(Token));
        Assert.Equal(caller.Token, e.CancellationToken);
    }

    [Fact]
    public async Task A_source_of_secrets_is_asked_for_each_connection_and_not_for_each_mail()
    {
        await using var mailer = Mailer(connection => connection.Send = static (mail, _) => Task.FromResult(FakeHost.Accepted(mail)), auth: true);

        await mailer.SendAsync(Some, Token);
        await mailer.SendAsync(Some, Token);
        Assert.Equal(1, asked);
        opened[0].Ready = static _ => new(false);
        await mailer.SendAsync(Some, Token);

        Assert.Equal((2, 2), (asked, opened.Count));
    }

    [Fact]
    public async Task A_probe_opens_a_connection_that_the_next_mail_uses()
    {
        await using var mailer = Mailer(static _ => { });

        await mailer.ProbeAsync(null, Token);
        await mailer.SendAsync(Some, Token);
        await mailer.ProbeAsync("default", Token);

        Assert.Equal(2, opened.Single().Asked);
    }

    [Theory]
    [InlineData("hots", "h", "account default from the application: unknown command hots")]
    [InlineData("tls", "maybe", "account default from the application: invalid argument maybe for command tls")]
    [InlineData("host", "", "account default from the application: command host needs an argument")]
    [InlineData("eval", "rm", "account default from the application: command eval belongs into a msmtprc file")]
    [InlineData("password", "geheim\r\nx", "account default from the application: the argument of command password holds a line break or NUL")]
    public async Task An_account_that_is_wrong_is_named_with_its_command(string command, string argument, string message)
    {
        await using var mailer = new MailerBuilder().AddPlugin(new FakeHost()).AddAccount("default", [new(command, argument)]).Build();

        var validating = await Assert.ThrowsAsync<MailException>(() => mailer.ValidateAsync(Token).AsTask());
        var sending = await Assert.ThrowsAsync<MailException>(() => mailer.SendAsync(Some, Token).AsTask());

        Assert.Equal((ExitCode.Config, message), (validating.ExitCode, validating.Message));
        Assert.Equal(message, sending.Message);
    }

    [Fact]
    public async Task Json_knows_true_where_msmtprc_knows_on()
    {
        await using var mailer = new MailerBuilder().AddPlugin(new FakeHost())
            .AddAccount("default", [new("host", "h"), new("tls", "True"), new("user", "True"), new("from", "me@x")]).Build();

        Assert.Null(await Record.ExceptionAsync(() => mailer.ValidateAsync(Token).AsTask()));
    }

    [Fact]
    public async Task A_mailer_without_any_account_says_so()
    {
        await using var mailer = new MailerBuilder().AddPlugin(new FakeHost()).Build();

        var e = await Assert.ThrowsAsync<MailException>(() => mailer.ValidateAsync(Token).AsTask());

        Assert.Equal("account default not found in the application", e.Message);
    }

    [Fact]
    public async Task The_default_account_can_have_another_name()
    {
        await using var mailer = Builder(static _ => { }, "news", auth: false).UseDefaultAccount("news").Build();

        Assert.True((await mailer.SendAsync(Some, Token)).IsSuccess);
    }

    [Fact]
    public async Task A_message_can_be_written_while_it_is_sent()
    {
        var large = new string('x', 76) + "\n";
        using var octets = new MemoryStream();
        await using var mailer = Mailer(connection => connection.Send = async (mail, cancellationToken) =>
        {
            octets.Write(mail.Content.HeaderBlock.Span);
            await mail.Content.Body.CopyToAsync(octets, cancellationToken);
            return FakeHost.Accepted(mail);
        });

        await mailer.SendAsync(Some with { Message = MessageInput.FromWriter(WriteAsync) }, Token);

        Assert.EndsWith("Subject: hi\n\n" + string.Concat(Enumerable.Repeat(large, 10_000)), Encoding.ASCII.GetString(octets.ToArray()), StringComparison.Ordinal);

        async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
        {
            await stream.WriteAsync("Subject: hi\n\n"u8.ToArray(), cancellationToken);
            for (var lines = 0; lines < 10_000; lines++)
                await stream.WriteAsync(Encoding.ASCII.GetBytes(large), cancellationToken);
        }
    }

    [Fact]
    public async Task A_writer_that_throws_ends_the_mail_before_anything_is_delivered()
    {
        await using var mailer = Mailer(connection => connection.Send = async (mail, cancellationToken) =>
        {
            await mail.Content.Body.CopyToAsync(Stream.Null, cancellationToken);
            return FakeHost.Accepted(mail);
        });

        var e = await Assert.ThrowsAsync<MailException>(() => mailer.SendAsync(Some with { Message = MessageInput.FromWriter(WriteAsync) }, Token).AsTask());

        Assert.Equal((false, "the message cannot be read: out of paper"), (e.MayHaveBeenDelivered, e.Message));
        Assert.Equal(SendOutcome.NotSent, e.Result.Outcome);

        static async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
        {
            await stream.WriteAsync("Subject: hi\n\n"u8.ToArray(), cancellationToken);
            throw new InvalidOperationException("out of paper");
        }
    }

    [Fact]
    public async Task A_writer_that_does_not_stop_is_not_waited_for_when_the_mail_has_failed()
    {
        await using var mailer = Mailer(connection => connection.Send = static (_, _) => throw new MailException(ExitCode.IoErr, DeliveryStage.Mail, "no"));

        var e = await Assert.ThrowsAsync<MailException>(() => mailer.SendAsync(Some with { Message = MessageInput.FromWriter(Write) }, Token).AsTask().WaitAsync(Token));

        Assert.Equal("no", e.Message);

        // Fills the pipe many times over, and does not look at its token.
        static Task Write(Stream stream, CancellationToken cancellationToken)
        {
            stream.Write("Subject: hi\n\n"u8);
            for (var lines = 0; lines < 100_000; lines++)
                stream.Write("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"u8);
            return Task.CompletedTask;
        }
    }

    MailRequest Some { get; } = new() { Message = MessageInput.FromOctets("Subject: hi\n\n"u8.ToArray()), To = ["you@y"] };

    IMailer Mailer(Action<FakeConnection> prepare, bool auth = false) => Builder(prepare, "default", auth).Build();

    MailerBuilder Builder(Action<FakeConnection> prepare, string account, bool auth)
    {
        var settings = AccountSettings.Empty.With(CommonSettings.Host, "h").With(CommonSettings.From, "me@x")
            .With(CommonSettings.Auth, auth ? AuthChoice.Automatic : AuthChoice.Off);
        return new MailerBuilder()
            .AddPlugin(new CountingConnections(opened, prepare, () => asked++))
            .AddAccount(new MailAccount(settings) { Name = account })
            .UseTime(time);
    }

    void Slow(FakeConnection connection) => connection.Send = (_, cancellationToken) =>
    {
        sending.TrySetResult();
        return answer.Task.WaitAsync(cancellationToken);
    };

    sealed class CountingConnections(List<FakeConnection> opened, Action<FakeConnection> prepare, Action onAsked) : IPlugin, ISecretSource
    {
        public string Id => "tests.connections";

        public void Register(IPluginRegistry registry) => registry
            .AddSecretSource("early", new SecretFacts(SecretFacts.Command) { IsAskedBeforeConnecting = true }, _ => this)
            .AddTransport("connections", (_, _) =>
            {
                opened.Add(new FakeConnection());
                prepare(opened[^1]);
                return new ValueTask<ITransport>(opened[^1]);
            });

        public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
        {
            onAsked();
            return new(Secret.FromText("secret"));
        }
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
