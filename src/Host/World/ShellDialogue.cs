using System.Diagnostics;
using System.Security.Cryptography;

namespace Msmtp.Hosting;

/// <summary>What is said to a command and what it answers, to its end. What it prints may be a secret.</summary>
static class ShellDialogue
{
    const int BlockInOctets = 4096;
    const int LimitInOctets = 1 << 20;

    /// <summary>Tells it nothing. The first line, in an array of the caller's; null: it printed nothing.</summary>
    public static async Task<byte[]?> FirstLineAsync(Process process)
    {
        using var line = new FirstLine();
        process.StandardInput.Close();
        await ReadAsync(process, line.Add).ConfigureAwait(false);
        return line.Take();
    }

    /// <summary>All that it prints.</summary>
    /// <exception cref="InvalidDataException">It prints more than can be an answer.</exception>
    public static async Task<Secret> WholeAsync(Process process, Secret? input)
    {
        using var output = new SecretBuffer();
        var feeding = FeedAsync(process, input?.Reveal().ToArray() ?? []);
        await ReadAsync(process, Add).ConfigureAwait(false);
        await feeding.ConfigureAwait(false);
        return new Secret(output.Octets.ToArray());

        void Add(ReadOnlySpan<byte> printed)
        {
            if (output.Octets.Length + printed.Length > LimitInOctets)
                throw new InvalidDataException();
            output.Add(printed);
        }
    }

    static async Task FeedAsync(Process process, byte[] input)
    {
        try
        {
            var pipe = ChildPipe.Over(process.StandardInput.BaseStream, FileAccess.Write);
            await pipe.WriteAsync(input).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended, or closed its standard input, without reading all of it: its right.
        }
        finally
        {
            CryptographicOperations.ZeroMemory(input);
        }
    }

    // To the end, so that the command is not stopped while it writes.
    static async Task ReadAsync(Process process, Action<ReadOnlySpan<byte>> add)
    {
        var block = new byte[BlockInOctets];
        var pipe = ChildPipe.Over(process.StandardOutput.BaseStream, FileAccess.Read);
        try
        {
            while (await pipe.ReadAsync(block).ConfigureAwait(false) is > 0 and var read)
                add(block.AsSpan(0, read));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(block);
        }
        await process.WaitForExitAsync().ConfigureAwait(false);
    }
}
