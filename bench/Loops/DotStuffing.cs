using BenchmarkDotNet.Attributes;
using Msmtp.Transport.Smtp;

namespace Msmtp.Bench.Loops;

/// <summary>A block of a message on its way to the socket. The copy is the floor: nothing can be faster.</summary>
[MemoryDiagnoser]
public class DotStuffing
{
    const int BlockSize = 64 * 1024;

    readonly byte[] room = new byte[DotStuffer.MaxLength(BlockSize)];
    byte[] block = [];

    [Params("\n", "\r\n")]
    public string LineEnd { get; set; } = "\n";

    [GlobalSetup]
    public void SetUp() => block = MessageText.Lines(BlockSize, LineEnd);

    [Benchmark(Baseline = true)]
    public void Copy() => block.CopyTo(room, 0);

    [Benchmark]
    public int Transform() => new DotStuffer().Transform(block, room);
}
