using System.Text;
using BenchmarkDotNet.Attributes;
using Msmtp.Hosting;

namespace Msmtp.Bench.Loops;

/// <summary>The header block of a mail: cut off the body, looked through for recipients, and changed.</summary>
[MemoryDiagnoser]
public class Headers
{
    const string Fields = """
        From: Joe Doe <joe@example.org>
        To: you@example.net, "Doe, Jane" <jane@example.net>
        Cc: Friends: one@example.com, two@example.com;
        Subject: a subject that is folded
         because it is long
        Date: Sun, 22 Nov 2026 17:18:04 +0100
        Message-ID: <1234@example.org>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8


        """;

    readonly HeaderPolicy policy = new() { Sender = "joe@example.org", HostName = static () => "host.example.org" };
    byte[] message = [];

    /// <summary>Further fields, of 70 octets each, in front of those above.</summary>
    [Params(0, 1000)]
    public int More { get; set; }

    [GlobalSetup]
    public void SetUp() =>
        message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"X-Trace: {new string('x', 60)}\n", More)) + Fields);

    [Benchmark]
    public int ReadBlock() => Read().Octets.Length;

    [Benchmark]
    public int FindRecipients() => MessageRecipients.In(Read()).Count;

    [Benchmark]
    public int ApplyRules() => HeaderRules.Apply(Read(), policy).Length;

    HeaderBlock Read()
    {
        var header = new HeaderBuffer();
        for (var read = 0; read < message.Length;)
        {
            var room = header.Room();
            var count = Math.Min(room.Length, message.Length - read);
            message.AsSpan(read, count).CopyTo(room.Span);
            read += count;
            if (header.Take(count, out _))
                break;
        }
        return header.ToBlock(hasEmptyLine: true);
    }
}
