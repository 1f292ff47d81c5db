using System.Buffers.Binary;
using System.Text;

namespace Msmtp.Auth.Ntlm.Tests;

/// <summary>The client's answer as a server reads it (MS-NLMP §2.2.1.3).</summary>
sealed record Type3(string Domain, string User, string Workstation, byte[] LmResponse, byte[] NtResponse, uint Flags)
{
    public static Type3 Parse(byte[] message)
    {
        Assert.True(message.AsSpan().StartsWith("NTLMSSP\0\u0003\0\0\0"u8));
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(60));
        var encoding = (flags & Type2.Unicode) != 0 ? Encoding.Unicode : Encoding.UTF8;
        return new Type3(
            encoding.GetString(Field(message, 28)),
            encoding.GetString(Field(message, 36)),
            encoding.GetString(Field(message, 44)),
            Field(message, 12),
            Field(message, 20),
            flags);
    }

    static byte[] Field(byte[] message, int at)
    {
        var offset = BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(at + 4));
        return message[offset..(offset + BinaryPrimitives.ReadInt16LittleEndian(message.AsSpan(at)))];
    }
}
