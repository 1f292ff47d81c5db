using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Tests;

/// <summary>A server that is killed (SIGKILL) while sixteen threads send. Every call ends, and what they say agrees with what is in the mailbox.</summary>
public sealed class KilledServerTests : IDisposable
{
    const int Mails = 400;

    readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(20)]
    [InlineData(90)]
    [InlineData(200)]
    public async Task Nothing_is_lost_silently(int killAfter)
    {
        using var server = await StartAsync();
        var outcomes = new ConcurrentDictionary<int, SendOutcome>();
        var sent = 0;
        await using (var mailer = new MailerBuilder().AddDefaultPlugins().UseConfiguration(folder.File("msmtprc")).Build())
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, Mails), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (number, cancellationToken) =>
            {
                outcomes[number] = await TryAsync(mailer, number, cancellationToken);
                if (outcomes[number] == SendOutcome.Sent && Interlocked.Increment(ref sent) == killAfter)
                    server.Kill();
            });
        }
        await server.WaitForExitAsync(Token);

        var stored = Stored();
        var (said, unknown) = (With(SendOutcome.Sent), With(SendOutcome.Unknown));
        Assert.Equal(Mails, outcomes.Count);
        Assert.InRange(said.Count, killAfter, Mails - 1);
        Assert.Empty(said.Except(stored));
        Assert.Empty(stored.Except(said).Except(unknown));
        Assert.All(outcomes.Values, static outcome => Assert.True(outcome is SendOutcome.Sent or SendOutcome.Unknown or SendOutcome.Deferred, $"{outcome}"));
        TestContext.Current.TestOutputHelper?.WriteLine($"sent {said.Count}, unknown {unknown.Count}, stored {stored.Count} of {Mails}");

        HashSet<int> With(SendOutcome outcome) => [.. outcomes.Where(pair => pair.Value == outcome).Select(static pair => pair.Key)];
    }

    static async Task<SendOutcome> TryAsync(IMailer mailer, int number, CancellationToken cancellationToken)
    {
        var message = Encoding.ASCII.GetBytes($"Subject: {number}\n\n{string.Concat(Enumerable.Repeat("some text\n", 1000))}");
        return (await mailer.TrySendAsync(new MailRequest { Message = MessageInput.FromOctets(message), To = ["you@localhost"] }, cancellationToken)).Outcome;
    }

    HashSet<int> Stored() =>
        [.. Directory.EnumerateFiles(folder.File("Maildir", "new")).Select(static file =>
            int.Parse(File.ReadLines(file).First(static line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..], provider: null))];

    // The quickstart's server: STARTTLS, AUTH, a Maildir, in a process of its own.
    async Task<Process> StartAsync()
    {
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var program = Path.Combine(TestPaths.Root, "samples", "Quickstart", "bin", configuration, "net10.0", "Msmtp.Quickstart.dll");
        var server = Process.Start(new ProcessStartInfo("dotnet", [program, folder.Path]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        server.OutputDataReceived += static (_, _) => { };
        server.BeginOutputReadLine();
        await Eventually.TrueAsync(
            "the server is ready",
            () => server.HasExited ? throw new InvalidOperationException($"the server ended with status {server.ExitCode}") : File.Exists(folder.File("ready")),
            Token);
        return server;
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
