using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Hosting;

/// <summary>Reads a file of a user's that has to be held whole: in blocks, because it may be a pipe, and bounded, because it may be a device.</summary>
static class WholeFile
{
    /// <summary>The longest file that is taken.</summary>
    public const int LimitInOctets = 16 << 20;

    const int BlockInOctets = 4096;

    /// <summary>Whether it could not be opened because it is a folder: to the runtime a lack of permission, to msmtp an input error.</summary>
    public static bool IsFolder(string path, Exception failure) => failure is UnauthorizedAccessException && Directory.Exists(path);

    /// <summary>All that it holds, which may be secrets: the caller's to dispose.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="InvalidDataException">The file is longer than <see cref="LimitInOctets"/>.</exception>
    public static SecretBuffer Read(SafeFileHandle file)
    {
        var content = new SecretBuffer();
        var block = new byte[BlockInOctets];
        FileStream? pipe = null;
        try
        {
            while (Next() is > 0 and var read)
            {
                content.Add(block.AsSpan(0, read));
                if (content.Octets.Length > LimitInOctets)
                    throw new InvalidDataException($"the file is longer than {LimitInOctets >> 20} MiB");
            }
            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(block);
            pipe?.Dispose();
        }

        // The runtime opens a pipe, and says only when it is read that it cannot be read at a place. Most are files, which a stream costs more.
        int Next()
        {
            try
            {
                return pipe?.Read(block) ?? RandomAccess.Read(file, block, content.Octets.Length);
            }
            catch (NotSupportedException) when (pipe is null)
            {
                pipe = new FileStream(file, FileAccess.Read, bufferSize: 0);
                return pipe.Read(block);
            }
        }
    }
}

/// <summary>What editors put in front of a text to say how it is encoded (RFC 3629 §6). Nothing here does I/O.</summary>
static class ByteOrderMark
{
    /// <summary>The octets of the mark; 0: there is none.</summary>
    /// <exception cref="InvalidDataException">The text is in UTF-16 or UTF-32.</exception>
    public static int LengthIn(ReadOnlySpan<byte> text) => text switch
    {
        [0xEF, 0xBB, 0xBF, ..] => 3,
        // With a mark, or by the zeros that every letter of English has then.
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, _, ..] or [not 0, 0, ..] =>
            throw new InvalidDataException("the file is in UTF-16: save it as UTF-8"),
        _ => 0,
    };
}
