using System.Buffers.Binary;
using System.Numerics;

namespace Msmtp.Auth.Ntlm.Tests;

/// <summary>MD4 (RFC 1320), which .NET does not have.</summary>
static class Md4
{
    static readonly (int[] Order, int[] Shifts, uint Constant)[] Rounds =
    [
        ([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [3, 7, 11, 19], 0),
        ([0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15], [3, 5, 9, 13], 0x5a827999),
        ([0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15], [3, 9, 11, 15], 0x6ed9eba1),
    ];

    public static byte[] Hash(byte[] text)
    {
        uint[] state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
        var padded = Pad(text);
        for (var at = 0; at < padded.Length; at += 64)
            Add(state, padded.AsSpan(at, 64));
        var hash = new byte[16];
        for (var i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(4 * i), state[i]);
        return hash;
    }

    static byte[] Pad(byte[] text)
    {
        var padded = new byte[(text.Length + 8) / 64 * 64 + 64];
        text.CopyTo(padded, 0);
        padded[text.Length] = 0x80;
        BinaryPrimitives.WriteInt64LittleEndian(padded.AsSpan(padded.Length - 8), 8L * text.Length);
        return padded;
    }

    static void Add(uint[] state, ReadOnlySpan<byte> block)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        for (var round = 0; round < 3; round++)
            for (var i = 0; i < 16; i++)
            {
                var (order, shifts, constant) = Rounds[round];
                var word = BinaryPrimitives.ReadUInt32LittleEndian(block[(4 * order[i])..]);
                var sum = a + Mix(round, b, c, d) + word + constant;
                (a, b, c, d) = (d, BitOperations.RotateLeft(sum, shifts[i % 4]), b, c);
            }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    static uint Mix(int round, uint x, uint y, uint z) => round switch
    {
        0 => (x & y) | (~x & z),
        1 => (x & y) | (x & z) | (y & z),
        _ => x ^ y ^ z,
    };
}
