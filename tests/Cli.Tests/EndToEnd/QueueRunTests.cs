using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json;
using Msmtp.Server;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>A process that sends what is queued, with servers as they are.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class QueueRunTests : EndToEndTest
{
    [Theory, EachFlavour]
    public async Task An_account_that_hangs_stops_no_other_one(Flavour flavour)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var sink = MailSink.Start();
        var file = Accounts(((IPEndPoint)silent.LocalEndpoint).Port, sink.Port);
        await SendAsync(flavour, "-C", file, "-a", "one", "you@example.net");
        await SendAsync(flavour, "-C", file, "-a", "two", "you@example.net");

        using var run = RunningCommand.Start(Command(flavour, "-C", file, "--queue-run"), Token);
        var arrived = await sink.NextMailAsync(Token);
        var left = await ListAsync(flavour, file);
        for (var looks = 0; left.Count > 1; looks++)
        {
            Assert.True(looks < 100, "the mail that has arrived is still in the queue");
            left = await ListAsync(flavour, file);
        }
        run.Signal(9);
        await run.FinishAsync(Token);

        Assert.Equal(Mail, arrived.Text);
        Assert.Equal("one", Assert.Single(left).GetProperty("account").GetString());
    }

    [Theory, EachFlavour]
    public async Task A_server_that_says_421_in_the_middle_has_the_rest_later(Flavour flavour)
    {
        var mails = 0;
        await using var sink = MailSink.Start(static options => options, new SinkAnswers
        {
            Mail = _ => Interlocked.Increment(ref mails) == 3 ? new MailOutcome(new SmtpReply(421, "4.7.0", "slow down")) : MailOutcome.Accepted,
        });
        var file = Accounts(sink.Port, sink.Port);
        for (var i = 0; i < 5; i++)
            await SendAsync(flavour, "-C", file, "-a", "one", "you@example.net");

        var result = await SendTextAsync(flavour, "", "-C", file, "--queue-run");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal((3, 1), (mails, sink.Commands.Count(static command => command.StartsWith("EHLO", StringComparison.Ordinal))));
        Assert.Equal(3, (await ListAsync(flavour, file)).Count);
    }

    [Theory, EachFlavour]
    public async Task A_process_that_is_told_to_end_ends_its_mail_first(Flavour flavour)
    {
        using var answer = new ManualResetEventSlim();
        var began = new TaskCompletionSource();
        await using var sink = MailSink.Start(static options => options, new SinkAnswers
        {
            Mail = _ =>
            {
                began.TrySetResult();
                answer.Wait(Token);
                return MailOutcome.Accepted;
            },
        });
        var file = Accounts(sink.Port, sink.Port);
        for (var i = 0; i < 2; i++)
            await SendAsync(flavour, "-C", file, "-a", "one", "you@example.net");

        using var run = RunningCommand.Start(Command(flavour, "-C", file, "--queue-run"), Token);
        await began.Task.WaitAsync(Token);
        run.Signal(15);
        answer.Set();
        await run.FinishAsync(Token);

        var left = Assert.Single(await ListAsync(flavour, file));
        Assert.False(left.GetProperty("may_have_been_delivered").GetBoolean());
    }

    string Accounts(int one, int two) => Home.Write("msmtprc", $"""
        defaults
        host 127.0.0.1
        from me@example.org
        queue always
        queue_runner off
        queue_connections 1
        account one
        port {one}
        account two
        port {two}

        """);

    async Task<IReadOnlyList<JsonElement>> ListAsync(Flavour flavour, string file)
    {
        var listed = await SendTextAsync(flavour, "", "-C", file, "--queue-list=json");
        return [.. JsonDocument.Parse(listed.OutputText).RootElement.EnumerateArray()];
    }
}
