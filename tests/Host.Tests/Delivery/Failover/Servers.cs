using System.Collections.Concurrent;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Delivery.Failover;

/// <summary>An account with several servers, whose names say what they are: each does what a test wants.</summary>
sealed class Servers : IPlugin
{
    static readonly ServerReply Ok = new(250, null, ["ok"]);

    readonly ConcurrentQueue<string> opened = [];
    readonly ConcurrentQueue<string> taken = [];
    readonly bool announcesEnd;

    public Servers(bool announcesEnd = true, IConnectionSource? connections = null, params Action<IPluginRegistry>[] more)
    {
        this.announcesEnd = announcesEnd;
        this.more = more;
        Plugins = PluginRegistry.Of([new CorePlugin(), this]);
        Delivery = new Msmtp.Hosting.Failover(new MailDelivery(Plugins, connections ?? FreshConnections.Instance));
    }

    readonly Action<IPluginRegistry>[] more;

    public string Id => "tests.servers";

    public PluginRegistry Plugins { get; }

    public Msmtp.Hosting.Failover Delivery { get; }

    public ManualTime Time { get; } = new();

    /// <summary>Called when a connection is opened; may throw.</summary>
    public Func<string, Task> OnOpen { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Called with a mail, before anything of it is read; may throw.</summary>
    public Func<string, OutgoingMail, Task> OnMail { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>The reply of a server to a recipient.</summary>
    public Func<string, string, ServerReply> OnRecipient { get; set; } = static (_, _) => Ok;

    /// <summary>The servers to which connections were opened.</summary>
    public IReadOnlyList<string> Opened => [.. opened];

    /// <summary>Who has got a mail: server and recipients.</summary>
    public IReadOnlyList<string> Taken => [.. taken];

    public void Register(IPluginRegistry registry)
    {
        registry.Add(new TransportRegistration("fake", OpenAsync) { AnnouncesEnd = announcesEnd });
        foreach (var add in more)
            add(registry);
    }

    /// <summary>An account that has them in this order.</summary>
    public ResolvedAccount Account(string hosts) => Resolver.Resolve(
        new LoadedConfiguration(null, new ConfigurationFile("rc", [new AccountDefinition("a", AccountSettings.Empty, Settings(hosts))], HoldsSecret: false)),
        new AccountRequest { Name = "a" });

    public AccountResolver Resolver => new(
        Plugins, new HostEnvironment { Environment = new PluginEnvironment { Home = "/home/joe" }, Time = Time }, static _ => { });

    public async Task<DeliveryOutcome> SendAsync(string hosts, OutgoingMail? mail = null) =>
        await Delivery.SendAsync(Account(hosts), new ComposedMail(mail ?? Mail()), TestContext.Current.CancellationToken);

    public static OutgoingMail Mail(params string[] to) => new(
        new SmtpEnvelope(new ReversePath("me@x"), [.. (to.Length > 0 ? to : ["you@y"]).Select(static each => new ForwardPath(each))]),
        new MessageContent("Subject: x\n\n"u8.ToArray(), new MemoryStream("hello\n"u8.ToArray())))
    { OnRefusal = PartialRefusal.Continue };

    public static MailException Unreachable(string server) =>
        new(new DeliveryFailure(ExitCode.TempFail, DeliveryStage.Connect, $"cannot connect to {server}") { IsTemporary = true });

    public static MailException Replied(DeliveryStage stage, int code, ExitCode exitCode = ExitCode.Unavailable) =>
        new(exitCode, stage, $"{stage} was refused", new ServerReply(code, null, ["no"]));

    static AccountSettings Settings(string hosts) => AccountSettings.Empty.With(CommonSettings.Host, hosts).With(CommonSettings.From, "me@x");

    async ValueTask<ITransport> OpenAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var server = context.Account.Settings.Get(CommonSettings.Host)!;
        opened.Enqueue(server);
        await OnOpen(server).WaitAsync(cancellationToken);
        return new Connection(this, server);
    }

    async ValueTask<DeliveryReport> TakeAsync(string server, OutgoingMail mail, CancellationToken cancellationToken)
    {
        await OnMail(server, mail);
        var results = mail.Envelope.To.Select(path => Result(path, OnRecipient(server, path.Address))).ToArray();
        var failure = results.FirstOrDefault(static result => !result.IsAccepted)?.Failure;
        if (!results.Any(static result => result.IsAccepted))
            return new DeliveryReport(results) { Failure = failure };
        await mail.Content.Body.CopyToAsync(Stream.Null, cancellationToken);
        if (mail.Ending is { } ending)
            await ending(cancellationToken);
        taken.Enqueue($"{server}: {string.Join(' ', results.Where(static result => result.IsAccepted).Select(static result => result.Recipient.Address))}");
        return new DeliveryReport(results) { Failure = failure, FinalReply = Ok, MessageSize = 12 };
    }

    static RecipientResult Result(ForwardPath path, ServerReply reply) => new(path, reply)
    {
        Failure = reply.IsPositive ? null : new DeliveryFailure(ExitCode.DataErr, DeliveryStage.Rcpt, $"{path.Address} was refused") { Reply = reply },
    };

    sealed class Connection(Servers servers, string server) : ITransport
    {
        public ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) => new(true);

        public ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) => servers.TakeAsync(server, mail, cancellationToken);

        public ValueTask DisposeAsync() => default;
    }
}
