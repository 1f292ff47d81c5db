using System.Buffers.Binary;
using System.Text;

namespace Msmtp.Configure.Srv.Tests;

/// <summary>Questions of one name, and answers to them, in DNS' format (RFC 1035 §4.1).</summary>
static class DnsMessages
{
    public const int HeaderLength = 12;

    public const int Alias = 5, Text = 16;

    /// <summary>A pointer to the question's name.</summary>
    public static readonly byte[] QuestionsName = [0xC0, HeaderLength];

    /// <summary>The question for a name's SRV records.</summary>
    public static byte[] Question(string name) => [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Name(name), 0, SrvRecord.Type, 0, 1];

    /// <summary>The question back, with a code, and SRV records behind it.</summary>
    public static byte[] Answer(ReadOnlySpan<byte> question, int code, params SrvRecord[] records) =>
        Answer(question, code, Array.ConvertAll(records, Srv));

    /// <summary>The question back, with a code, and records behind it.</summary>
    public static byte[] Answer(ReadOnlySpan<byte> question, int code, params byte[][] records)
    {
        byte[] answer = [.. question[..EndOfQuestion(question)], .. records.SelectMany(static record => record)];
        answer[2] = 0x81;                                        // A response, to one who wants recursion.
        answer[3] = (byte)(0x80 | code);
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(6), (ushort)records.Length);
        answer.AsSpan(8, 4).Clear();
        return answer;
    }

    /// <summary>An answer that says that the rest of it did not fit.</summary>
    public static byte[] Truncated(ReadOnlySpan<byte> question)
    {
        var answer = Answer(question, 0, Array.Empty<byte[]>());
        answer[2] |= 2;
        return answer;
    }

    public static int EndOfQuestion(ReadOnlySpan<byte> question)
    {
        var at = HeaderLength;
        while (question[at] > 0)
            at += question[at] + 1;
        return at + 1 + 4;
    }

    public static byte[] Srv(SrvRecord record) => Srv(record, Name(record.Target));

    /// <summary>An SRV record whose target is written in a way of the test's own.</summary>
    public static byte[] Srv(SrvRecord record, byte[] target)
    {
        byte[] numbers = [.. Number(record.Priority), .. Number(record.Weight), .. Number(record.Port)];
        return Record(QuestionsName, SrvRecord.Type, [.. numbers, .. target]);
    }

    /// <summary>A record in IN with a minute to live.</summary>
    public static byte[] Record(byte[] owner, int type, byte[] content) =>
        [.. owner, .. Number(type), 0, 1, 0, 0, 0, 60, .. Number(content.Length), .. content];

    public static byte[] Name(string name) => [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(Label), 0];

    public static byte[] Label(string label) => [(byte)label.Length, .. Encoding.Latin1.GetBytes(label)];

    static byte[] Number(int number) => [(byte)(number >> 8), (byte)number];
}
