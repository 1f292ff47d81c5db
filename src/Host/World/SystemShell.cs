using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Msmtp.Hosting;

/// <summary>
/// Runs commands of msmtprc with <c>/bin/sh -c</c>. Their standard input is empty: the program's own holds the mail, and
/// a command that read from it would take a piece of it away.
/// </summary>
sealed class SystemShell : IShell
{
    const int BlockInOctets = 4096;

    public async ValueTask<byte[]?> ReadFirstLineAsync(string command, CancellationToken ct)
    {
        using var process = Start(command);
        process.StandardInput.Close();
        var line = await ReadFirstLineAsync(process.StandardOutput.BaseStream, ct).ConfigureAwait(false);
        await process.WaitForExitAsync(ct).ConfigureAwait(false);
        return line;
    }

    static Process Start(string command)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        }
        catch (Win32Exception e)
        {
            throw new MailException(ExitCode.OsErr, DeliveryStage.Configure, $"cannot run /bin/sh: {e.Message}", inner: e);
        }
    }

    // To the end, so that the command is not stopped while it writes.
    static async ValueTask<byte[]?> ReadFirstLineAsync(Stream output, CancellationToken ct)
    {
        using var line = new FirstLine();
        var block = new byte[BlockInOctets];
        try
        {
            while (await output.ReadAsync(block, ct).ConfigureAwait(false) is > 0 and var read)
                line.Add(block.AsSpan(0, read));
            return line.Take();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(block);
        }
    }
}
