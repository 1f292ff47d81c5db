using System.Runtime.Versioning;
using System.Text.Json;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Whatever a caller leaves behind: a mail that cannot be sent now is in the queue when the exit status is 0, whole.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class QueueCallerTests : EndToEndTest
{
    static readonly string[] States =
    [
        "exec env --ignore-signal=PIPE \"$@\"",
        "exec env --ignore-signal --block-signal \"$@\"",
        "exec \"$@\" >&- 2>&-",
        "exec 1>&- 2>&- 3>&-; exec \"$@\"",
        "umask 0777; exec \"$@\"",
        "umask 0; exec \"$@\"",
        "TMPDIR=/proc/nowhere exec \"$@\"",
        "ulimit -n 128; exec \"$@\"",
        "ulimit -v 400000; exec \"$@\"",
        "ulimit -f 8; exec \"$@\"",
        "exec setsid -w \"$@\"",
        "cd /; exec env -C /proc/self \"$@\"",
    ];

    public static MatrixTheoryData<Flavour, string> EachState { get; } = new(Enum.GetValues<Flavour>(), States);

    [Theory, MemberData(nameof(EachState))]
    public async Task A_mail_is_in_the_queue(Flavour flavour, string state)
    {
        CallerStateTests.SkipWithoutLauncher(flavour);
        var file = Msmtprc(1, "queue on", "queue_runner off");

        var result = await ShellAsync(flavour, state, "-C", file, "you@example.net");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        await AssertQueuedAsync(file);
    }

    [Theory, EachFlavour]
    public async Task Without_a_home_it_is_where_the_user_database_says(Flavour flavour)
    {
        var file = Msmtprc(1, "queue on", "queue_runner off");
        var environment = EnvironmentWith(("XDG_STATE_HOME", Home.File("state")));
        environment.Remove("HOME");
        var command = Command(flavour, "-C", file, "you@example.net") with { Environment = environment, Input = System.Text.Encoding.UTF8.GetBytes(Mail) };

        var result = await command.RunAsync(Token);

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.NotEmpty(Directory.GetFiles(Home.File("state/msmtp/queue")));
    }

    [Theory, EachFlavour]
    public async Task Whatever_the_mask_is_nobody_else_reads_it(Flavour flavour)
    {
        var file = Msmtprc(1, "queue on", "queue_runner off");

        await ShellAsync(flavour, "umask 0; exec \"$@\"", "-C", file, "you@example.net");

        var folder = Home.File(".local/state/msmtp/queue");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.All(Directory.GetFiles(folder), static path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
    }

    [Fact]
    public async Task A_caller_that_is_stopped_in_the_middle_of_a_mail_goes_on_with_it()
    {
        var file = Msmtprc(1, "queue always", "queue_runner off");
        using var command = RunningCommand.Start(Command(Flavour.Native, "-C", file, "you@example.net"), Token);
        var mail = System.Text.Encoding.UTF8.GetBytes(Mail);

        await command.Input.WriteAsync(mail.AsMemory(0, mail.Length / 2), Token);
        await command.Input.FlushAsync(Token);
        command.Signal(20);
        await command.Input.WriteAsync(mail.AsMemory(mail.Length / 2), Token);
        command.Input.Close();
        command.Signal(18);
        var result = await command.FinishAsync(Token);

        Assert.Equal((0, ""), result);
        await AssertQueuedAsync(file);
    }

    async Task AssertQueuedAsync(string file)
    {
        var listed = await SendTextAsync(Flavour.Native, "", "-C", file, "--queue-list=json");
        using var json = JsonDocument.Parse(listed.OutputText);
        Assert.Equal(Mail.Length, json.RootElement.EnumerateArray().Single().GetProperty("size").GetInt32());
    }
}
