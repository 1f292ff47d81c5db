using System.Buffers.Binary;
using System.Text;

namespace Msmtp.Configure.Srv.Tests;

/// <summary>Answers in DNS' format (RFC 1035 §4.1) to questions of one name.</summary>
static class DnsMessages
{
    const int HeaderLength = 12;

    /// <summary>The question back, with a code, and SRV records behind it.</summary>
    public static byte[] Answer(ReadOnlySpan<byte> question, int code, params SrvRecord[] records)
    {
        var end = EndOfQuestion(question);
        var answer = new MemoryStream();
        answer.Write(question[..end]);
        foreach (var record in records)
            answer.Write(Encode(record));
        var octets = answer.ToArray();
        octets[2] = 0x81;                                        // A response, to one who wants recursion.
        octets[3] = (byte)(0x80 | code);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(6), (ushort)records.Length);
        octets.AsSpan(8, 4).Clear();
        return octets;
    }

    /// <summary>An answer that says that the rest of it did not fit.</summary>
    public static byte[] Truncated(ReadOnlySpan<byte> question)
    {
        var answer = Answer(question, 0);
        answer[2] |= 2;
        return answer;
    }

    static int EndOfQuestion(ReadOnlySpan<byte> question)
    {
        var at = HeaderLength;
        while (question[at] > 0)
            at += question[at] + 1;
        return at + 1 + 4;
    }

    static byte[] Encode(SrvRecord record)
    {
        var name = Name(record.Target);
        // A pointer to the question's name, SRV, IN, a minute to live.
        byte[] encoded = [0xC0, HeaderLength, 0, 33, 0, 1, 0, 0, 0, 60, 0, 0, 0, 0, 0, 0, 0, 0, .. name];
        int[] numbers = [6 + name.Length, record.Priority, record.Weight, record.Port];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt16BigEndian(encoded.AsSpan(10 + 2 * i), (ushort)numbers[i]);
        return encoded;
    }

    static byte[] Name(string name) => [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(Label), 0];

    static byte[] Label(string label) => [(byte)label.Length, .. Encoding.Latin1.GetBytes(label)];
}
