using System.ComponentModel;
using System.Diagnostics;

namespace Msmtp.Hosting;

/// <summary>
/// Runs commands of msmtprc with <c>/bin/sh -c</c>. Their standard input is empty, or what the caller has for them: the
/// program's own holds the mail, and a command that read from it would take a piece of it away.
/// </summary>
sealed class SystemShell : IShell
{
    public async ValueTask<byte[]?> ReadFirstLineAsync(string command, CancellationToken ct)
    {
        using var process = Start(new ShellCommand(command), ct);
        return await EndedAsync(process, ShellDialogue.FirstLineAsync(process), ct).ConfigureAwait(false);
    }

    public async ValueTask<ShellResult> RunAsync(ShellCommand command, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var process = Start(command, ct);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(command.Timeout);
        try
        {
            var output = await EndedAsync(process, ShellDialogue.WholeAsync(process, command.Input), deadline.Token).ConfigureAwait(false);
            return new ShellResult(process.ExitCode, output);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw Failed(ExitCode.TempFail, $"'{command.Text}' did not end within {command.Timeout.TotalSeconds:0} seconds", e);
        }
        catch (InvalidDataException e)
        {
            throw Failed(ExitCode.Config, $"'{command.Text}' printed too much", e);
        }
    }

    // A read from a pipe cannot be called off: the command is killed, and nobody waits for who else may hold the pipe.
    static async ValueTask<T> EndedAsync<T>(Process process, Task<T> dialogue, CancellationToken ct)
    {
        try
        {
            await ((Task)dialogue).WaitAsync(ct).ConfigureAwait(false);
            return await dialogue.ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidDataException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    static Process Start(ShellCommand command, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo("/bin/sh", ["-c", command.Text]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw Failed(ExitCode.OsErr, $"cannot run /bin/sh: {e.Message}", e);
        }
    }

    static MailException Failed(ExitCode exitCode, string message, Exception e) =>
        new(exitCode, DeliveryStage.Configure, message, inner: e);
}
