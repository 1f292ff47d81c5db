using System.Text.Json;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Our command with a queue of its own, which runs only when the test says so.</summary>
sealed class QueueingMailer(Flavour flavour) : IDisposable
{
    readonly Mailer mailer = new(flavour);

    /// <summary>The folder of the queue.</summary>
    public string Queue => mailer.File("queue");

    /// <summary>The command's own path.</summary>
    public string Command => mailer.Command;

    /// <summary>The environment of the command, apart from the home.</summary>
    public Dictionary<string, string> Environment => mailer.Environment;

    string Msmtprc => mailer.File("msmtprc");

    /// <summary>Writes the msmtprc.</summary>
    /// <param name="accounts">Its accounts, or the settings of the only one.</param>
    /// <param name="use">The argument of the setting "queue".</param>
    public void Configure(string accounts, string use = "on") => mailer.Write(
        "msmtprc", $"defaults\nqueue {use}\nqueue_dir {Queue}\nqueue_runner off\n"
        + (accounts.Contains("account ", StringComparison.Ordinal) ? accounts : $"account default\n{accounts}"));

    /// <summary>The absolute path of a file in the user's home.</summary>
    public string File(string name) => mailer.File(name);

    /// <summary>Sends a mail, or queues it.</summary>
    public Task<CommandResult> SendAsync(byte[] mail, params IReadOnlyList<string> arguments) =>
        Runner(mail, arguments).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The command with its msmtprc.</summary>
    public CommandRunner Runner(byte[] mail, params IReadOnlyList<string> arguments) => mailer.Running(mail, ["-C", Msmtprc, .. arguments]);

    /// <summary>Runs it without a mail.</summary>
    public Task<CommandResult> RunAsync(params IReadOnlyList<string> arguments) => mailer.RunAsync(["-C", Msmtprc, .. arguments]);

    /// <summary>Tries every mail in the queue, whether it is due or not.</summary>
    public Task<CommandResult> FlushAsync() => RunAsync("-q");

    /// <summary>Sends what is due, as it would do after some time.</summary>
    public async Task<CommandResult> RunQueueAsync(TimeSpan later)
    {
        var faketime = Program.Find("faketime", "faketime");
        var run = Runner([], "--queue-run");
        return await (run with
        {
            Path = faketime,
            Arguments = ["-f", $"+{later.TotalSeconds}s", run.Path, .. run.Arguments],
            // Files stay as old as they are.
            Environment = new Dictionary<string, string>(run.Environment) { ["NO_FAKE_STAT"] = "1" },
        }).RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What lies in the queue.</summary>
    public async Task<IReadOnlyList<ListedMail>> ListAsync()
    {
        var result = await RunAsync("--queue-list=json");
        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        using var json = JsonDocument.Parse(result.Output);
        return [.. json.RootElement.EnumerateArray().Select(static mail => new ListedMail(mail.Clone()))];
    }

    /// <summary>The only mail in the queue.</summary>
    public async Task<ListedMail> OnlyAsync() => Assert.Single(await ListAsync());

    /// <summary>Tries again until nothing waits.</summary>
    public Task EmptyAsync() => Eventually.TrueAsync(
        "nothing waits in the queue",
        async () =>
        {
            var result = await FlushAsync();
            Assert.Equal("", result.OutputText);
            return (await ListAsync()).All(static mail => mail.State == "dead");
        },
        TestContext.Current.CancellationToken);

    public void Dispose() => mailer.Dispose();
}

/// <summary>A mail as --queue-list=json shows it.</summary>
sealed record ListedMail(JsonElement Json)
{
    public string Id => Json.GetProperty("id").GetString()!;

    public string State => Json.GetProperty("state").GetString()!;

    public int Attempts => Json.GetProperty("attempts").GetInt32();

    /// <summary>The server's last reply; empty: none.</summary>
    public string Reply => Json.GetProperty("reply").GetString() ?? "";

    /// <summary>Addresses and what became of them.</summary>
    public IReadOnlyList<(string Address, string Outcome)> Recipients =>
    [
        .. Json.GetProperty("recipients").EnumerateArray().Select(static each =>
            (each.GetProperty("address").GetString()!, each.GetProperty("outcome").GetString()!)),
    ];

    /// <summary>Whose turn is still to come.</summary>
    public IReadOnlyList<string> Waiting =>
        [.. Recipients.Where(static each => each.Outcome == "waiting").Select(static each => each.Address)];
}
