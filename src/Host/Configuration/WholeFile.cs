using Microsoft.Win32.SafeHandles;

namespace Msmtp.Hosting;

/// <summary>Reads a file of a user's that has to be held whole: in blocks, because it may be a pipe, and bounded, because it may be a device.</summary>
static class WholeFile
{
    /// <summary>The longest file that is taken.</summary>
    public const int LimitInOctets = 16 << 20;

    const int BlockInOctets = 4096;

    /// <exception cref="IOException">The system refused.</exception>
    /// <exception cref="InvalidDataException">The file is longer than <see cref="LimitInOctets"/>.</exception>
    public static ReadOnlyMemory<byte> Read(SafeFileHandle file)
    {
        var octets = new byte[BlockInOctets];
        var length = 0;
        while (RandomAccess.Read(file, octets.AsSpan(length), length) is > 0 and var read)
        {
            length += read;
            if (length > LimitInOctets)
                throw new InvalidDataException($"the file is longer than {LimitInOctets >> 20} MiB");
            if (length == octets.Length)
                Array.Resize(ref octets, length * 2);
        }
        return octets.AsMemory(0, length);
    }
}
