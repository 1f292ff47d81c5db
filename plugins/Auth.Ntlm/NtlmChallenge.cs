using System.Buffers.Binary;

namespace Msmtp.Auth.Ntlm;

/// <summary>
/// The server's message, type 2 (MS-NLMP §2.2.1.2), all numbers little-endian. Nothing here does I/O.
/// <code>
/// challenge   = "NTLMSSP" NUL, u32 2, field target-name, u32 flags, 8 octets server-challenge
///               [8 octets reserved, field target-info, [8 octets version]] payload
/// field       = u16 length, u16 room, u32 offset
/// target-info = *( u16 id, u16 length, value ) u16 0, u16 0                               ; §2.2.2.1
/// </code>
/// MailKit parses it and makes the response, but trusts the input: a wrong length makes it throw, or read the same pair forever.
/// So it is only given what follows this grammar.
/// </summary>
static class NtlmChallenge
{
    /// <summary>The longest challenge in octets; real ones have a few hundred.</summary>
    const int LongestMessage = 4096;

    const int ShortestMessage = 32;
    const int InformedHeader = 48;

    /// <summary>The shortest target-info that MailKit accepts: one pair and the end.</summary>
    const int ShortestInformation = 12;

    const int EndId = 0;
    const int FlagsId = 6;
    const int TimestampId = 7;

    /// <summary>Checks that the message is a challenge that can be answered.</summary>
    /// <exception cref="InvalidDataException">It is not, and why.</exception>
    public static void Check(ReadOnlySpan<byte> message)
    {
        if (message.Length is < ShortestMessage or > LongestMessage || !message.StartsWith("NTLMSSP\0\u0002\0\0\0"u8))
            throw new InvalidDataException("the server's challenge is no NTLM message of type 2");

        Field(message, 12, "target name");
        if (HasInformation(message))
            CheckInformation(Field(message, 40, "target information"));
    }

    // Old servers have no such field: the target name begins in its place.
    static bool HasInformation(ReadOnlySpan<byte> message) =>
        message.Length >= InformedHeader && BinaryPrimitives.ReadInt32LittleEndian(message[16..]) >= InformedHeader;

    static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> message, int at, string name)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(message[at..]);
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(message[(at + 4)..]);
        if (length == 0)
            return [];
        return offset <= message.Length && length <= message.Length - (int)offset
            ? message.Slice((int)offset, length)
            : throw new InvalidDataException($"the {name} in the server's NTLM challenge lies outside of it");
    }

    static void CheckInformation(ReadOnlySpan<byte> pairs)
    {
        if (pairs.IsEmpty)
            return;
        if (pairs.Length < ShortestInformation)
            throw WrongInformation();
        while (NextId(ref pairs) != EndId)
        {
        }
    }

    static int NextId(ref ReadOnlySpan<byte> pairs)
    {
        if (pairs.Length < 4)
            throw WrongInformation();
        var id = BinaryPrimitives.ReadUInt16LittleEndian(pairs);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(pairs[2..]);
        // MS-NLMP §2.2.2.1: MsvAvFlags is a 32-bit value, MsvAvTimestamp a FILETIME of 64.
        if (length > pairs.Length - 4 || (id == FlagsId && length != 4) || (id == TimestampId && length != 8))
            throw WrongInformation();
        pairs = pairs[(4 + length)..];
        return id;
    }

    static InvalidDataException WrongInformation() => new("the target information in the server's NTLM challenge is malformed");
}
