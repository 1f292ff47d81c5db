using System.Buffers.Binary;
using System.Text;

namespace Msmtp.Auth.Ntlm.Tests;

/// <summary>Writes the server's message (MS-NLMP §2.2.1.2).</summary>
sealed record Type2
{
    public const uint Unicode = 0x1;
    public const uint Oem = 0x2;
    public const uint RequestTarget = 0x4;
    public const uint Ntlm = 0x200;
    public const uint TargetIsDomain = 0x10000;
    public const uint HasInformation = 0x800000;

    public uint Flags { get; init; } = Unicode | Ntlm | HasInformation;

    public string Target { get; init; } = "";

    /// <summary>Null: the message ends before that field, as those of old servers do.</summary>
    public byte[]? Information { get; init; } = [.. Pair(2, "Domain"), .. Pair(1, "Server"), .. End];

    public static byte[] End => [0, 0, 0, 0];

    public static byte[] Pair(short id, string value) => Pair(id, Encoding.Unicode.GetBytes(value));

    public static byte[] Pair(short id, byte[] value)
    {
        var pair = new byte[4 + value.Length];
        BinaryPrimitives.WriteInt16LittleEndian(pair, id);
        BinaryPrimitives.WriteInt16LittleEndian(pair.AsSpan(2), (short)value.Length);
        value.CopyTo(pair, 4);
        return pair;
    }

    public byte[] Write()
    {
        var target = ((Flags & Unicode) != 0 ? Encoding.Unicode : Encoding.ASCII).GetBytes(Target);
        var header = Information is null ? 32 : 56;
        var message = new byte[header + target.Length + (Information?.Length ?? 0)];
        "NTLMSSP\0\u0002"u8.CopyTo(message);
        WriteField(message, 12, header, target);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(20), Flags);
        Some.ServerChallenge.CopyTo(message, 24);
        if (Information is not null)
            WriteField(message, 40, header + target.Length, Information);
        return message;
    }

    static void WriteField(byte[] message, int at, int offset, byte[] value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(message.AsSpan(at), (short)value.Length);
        BinaryPrimitives.WriteInt16LittleEndian(message.AsSpan(at + 2), (short)value.Length);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(at + 4), offset);
        value.CopyTo(message, offset);
    }
}
