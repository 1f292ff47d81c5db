using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Queue;

/// <summary>A queue in memory, accounts with servers that answer as a test wants, a clock that stands still, and a runner.</summary>
sealed class QueueWorld
{
    readonly PluginRegistry plugins;
    readonly HostEnvironment environment;
    readonly RunnerContext context;

    public QueueWorld(Action<FakeServers>? set = null)
    {
        set?.Invoke(Servers);
        Queue = new MemoryMailQueue(Time);
        Faults = new FaultyQueue(Queue);
        plugins = PluginRegistry.Of([new CorePlugin(), Servers, new MemoryLog(Log)]);
        environment = new HostEnvironment
        {
            Environment = new PluginEnvironment { Home = "/nonexistent", SystemConfiguration = "/nonexistent" },
            Time = Time,
            Notify = notice => Notices.Enqueue(notice.Message),
            HasNetwork = () => HasNetwork,
        };
        context = new RunnerContext(plugins, environment, Faults, ResolveAsync)
        {
            Random = new Random(1),
            Changed = _ => ConfigurationChanged,
        };
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public ManualTime Time { get; } = new();

    public MemoryMailQueue Queue { get; }

    /// <summary>The same queue as the runner has it.</summary>
    public FaultyQueue Faults { get; }

    public FakeServers Servers { get; } = new();

    public List<DeliveryRecord> Log { get; } = [];

    public System.Collections.Concurrent.ConcurrentQueue<string> Notices { get; } = [];

    public bool HasNetwork { get; set; } = true;

    public DateTimeOffset? ConfigurationChanged { get; set; }

    public AccountSettings Settings { get; set; } = AccountSettings.Empty.With(CommonSettings.Host, "h").With(CommonSettings.From, "me@example.org");

    /// <summary>The accounts that take the place of another one.</summary>
    public IReadOnlyList<string> Others { get; set; } = [];

    /// <summary>Called when an account is resolved; may throw.</summary>
    public Action<MailOrigin> OnResolve { get; set; } = static _ => { };

    public QueueRunner Runner => new(context);

    public RunnerContext Context => context;

    /// <summary>Puts a mail; returns its name.</summary>
    public async Task<string> PutAsync(string account = "a", params string[] to) => await PutAsync(static mail => mail, account, to);

    public async Task<string> PutAsync(Func<QueueSubmission, QueueSubmission> change, string account = "a", params string[] to)
    {
        var envelope = new SmtpEnvelope(new ReversePath("me@example.org"), [.. (to.Length > 0 ? to : ["you@example.net"]).Select(static each => new ForwardPath(each))]);
        var content = new MessageContent("Subject: x\nMessage-ID: <1@x>\n\n"u8.ToArray(), new MemoryStream("hello\n"u8.ToArray()));
        var mail = new QueueSubmission(envelope, content, new MailOrigin { Account = account }) { MessageId = "<1@x>" };
        return (await Queue.PutAsync(change(mail), Token)).Id;
    }

    public async Task<QueuedMail?> MailAsync(string id) => (await Queue.ListAsync(Token)).FirstOrDefault(mail => mail.Id == id);

    public async Task<AccountState> AccountAsync(string account = "a") => await Queue.GetAccountAsync(new MailOrigin { Account = account }.Key, Token);

    public async Task<QueueRunSummary> RunAsync(QueueSelection? selection = null) => await Runner.RunAsync(selection ?? QueueSelection.Due, Token);

    /// <summary>Runs the queue as often as a process that lingers would, while the time passes.</summary>
    public async Task PassAsync(TimeSpan time, TimeSpan? step = null)
    {
        var each = step ?? TimeSpan.FromMinutes(1);
        for (var passed = TimeSpan.Zero; passed < time; passed += each)
        {
            Time.Advance(each);
            await RunAsync();
        }
    }

    ValueTask<ResolvedAccount> ResolveAsync(MailOrigin origin, CancellationToken cancellationToken)
    {
        OnResolve(origin);
        return new(new ResolvedAccount(ContextOf(origin.Account))
        {
            Others = [.. Others.Select(name => new AccountWay($"account {name}", () => ContextOf(name)) { Account = name })],
        });

        PluginContext ContextOf(string? name) =>
            new AccountResolver(plugins, environment, static _ => { }).ContextFor(new MailAccount(Settings) { Name = name });
    }

    public static DeliveryFailure Unreachable => new(ExitCode.TempFail, DeliveryStage.Connect, "cannot connect to h, port 25: Connection refused") { IsTemporary = true };

    public static DeliveryFailure WrongPassword =>
        new(ExitCode.NoPerm, DeliveryStage.Auth, "authentication failed (method PLAIN)") { Reply = new ServerReply(535, new EnhancedStatus(5, 7, 8), ["5.7.8 no"]) };

    sealed class MemoryLog(List<DeliveryRecord> records) : IPlugin, ILogSink
    {
        public string Id => "tests.log";

        public void Register(IPluginRegistry registry) => registry.AddLogSink("memory", _ => this);

        public ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken)
        {
            lock (records)
                records.Add(record);
            return default;
        }
    }
}
