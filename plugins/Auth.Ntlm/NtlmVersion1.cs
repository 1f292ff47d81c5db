using System.Buffers.Binary;
using System.Net;
using System.Text;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace Msmtp.Auth.Ntlm;

/// <summary>
/// The response of NTLM version 1 (MS-NLMP §3.3.1), for servers that can check no other, such as Exim's spa. Nothing here does I/O.
/// <code>
/// answer      = "NTLMSSP" NUL, u32 3, field lm-response, field nt-response, field domain, field user, field workstation,
///               field session-key, u32 flags, payload
/// nt-response = DES(key[0..7], number) DES(key[7..14], number) DES(key[14..21], number)   ; key = MD4(password in UTF-16), 5 NUL
/// </code>
/// </summary>
static class NtlmVersion1
{
    const int HeaderLength = 64;
    const int Unicode = 0x1;
    const int Ntlm = 0x200;
    const int ExtendedSecurity = 0x80000;
    const int TargetInformation = 0x800000;

    /// <summary>
    /// Whether a challenge, checked by <see cref="NtlmChallenge"/>, is from such a server. The proof of version 2 needs the server's name
    /// (MS-NLMP §3.3.2), which every client asks for: a server without a name cannot check version 2.
    /// </summary>
    public static bool IsAllThatIsOffered(ReadOnlySpan<byte> challenge)
    {
        var flags = BinaryPrimitives.ReadInt32LittleEndian(challenge[20..]);
        return (flags & (Unicode | Ntlm | ExtendedSecurity | TargetInformation)) == (Unicode | Ntlm)
            && BinaryPrimitives.ReadInt16LittleEndian(challenge[12..]) == 0;
    }

    /// <summary>The response, of type 3 (MS-NLMP §2.2.1.3), to such a challenge.</summary>
    public static byte[] Answer(NetworkCredential identity, string workstation, ReadOnlySpan<byte> challenge)
    {
        // MS-NLMP §3.3.1: the response with the LM hash, which is broken in seconds, is replaced by the NT response.
        var proof = Prove(identity.Password, challenge.Slice(24, 8));
        var domain = Encoding.Unicode.GetBytes(identity.Domain);
        var user = Encoding.Unicode.GetBytes(identity.UserName);
        var machine = Encoding.Unicode.GetBytes(workstation);
        var message = new byte[HeaderLength + domain.Length + user.Length + machine.Length + 2 * proof.Length];
        "NTLMSSP\0\u0003"u8.CopyTo(message);
        var end = HeaderLength;
        Write(message, 28, domain, ref end);
        Write(message, 36, user, ref end);
        Write(message, 44, machine, ref end);
        Write(message, 12, proof, ref end);
        Write(message, 20, proof, ref end);
        Write(message, 52, [], ref end);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(60), Unicode | Ntlm);
        return message;
    }

    static byte[] Prove(string password, ReadOnlySpan<byte> number)
    {
        var key = new byte[21];
        var hash = new MD4Digest();
        hash.BlockUpdate(Encoding.Unicode.GetBytes(password));
        hash.DoFinal(key);
        var proof = new byte[24];
        for (var part = 0; part < 3; part++)
            Encrypt(key.AsSpan(7 * part, 7), number, proof.AsSpan(8 * part));
        return proof;
    }

    static void Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> number, Span<byte> cipher)
    {
        var des = new DesEngine();
        des.Init(forEncryption: true, new KeyParameter(Spread(key)));
        des.ProcessBlock(number, cipher);
    }

    // DES takes 56 bits in eight octets: the last bit of each is parity, and ignored.
    static byte[] Spread(ReadOnlySpan<byte> key)
    {
        var bits = 0UL;
        foreach (var octet in key)
            bits = bits << 8 | octet;
        var spread = new byte[8];
        for (var i = 0; i < 8; i++)
            spread[i] = (byte)(bits >> (49 - 7 * i) << 1);
        return spread;
    }

    static void Write(byte[] message, int at, byte[] value, ref int end)
    {
        BinaryPrimitives.WriteInt16LittleEndian(message.AsSpan(at), (short)value.Length);
        BinaryPrimitives.WriteInt16LittleEndian(message.AsSpan(at + 2), (short)value.Length);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(at + 4), end);
        value.CopyTo(message, end);
        end += value.Length;
    }
}
