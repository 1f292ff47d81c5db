using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Delivery.Connections;

public sealed class StaleConnectionTests : IAsyncDisposable
{
    static readonly ServerReply Closing = new(421, null, ["too many mails"]);

    static readonly DeliveryFailure Lost = new(ExitCode.IoErr, DeliveryStage.EndOfData, "lost") { MayHaveBeenDelivered = true };

    readonly FakeHost host = new();
    readonly List<FakeConnection> opened = [];
    readonly Plugin plugin;
    readonly ConnectionPools pool;
    readonly MailDelivery pipeline;

    public StaleConnectionTests()
    {
        plugin = new Plugin(opened);
        pool = new ConnectionPools(new ConnectionPoolOptions(), TimeProvider.System, new MailerTelemetry(null, null, TimeProvider.System));
        pipeline = new MailDelivery(PluginRegistry.Of([new CorePlugin(), plugin]), pool);
    }

    public static TheoryData<string, MailException> Ends => new()
    {
        { "421", new MailException(ExitCode.Unavailable, DeliveryStage.Mail, "no", Closing) },
        { "broken", new MailException(ExitCode.IoErr, DeliveryStage.Mail, "network write error") },
        { "hung up", new MailException(ExitCode.Protocol, DeliveryStage.Mail, "the server sent an empty reply") },
    };

    public static TheoryData<string, MailException> Failures => new()
    {
        { "refused", new MailException(ExitCode.DataErr, DeliveryStage.Mail, "no", new ServerReply(550, null, ["no"])) },
        { "cannot be sent", new MailException(ExitCode.DataErr, DeliveryStage.Mail, "no SMTPUTF8") },
        { "later", new MailException(ExitCode.IoErr, DeliveryStage.Rcpt, "network read error") },
        { "behind the dot", new MailException(Lost) },
    };

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_kept_connection_that_ends_before_the_mail_begins_costs_the_mail_nothing(string name, MailException end)
    {
        await SendAsync(Body());
        opened[0].Send = (_, _) => throw end;

        var outcome = await SendAsync(Body());

        Assert.True(outcome.Record.Failure is null, name);
        Assert.Equal((2, true), (opened.Count, opened[0].IsClosed));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Whatever_else_happens_is_the_mails_failure(string name, MailException failure)
    {
        await SendAsync(Body());
        opened[0].Send = (_, _) => throw failure;

        var outcome = await SendAsync(Body());

        Assert.True(failure.Failure == outcome.Record.Failure, name);
        Assert.Single(opened);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_new_connection_is_no_kept_one(string name, MailException end)
    {
        plugin.Send = (_, _) => throw end;

        var outcome = await SendAsync(Body());

        Assert.True(end.Failure == outcome.Record.Failure, name);
        Assert.Single(opened);
    }

    [Fact]
    public async Task A_body_that_was_read_is_not_sent_again()
    {
        await SendAsync(Body());
        opened[0].Send = async (mail, cancellationToken) =>
        {
            await mail.Content.Body.ReadExactlyAsync(new byte[1], cancellationToken);
            throw new MailException(ExitCode.IoErr, DeliveryStage.Mail, "a transport that tells a lie");
        };

        var outcome = await SendAsync(Body());

        Assert.Equal(ExitCode.IoErr, outcome.Record.ExitCode);
        Assert.Single(opened);
    }

    [Fact]
    public async Task A_mail_without_a_body_costs_nothing_either()
    {
        await SendAsync(Stream.Null);
        opened[0].Send = static (_, _) => throw new MailException(ExitCode.IoErr, DeliveryStage.Mail, "network write error");

        var outcome = await SendAsync(Stream.Null);

        Assert.Null(outcome.Record.Failure);
        Assert.Equal(2, opened.Count);
    }

    static MemoryStream Body() => new("hello\n"u8.ToArray());

    ValueTask<DeliveryOutcome> SendAsync(Stream body)
    {
        var mail = FakeHost.SomeMail with { Content = FakeHost.SomeMail.Content with { Body = body } };
        return pipeline.SendAsync(host.Context(), new(mail), TestContext.Current.CancellationToken);
    }

    sealed class Plugin(List<FakeConnection> opened) : IPlugin
    {
        public string Id => "tests.connections";

        public Func<OutgoingMail, CancellationToken, Task<DeliveryReport>>? Send { get; set; }

        public void Register(IPluginRegistry registry) => registry.AddTransport("connections", (_, _) =>
        {
            var connection = new FakeConnection();
            connection.Send = Send ?? connection.Send;
            opened.Add(connection);
            return new ValueTask<ITransport>(connection);
        });
    }
}
