using System.Runtime.Versioning;
using Msmtp.Server;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>The queue where the system provides less than usual, and where it ends.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class QueueSurroundingsTests : EndToEndTest
{
    const int Closed = 1;

    [Fact]
    public async Task Without_a_proc_file_system_a_mail_is_queued_and_sent_as_well()
    {
        const string script = "umount -l /proc && \"$@\"";
        var put = await InNamespaceAsync(script, "-C", Queueing(Closed), "you@example.net");
        Assert.SkipWhen(put.ErrorText.StartsWith("unshare:", StringComparison.Ordinal) || put.ErrorText.StartsWith("umount:", StringComparison.Ordinal), "mounting is not allowed");
        await using var sink = MailSink.Start();

        var sent = await InNamespaceAsync(script, "-C", Queueing(sink.Port), "-q");

        Assert.Equal((0, "", 0), (put.ExitCode, put.ErrorText, sent.ExitCode));
        Assert.Equal(Mail, sink.TakeMail()?.Text);
    }

    [Theory, EachFlavour]
    public async Task A_run_of_a_queue_that_cannot_be_changed_has_failed(Flavour flavour)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can mount");
        await using var sink = MailSink.Start();
        var queue = Home.File("q");
        await SendAsync(flavour, "-C", Queueing(Closed, $"queue_dir {queue}"), "you@example.net");
        var file = Queueing(sink.Port, $"queue_dir {queue}");

        var result = await ShellAsync(
            flavour,
            $"exec unshare -m /bin/sh -c 'mount --bind {queue} {queue} && mount -o remount,ro,bind {queue} && exec \"$@\"' sh \"$@\"",
            ["-C", file, "-q"],
            "");

        Assert.Contains($"the queue {queue}: Read-only file system\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(73, result.ExitCode);
        Assert.Null(sink.TakeMail());
    }

    [Theory, EachFlavour]
    public async Task A_run_by_a_broken_configuration_has_failed_even_if_nothing_waits(Flavour flavour)
    {
        var file = Home.Write("msmtprc", "nonsense\n");

        foreach (var option in (string[])["-q", "--queue-run", "--queue-list", "-bp"])
        {
            var result = await SendTextAsync(flavour, "", "-C", file, option);

            Assert.Equal((78, $"msmtp: {file}: line 1: unknown command nonsense\n"), (result.ExitCode, result.ErrorText));
        }
    }

    [Fact]
    public async Task Where_the_system_provides_no_further_thread_mails_are_sent_all_the_same()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can become a user who runs nothing else");
        await using var sink = MailSink.Start();
        var file = Queueing(sink.Port, "queue always");
        // A user of his own: others' processes count as well.
        var user = new OrdinaryUser(Home) { User = "65431" };
        await new CommandRunner("/bin/chown") { Arguments = ["-R", "65431", Home.Path] }.RunAsync(Token);

        // One for the program, and one for the runtime.
        foreach (var threads in (int[])[2, 3, 4, 5])
        {
            var put = await user.RunAsync(Command(Flavour.Native, "-C", file, "you@example.net") with { Input = System.Text.Encoding.UTF8.GetBytes(Mail) }, Token);
            var run = Command(Flavour.Native) with { Path = "/bin/sh", Arguments = ["-c", $"exec prlimit --nproc={threads} {Home.File("msmtp")} -C {file} -q"] };
            var result = await user.RunAsync(run, Token).WaitAsync(TimeSpan.FromMinutes(1), Token);

            Assert.Equal((0, "", 0, ""), (put.ExitCode, put.ErrorText, result.ExitCode, result.ErrorText));
            Assert.Equal(Mail, sink.TakeMail()?.Text);
        }
    }

    [Fact]
    public async Task A_daemon_with_an_interval_is_the_service_and_not_a_run_of_the_queue()
    {
        var file = Home.Write("msmtprc", "nonsense\n");

        var result = await SendTextAsync(Flavour.Native, "", "-C", file, "-bd", "-q15m");

        Assert.Equal(78, result.ExitCode);
    }

    [Fact]
    public async Task A_service_that_ends_waits_for_the_answer_to_the_mail_under_way()
    {
        using var isHere = new SemaphoreSlim(0);
        using var mayAnswer = new SemaphoreSlim(0);
        await using var sink = MailSink.Start(static options => options, new SinkAnswers
        {
            Mail = _ =>
            {
                isHere.Release();
                mayAnswer.Wait(Token);
                return MailOutcome.Accepted;
            },
        });
        File.CreateSymbolicLink(Home.File("msmtpd"), Built(Flavour.Native));
        var file = Queueing(sink.Port);
        await SendAsync(Flavour.Native, "-C", file, "-odq", "you@example.net");
        using var service = RunningCommand.Start(Command(Flavour.Native, $"--file={file}", $"--socket={Home.File("socket")}") with { Path = Home.File("msmtpd") }, Token);
        await isHere.WaitAsync(Token);

        service.Signal(15);
        await Eventually.TrueAsync("the service lets nobody in", () => !Listens(), Token);
        mayAnswer.Release();
        var result = await service.FinishAsync(Token);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("[]\n", (await SendTextAsync(Flavour.Native, "", "-C", file, "--queue-list=json")).OutputText);
    }

    bool Listens()
    {
        try
        {
            using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
            socket.Connect(new System.Net.Sockets.UnixDomainSocketEndPoint(Home.File("socket")));
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    Task<CommandResult> InNamespaceAsync(string script, params IReadOnlyList<string> arguments) => (Command(Flavour.Native) with
    {
        Path = "/usr/bin/unshare",
        Arguments = ["-m", "/bin/sh", "-c", script, "sh", Built(Flavour.Native), .. arguments],
        Input = System.Text.Encoding.UTF8.GetBytes(Mail),
    }).RunAsync(Token);

    string Queueing(int port, params string[] lines) => Msmtprc(port, ["queue on", "queue_runner off", .. lines]);
}
