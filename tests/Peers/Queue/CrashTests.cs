using System.Diagnostics;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A run that is killed leaves nothing behind that stops the next one, and doubles nothing without a word.</summary>
public sealed class CrashTests
{
    // django-post_office marks a batch when all of it has been sent: after a crash all of it is sent again.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Only_the_mail_on_its_way_may_come_twice_and_the_log_says_so(Flavour flavour)
    {
        const int count = 10;
        Process? run = null;
        var isKilled = 0;
        await using var sink = MailSink.Start(static options => options, new SinkAnswers
        {
            Mail = mail =>
            {
                if (mail.Text.Contains("mail 5\n", StringComparison.Ordinal) && Interlocked.Exchange(ref isKilled, 1) == 0)
                    run!.Kill();
                return MailOutcome.Accepted;
            },
        });
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure(
            $"host 127.0.0.1\nport {sink.Port}\nfrom me@example.org\nqueue_connections 1\nlogfile {msmtp.File("log")}\n", "always");
        for (var number = 1; number <= count; number++)
            Assert.Equal(0, (await msmtp.SendAsync(Mails.Mail($"mail {number}\n"), "you@example.net")).ExitCode);

        run = Start(msmtp.Runner([], "-q"));
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        run.Dispose();
        await msmtp.EmptyAsync();

        Assert.Empty(await msmtp.ListAsync());
        Assert.Equal(
            Enumerable.Range(1, count).Append(5).Select(static number => $"mail {number}\n").Order(StringComparer.Ordinal),
            Texts(sink).Order(StringComparer.Ordinal));
        var log = await File.ReadAllTextAsync(msmtp.File("log"), TestContext.Current.CancellationToken);
        Assert.Single(log.Split('\n'), static line => line.Contains("may be delivered twice", StringComparison.Ordinal));
    }

    // OpenSMTPD's enqueuing, and every lock that is a file, waits for a process that is no more.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task What_a_killed_run_had_locked_is_free(Flavour flavour)
    {
        var greeted = new TaskCompletionSource();
        await using var hung = new LoopbackServer(async (_, end) =>
        {
            greeted.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, end);
        });
        await using var sink = MailSink.Start();
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure(At(hung.Port), "always");
        Assert.Equal(0, (await msmtp.SendAsync(Mails.Ordinary, "you@example.net")).ExitCode);
        using var run = Start(msmtp.Runner([], "-q"));
        await greeted.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal("active", (await msmtp.OnlyAsync()).State);
        run.Kill();
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        msmtp.Configure(At(sink.Port), "always");
        var result = await msmtp.FlushAsync();

        Assert.Equal((0, ""), (result.ExitCode, result.OutputText));
        Assert.Empty(await msmtp.ListAsync());
        Assert.NotNull(sink.TakeMail());

        static string At(int port) => $"host 127.0.0.1\nport {port}\nfrom me@example.org\ntimeout 300\n";
    }

    static IEnumerable<string> Texts(MailSink sink)
    {
        while (sink.TakeMail() is { } mail)
            yield return mail.Text.Split("\n\n")[^1];
    }

    static Process Start(CommandRunner command)
    {
        var start = new ProcessStartInfo(command.Path, command.Arguments) { RedirectStandardInput = true };
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
