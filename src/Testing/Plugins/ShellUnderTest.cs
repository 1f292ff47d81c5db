using System.Diagnostics;

namespace Msmtp.Testing;

/// <summary>Runs commands as the host does: with /bin/sh, and nothing on standard input.</summary>
sealed class ShellUnderTest : IShell
{
    public async ValueTask<byte[]?> ReadFirstLineAsync(string command, CancellationToken ct)
    {
        var info = new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var shell = Process.Start(info) ?? throw new InvalidOperationException("no shell could be started");
        shell.StandardInput.Close();
        using var output = new MemoryStream();
        await shell.StandardOutput.BaseStream.CopyToAsync(output, ct);
        await shell.WaitForExitAsync(ct);
        var octets = output.ToArray();
        var end = Array.IndexOf(octets, (byte)'\n');
        return octets.Length == 0 ? null : octets[..(end < 0 ? octets.Length : end)];
    }
}
