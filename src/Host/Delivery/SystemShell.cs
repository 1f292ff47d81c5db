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
    const int FirstBufferInOctets = 256;

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

    // Reads to the end, so that the command is not stopped while it writes, and keeps the first line. Buffers of our own,
    // zeroed whenever they are left behind: the line is often a password.
    static async ValueTask<byte[]?> ReadFirstLineAsync(Stream output, CancellationToken ct)
    {
        var buffer = new byte[FirstBufferInOctets];
        var (length, end) = (0, -1);
        while (await output.ReadAsync(buffer.AsMemory(length), ct).ConfigureAwait(false) is > 0 and var read)
        {
            if (end >= 0)
                continue;
            end = buffer.AsSpan(length, read).IndexOf((byte)'\n') is >= 0 and var at ? length + at : -1;
            length = end >= 0 ? end : length + read;
            if (length == buffer.Length || end >= 0)
                buffer = Replaced(buffer, length, buffer.Length * 2);
        }
        if (length == 0 && end < 0)
            return null;
        if (length > 0 && buffer[length - 1] == '\r')
            length--;
        return Replaced(buffer, length, length);
    }

    static byte[] Replaced(byte[] buffer, int length, int size)
    {
        var copy = new byte[size];
        buffer.AsSpan(0, length).CopyTo(copy);
        CryptographicOperations.ZeroMemory(buffer);
        return copy;
    }
}
