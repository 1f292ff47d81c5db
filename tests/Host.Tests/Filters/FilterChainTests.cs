using Msmtp.Host.Tests.Delivery;
using Msmtp.Hosting;
using Msmtp.Text;
using MessageText = Msmtp.Host.Tests.Messages.MessageText;

namespace Msmtp.Host.Tests.Filters;

public sealed class FilterChainTests
{
    readonly List<string> seen = [];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Filters_run_by_their_order_and_then_as_they_were_registered()
    {
        var (header, body) = await FilterAsync(
            registry => registry.AddMessageFilter("c", 1000, _ => Adds("C")).AddMessageFilter("a", -1, _ => Adds("A")),
            registry => registry.AddMessageFilter("b", 0, _ => Adds("B")).AddMessageFilter("d", 1000, _ => Adds("D")));

        Assert.Equal("X-D: 1\nX-C: 1\nX-B: 1\nX-A: 1\nSubject: x\n\n", header);
        Assert.Equal("hello\n", body);
    }

    [Fact]
    public async Task One_that_an_account_does_not_use_is_not_called_and_leaves_the_mail_its_forms()
    {
        static ValueTask<MessageContent> Form(CancellationToken cancellationToken) => throw new NotSupportedException();
        var composed = new ComposedMail(SomeMail) { EightBitForm = Form };

        await using var none = FilterChain.For(Plugins(registry => registry.AddMessageFilter("a", 0, static _ => null)), Context);
        await using var one = FilterChain.For(Plugins(registry => registry.AddMessageFilter("a", 0, _ => Adds("A"))), Context);

        Assert.Same(composed, await none.ApplyAsync(composed, Token));
        Assert.Null((await one.ApplyAsync(composed, Token)).EightBitForm);
    }

    [Fact]
    public async Task The_body_of_the_one_is_read_by_the_next_and_all_are_disposed_at_the_end()
    {
        var chain = FilterChain.For(
            Plugins(registry => registry.AddMessageFilter("a", 0, _ => Wraps("a")).AddMessageFilter("b", 0, _ => Adds("B")).AddMessageFilter("c", 0, _ => Wraps("c"))),
            Context);

        var mail = await chain.ApplyAsync(new ComposedMail(SomeMail), Token);
        Assert.Equal("hello\n", await MessageText.Of(mail.Mail.Content.Body));
        Assert.Equal(["c reads", "a reads", "c reads", "a reads"], seen);
        seen.Clear();
        await chain.DisposeAsync();

        Assert.Equal(["c ends", "a ends"], seen);
    }

    [Theory]
    [InlineData("throws", "the filter a failed: boom")]
    [InlineData("null", "the filter a failed: it gave no mail back")]
    [InlineData("header", "the filter a failed: its header does not end with a line end")]
    [InlineData("empty line", "the filter a failed: the empty line behind its header is gone")]
    [InlineData("factory", "the filter a failed: boom")]
    public async Task What_the_contract_does_not_allow_stops_the_mail_and_names_the_filter(string fault, string message)
    {
        IMessageFilter? Make(PluginContext context) => fault == "factory" ? throw new FormatException("boom") : new Filter(mail => fault switch
        {
            "throws" => throw new FormatException("boom"),
            "null" => null!,
            "header" => mail with { Content = mail.Content with { HeaderBlock = "X: y"u8.ToArray() } },
            _ => mail with { Content = mail.Content with { HeaderBlock = "X: y\n"u8.ToArray() } },
        });

        var e = await StopAsync(registry => registry.AddMessageFilter("a", 0, Make));

        Assert.Equal((ExitCode.Software, DeliveryStage.Configure, message, false), (e.ExitCode, e.Stage, e.Message, e.MayHaveBeenDelivered));
    }

    [Fact]
    public async Task A_filter_stops_a_mail_in_its_own_words()
    {
        var refusal = new MailException(ExitCode.DataErr, DeliveryStage.Configure, "not like this");

        var e = await StopAsync(registry => registry.AddMessageFilter("a", 0, _ => new Filter(_ => throw refusal)));

        Assert.Same(refusal, e);
    }

    [Fact]
    public async Task What_was_stopped_before_passes_no_filter()
    {
        var stopped = new ComposedMail(SomeMail) { Stopped = new MailException(ExitCode.Usage, DeliveryStage.Configure, "no") };
        await using var chain = FilterChain.For(Plugins(static registry => registry.AddMessageFilter("a", 0, static _ => throw new FormatException("boom"))), Context);

        Assert.Same(stopped, await chain.ApplyAsync(stopped, Token));
    }

    [Fact]
    public async Task A_body_that_fails_is_the_filters_failure_and_not_the_transports()
    {
        var chain = FilterChain.For(Plugins(static registry => registry.AddMessageFilter("a", 0, static _ =>
            new Filter(static mail => mail with { Content = mail.Content with { Body = new BrokenBody() } }))), Context);

        var mail = await chain.ApplyAsync(new ComposedMail(SomeMail), Token);

        var awaited = await Assert.ThrowsAsync<MailException>(() => MessageText.Of(mail.Mail.Content.Body));
        var blocked = Assert.Throws<MailException>(() => mail.Mail.Content.Body.ReadByte());
        Assert.All([awaited, blocked], static e => Assert.Equal((ExitCode.Software, "the filter a failed: boom"), (e.ExitCode, e.Message)));
    }

    [Fact]
    public async Task A_cancellation_stays_one()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await using var chain = FilterChain.For(Plugins(static registry => registry.AddMessageFilter("a", 0, static _ => new Patient())), Context);

        Assert.IsAssignableFrom<OperationCanceledException>((await chain.ApplyAsync(new ComposedMail(SomeMail), cancelled.Token)).Stopped);
    }

    [Fact]
    public async Task A_filter_that_fails_while_the_caller_gives_up_is_told_like_any_that_fails()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await using var chain = FilterChain.For(
            Plugins(static registry => registry.AddMessageFilter("a", 0, static _ => new Filter(static _ => throw new FormatException("boom")))), Context);

        Assert.Equal("the filter a failed: boom", (await chain.ApplyAsync(new ComposedMail(SomeMail), cancelled.Token)).Stopped?.Message);
    }

    [Fact]
    public async Task So_is_its_body()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await using var chain = FilterChain.For(Plugins(static registry => registry.AddMessageFilter("a", 0, static _ =>
            new Filter(static mail => mail with { Content = mail.Content with { Body = new BrokenBody() } }))), Context);
        var mail = await chain.ApplyAsync(new ComposedMail(SomeMail), Token);

        var e = await Assert.ThrowsAsync<MailException>(() => mail.Mail.Content.Body.ReadExactlyAsync(new byte[1], cancelled.Token).AsTask());

        Assert.Equal("the filter a failed: boom", e.Message);
    }

    [Fact]
    public async Task The_body_of_a_mail_that_is_not_as_it_has_to_be_is_disposed_too()
    {
        var chain = FilterChain.For(Plugins(registry => registry.AddMessageFilter("a", 0, _ => new Filter(mail =>
            mail with { Content = new MessageContent("X: y"u8.ToArray(), new Wrapper(mail.Content.Body, "a", seen)) }))), Context);

        await chain.ApplyAsync(new ComposedMail(SomeMail), Token);
        await chain.DisposeAsync();

        Assert.Equal(["a ends"], seen);
    }

    static PluginContext Context => new FakeHost().Context(AccountSettings.Empty);

    static OutgoingMail SomeMail => FakeHost.SomeMail with { Content = new MessageContent("Subject: x\n\n"u8.ToArray(), new MemoryStream("hello\n"u8.ToArray())) };

    static PluginRegistry Plugins(params IReadOnlyList<Action<IPluginRegistry>> register) =>
        PluginRegistry.Of(register.Select(static (add, i) => new Plugin($"tests.{i}", add)));

    static async Task<(string Header, string Body)> FilterAsync(params IReadOnlyList<Action<IPluginRegistry>> register)
    {
        await using var chain = FilterChain.For(Plugins(register), Context);
        var content = (await chain.ApplyAsync(new ComposedMail(SomeMail), Token)).Mail.Content;
        return (MessageText.Of(content.HeaderBlock), await MessageText.Of(content.Body));
    }

    static async Task<MailException> StopAsync(Action<IPluginRegistry> register)
    {
        await using var chain = FilterChain.For(Plugins(register), Context);
        return Assert.IsType<MailException>((await chain.ApplyAsync(new ComposedMail(SomeMail), Token)).Stopped);
    }

    static Filter Adds(string name) => new(mail =>
        mail with { Content = mail.Content with { HeaderBlock = (byte[])[.. OctetText.Encode($"X-{name}: 1\n"), .. mail.Content.HeaderBlock.Span] } });

    Filter Wraps(string name) =>
        new(mail => mail with { Content = mail.Content with { Body = new Wrapper(mail.Content.Body, name, seen) } });

    sealed class Plugin(string id, Action<IPluginRegistry> register) : IPlugin
    {
        public string Id => id;

        public void Register(IPluginRegistry registry) => register(registry);
    }

    sealed class Filter(Func<OutgoingMail, OutgoingMail> filter) : IMessageFilter
    {
        public ValueTask<OutgoingMail> FilterAsync(OutgoingMail mail, CancellationToken cancellationToken) => new(filter(mail));
    }

    sealed class Patient : IMessageFilter
    {
        public async ValueTask<OutgoingMail> FilterAsync(OutgoingMail mail, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return mail;
        }
    }

    sealed class Wrapper(Stream body, string name, List<string> seen) : ForwardOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            seen.Add(name + " reads");
            return body.Read(buffer);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));

        protected override void Dispose(bool disposing)
        {
            seen.Add(name + " ends");
            base.Dispose(disposing);
        }
    }

    sealed class BrokenBody : ForwardOnlyStream
    {
        public override int Read(Span<byte> buffer) => throw new FormatException("boom");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new FormatException("boom");
    }
}
