using Msmtp.TestKit;

namespace Msmtp.Queue.Spool.Tests.Durability;

/// <summary>
/// The native command with a queue of its own and no runner behind it, and the server to which its mails go. The one with planted faults is a
/// program that nobody is given: <c>./build.sh faults</c>.
/// </summary>
sealed class CommandUnderTest : IDisposable
{
    readonly TempDirectory home = new();
    readonly string program;
    readonly string? fault;
    readonly bool failsOver;

    /// <param name="fault">A planted mistake; null: none.</param>
    /// <param name="failsOver">The first server of the account cannot be reached, and another account has <see cref="Server"/>.</param>
    public CommandUnderTest(string? fault = null, bool failsOver = false)
    {
        this.fault = fault;
        this.failsOver = failsOver;
        program = fault is null ? TestPaths.NativeCommand : Path.Combine(TestPaths.Root, "artifacts", "faults", "msmtp");
        Assert.SkipUnless(File.Exists(program), $"there is no {program}: run ./build.sh{(fault is null ? "" : " faults")}");
        Msmtprc = Configure("msmtprc", Queue);
    }

    public IdServer Server { get; } = new();

    public string Queue => home.File("queue");

    public string Msmtprc { get; }

    string Log => home.File("log");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A folder for anything else.</summary>
    public string Folder(string name) => Directory.CreateDirectory(home.File(name)).FullName;

    /// <summary>A msmtprc for a queue somewhere else, with the same server.</summary>
    public string Configure(string name, string queue) => home.Write(name, $"""
        {(failsOver ? $"account other\nhost 127.0.0.1\nport {Server.Port}" : "")}
        account default
        host 127.0.0.1
        {(failsOver ? $"port {LoopbackServer.ClosedPort()}\nfailover other" : $"port {Server.Port}")}
        from me@example.org
        tls off
        auth off
        queue on
        queue_dir {queue}
        queue_runner off
        logfile {Log}

        """);

    /// <summary>Accepts a mail with this subject, under a key or without one.</summary>
    public CommandRunner Put(string id, string? msmtprc = null, bool hasKey = true) => Command(
        ["-C", msmtprc ?? Msmtprc, "--queue=always", .. hasKey ? new[] { $"--queue-key={id}" } : [], "--", "you@example.net"]) with
    {
        Input = System.Text.Encoding.ASCII.GetBytes($"Subject: {id}\n\nhello, this is {id}\n"),
    };

    /// <summary>Delivers everything.</summary>
    public CommandRunner Run(string? msmtprc = null) => Command(["-C", msmtprc ?? Msmtprc, "--queue-run"]);

    /// <summary>Has everything tried again, also what has been given up.</summary>
    public CommandRunner Retry(string? msmtprc = null) => Command(["-C", msmtprc ?? Msmtprc, "--queue-retry=all"]);

    /// <summary>Accepts mails, which must succeed.</summary>
    public async Task PutAsync(params string[] ids)
    {
        foreach (var id in ids)
            Succeeded(await Put(id).RunAsync(Token));
    }

    /// <summary>Delivers everything that is waiting, and says what the server has got since it was asked last.</summary>
    public async Task<Delivered> DeliverAsync(string? msmtprc = null)
    {
        Succeeded(await Run(msmtprc).RunAsync(Token));
        var log = File.Exists(Log) ? await File.ReadAllTextAsync(Log, Token) : "";
        return new Delivered(await Server.TakeAsync(Token), log.Contains("may be delivered twice", StringComparison.Ordinal));
    }

    /// <summary>As if nothing had happened yet.</summary>
    public void Reset()
    {
        if (Directory.Exists(Queue))
            Directory.Delete(Queue, recursive: true);
        File.Delete(Log);
    }

    public void ForgetLog() => File.Delete(Log);

    public static IEnumerable<string> Left(string queue) =>
        Directory.Exists(queue) ? Directory.EnumerateFiles(queue).Concat(Broken(queue)).Select(static path => Path.GetFileName(path)) : [];

    public void Dispose()
    {
        Server.Dispose();
        home.Dispose();
    }

    static IEnumerable<string> Broken(string queue) =>
        ((string[])["broken", "new", "dead"]).Select(name => Path.Combine(queue, name)).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles);

    static void Succeeded(CommandResult result) => Assert.True(result.ExitCode == 0, result.ToString());

    CommandRunner Command(IReadOnlyList<string> arguments) => new(program)
    {
        Arguments = arguments,
        // The queue of whoever runs the tests is none of their business.
        Environment = new Dictionary<string, string> { ["HOME"] = home.Path, ["XDG_STATE_HOME"] = home.File("state-of-home"), ["MSMTP_SPOOL_FAULT"] = fault ?? "" },
    };
}

/// <summary>What a server has got.</summary>
/// <param name="Ids">The subjects of mails, each as often as it came.</param>
/// <param name="IsSaid">The log says that a mail may be delivered twice.</param>
sealed record Delivered(List<string> Ids, bool IsSaid)
{
    public int Count(string id) => Ids.Count(each => each == id);
}
