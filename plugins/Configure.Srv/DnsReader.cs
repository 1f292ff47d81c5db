using System.Buffers.Binary;
using System.Text;

namespace Msmtp.Configure.Srv;

/// <summary>
/// Reads a DNS message from its start, and throws <see cref="InvalidDataException"/> if it is malformed. Does no I/O.
/// </summary>
ref struct DnsReader(ReadOnlySpan<byte> message)
{
    // RFC 1035 §2.3.4, §4.1.4: the two highest bits of a label's length tell a label from a pointer.
    const int LongestName = 255;
    const byte LongestLabel = 63;
    const byte Pointer = 0xC0;

    readonly ReadOnlySpan<byte> message = message;

    /// <summary>How many octets have been read.</summary>
    public int Position { get; private set; }

    /// <summary>The next octets.</summary>
    public ReadOnlySpan<byte> Octets(int count)
    {
        if (count > message.Length - Position)
            throw new InvalidDataException("the answer ends too early");
        Position += count;
        return message.Slice(Position - count, count);
    }

    /// <summary>A 16-bit number.</summary>
    public int Number() => BinaryPrimitives.ReadUInt16BigEndian(Octets(2));

    /// <summary>A name, with a dot after each label; the root is a single dot. Dots and backslashes in labels are escaped.</summary>
    public string Name()
    {
        var name = new StringBuilder();
        var octets = 1;
        var start = Position;
        int? end = null;
        while (Octets(1)[0] is var length and > 0)
        {
            if (length >= Pointer)
            {
                var target = (length - Pointer) << 8 | Octets(1)[0];
                end ??= Position;
                // RFC 1035 §4.1.4: a pointer to a prior occurrence. It must lead backwards, so that there can be no loop.
                if (target >= start)
                    throw new InvalidDataException("a name in the answer leads nowhere");
                start = Position = target;
                continue;
            }
            octets += 1 + length;
            if (length > LongestLabel || octets > LongestName)
                throw new InvalidDataException("a name in the answer is too long");
            Append(name, Octets(length));
        }
        Position = end ?? Position;
        return name.Length > 0 ? name.ToString() : ".";
    }

    // RFC 1035 §5.1: how special characters are escaped.
    static void Append(StringBuilder name, ReadOnlySpan<byte> label)
    {
        foreach (var octet in label)
            (octet is (byte)'.' or (byte)'\\' ? name.Append('\\') : name).Append((char)octet);
        name.Append('.');
    }
}
