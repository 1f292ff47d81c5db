using System.Buffers.Binary;
using System.Numerics;

namespace Msmtp.Queue.Spool.Format;

/// <summary>CRC-32C (Castagnoli), which processors compute, so that there is no table. Nothing here does I/O.</summary>
static class Checksum
{
    /// <summary>The checksum of nothing yet.</summary>
    public const uint Start = uint.MaxValue;

    /// <summary>Continues with more octets.</summary>
    public static uint Add(uint sum, ReadOnlySpan<byte> octets)
    {
        for (; octets.Length >= sizeof(ulong); octets = octets[sizeof(ulong)..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(octets));
        foreach (var octet in octets)
            sum = BitOperations.Crc32C(sum, octet);
        return sum;
    }

    public static uint Of(ReadOnlySpan<byte> octets) => ~Add(Start, octets);
}
