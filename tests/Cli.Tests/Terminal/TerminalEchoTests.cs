using System.Runtime.InteropServices;

namespace Msmtp.Cli.Tests.Terminal;

public sealed class TerminalEchoTests
{
    [Fact]
    public async Task A_signal_that_ends_the_program_finds_the_echo_turned_on_again()
    {
        Assert.SkipWhen(PseudoTerminal.Missing is not null, PseudoTerminal.Missing ?? "");
        using var terminal = PseudoTerminal.Open();
        using var open = terminal.OpenTerminal();
        var echoed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Handlers run in the reverse order of their registration: this one is the last, and lets the tests live. SIGTERM it is, because
        // nohup has tests started with SIGHUP ignored, and a shell's background with SIGINT and SIGQUIT.
        using var survive = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            echoed.TrySetResult(terminal.Echoes);
        });

        using var echo = TerminalEcho.TurnOff((int)open.DangerousGetHandle());
        var before = terminal.Echoes;
        Assert.Equal(0, kill(Environment.ProcessId, Terminate));

        Assert.False(before);
        Assert.True(await echoed.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_is_no_terminal_has_no_echo()
    {
        using var file = File.OpenHandle("/dev/null");

        Assert.Null(TerminalEcho.TurnOff((int)file.DangerousGetHandle()));
    }

    const int Terminate = 15;

    [DllImport("libc")]
    static extern int kill(int process, int signal);
}
