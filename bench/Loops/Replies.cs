using BenchmarkDotNet.Attributes;
using Msmtp.Transport.Smtp;

namespace Msmtp.Bench.Loops;

/// <summary>What a server says: a line for each command, and a list once.</summary>
[MemoryDiagnoser]
public class Replies
{
    static readonly byte[] Line = [.. "250 2.1.5 Ok\r\n"u8];

    static readonly byte[] Hello =
    [
        .. "250-mail.example.org\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-ETRN\r\n250-STARTTLS\r\n"u8,
        .. "250-AUTH PLAIN LOGIN SCRAM-SHA-256\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-DSN\r\n250 SMTPUTF8\r\n"u8,
    ];

    [Benchmark]
    public bool OneLine() => Read(Line);

    [Benchmark]
    public bool TenLines() => Read(Hello);

    static bool Read(ReadOnlySpan<byte> octets) => ReplyParser.TryRead(ref octets, out _);
}
