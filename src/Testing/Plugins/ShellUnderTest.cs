using System.Diagnostics;

namespace Msmtp.Testing;

/// <summary>Runs commands as the host does: with /bin/sh, and nothing on standard input but what they are to read.</summary>
sealed class ShellUnderTest : IShell
{
    public async ValueTask<byte[]?> ReadFirstLineAsync(string command, CancellationToken ct)
    {
        using var output = (await RunAsync(new ShellCommand(command), ct)).Output;
        var octets = output.Reveal();
        var end = octets.IndexOf((byte)'\n');
        return octets.IsEmpty ? null : octets[..(end < 0 ? octets.Length : end)].ToArray();
    }

    public async ValueTask<ShellResult> RunAsync(ShellCommand command, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(command.Timeout);
        using var shell = Process.Start(Start(command)) ?? throw new InvalidOperationException("no shell could be started");
        await shell.StandardInput.BaseStream.WriteAsync(command.Input?.Reveal().ToArray() ?? [], patience.Token);
        shell.StandardInput.Close();
        using var output = new MemoryStream();
        await shell.StandardOutput.BaseStream.CopyToAsync(output, patience.Token);
        await shell.WaitForExitAsync(patience.Token);
        return new ShellResult(shell.ExitCode, new Secret(output.ToArray()));
    }

    static ProcessStartInfo Start(ShellCommand command)
    {
        var info = new ProcessStartInfo("/bin/sh", ["-c", command.Text]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in command.Environment)
            info.Environment[name] = value;
        return info;
    }
}
