using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Hosting;

/// <summary>
/// Reads a user's file that has to be held in memory: in blocks, because it may be a pipe, and up to a limit, because it may be a device.
/// </summary>
static class WholeFile
{
    /// <summary>The longest file that is accepted.</summary>
    public const int LimitInOctets = 16 << 20;

    const int BlockInOctets = 4096;

    /// <summary>
    /// The file could not be opened because it is a folder: the runtime reports missing permission, msmtp an input error.
    /// </summary>
    public static bool IsFolder(string path, Exception failure) => failure is UnauthorizedAccessException && Directory.Exists(path);

    /// <summary>The contents, which may include secrets. The caller disposes them.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
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

        // The runtime opens a pipe without complaint, and only a read at an offset tells that it is one. Most are plain files, for which a
        // stream costs more.
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

/// <summary>The mark that some editors put at the start of a text to say how it is encoded (RFC 3629 §6). Nothing here does I/O.</summary>
static class ByteOrderMark
{
    /// <summary>The length of the mark in octets; 0: there is none.</summary>
    /// <exception cref="InvalidDataException">The text is in UTF-16 or UTF-32.</exception>
    public static int LengthIn(ReadOnlySpan<byte> text) => text switch
    {
        [0xEF, 0xBB, 0xBF, ..] => 3,
        // With a mark, or recognized by the zero octets that English letters have in these encodings.
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, _, ..] or [not 0, 0, ..] =>
            throw new InvalidDataException("the file is in UTF-16: save it as UTF-8"),
        _ => 0,
    };
}
