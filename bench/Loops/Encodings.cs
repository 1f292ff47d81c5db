using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Msmtp.Connector.Tcp;
using Msmtp.Transport.Smtp;

namespace Msmtp.Bench.Loops;

/// <summary>base64: of a SASL message on its way to the server, and of certificates in a file.</summary>
[MemoryDiagnoser]
public class Encodings
{
    const int CertificateSize = 1200;

    byte[] message = [];
    byte[] file = [];

    /// <summary>A password, and a token.</summary>
    [Params(40, 4000)]
    public int MessageSize { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        message = RandomNumberGenerator.GetBytes(MessageSize);
        var certificate = PemEncoding.WriteString("CERTIFICATE", RandomNumberGenerator.GetBytes(CertificateSize));
        file = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(certificate + '\n', 145)));
    }

    [Benchmark]
    public int WriteSasl() => Command.SaslResponse(message).Length;

    [Benchmark]
    public int WalkBundle()
    {
        var count = 0;
        for (var blocks = new PemBlocks(file); blocks.MoveNext();)
            count++;
        return count;
    }

    [Benchmark]
    public int DecodeBundle()
    {
        var count = 0;
        for (var blocks = new PemBlocks(file); blocks.MoveNext();)
            count += blocks.Decode().Length;
        return count;
    }
}
