using System.Diagnostics;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>The body streams: the command's memory does not know how large the mail is.</summary>
public sealed class MemoryTests(ITestOutputHelper output) : EndToEndTest
{
    // What one run differs from another by itself.
    const long ToleranceInKiB = 4 * 1024;
    const int SmallInMb = 1;

    static readonly byte[] HeaderOctets = Encoding.ASCII.GetBytes(Header + "\n");
    static readonly byte[] Lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 77) + "\n", 1000)));
    static readonly byte[] NoLine = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));

    [Fact]
    public async Task A_mail_of_1_GB_takes_as_much_memory_as_a_small_one()
    {
        var small = await PeakOfAsync(SmallInMb, Lines);
        var large = await PeakOfAsync(1000, Lines);

        Assert.InRange(large, 1, small + ToleranceInKiB);
    }

    [Fact]
    public async Task A_large_mail_takes_as_much_memory_as_a_small_one_through_TLS()
    {
        using var certificates = new TestCertificates();

        var small = await PeakOfAsync(SmallInMb, Lines, certificates);
        var large = await PeakOfAsync(200, Lines, certificates);

        Assert.InRange(large, 1, small + ToleranceInKiB);
    }

    [Fact]
    public async Task A_large_mail_of_a_single_line_takes_as_much_memory_as_a_small_one()
    {
        var small = await PeakOfAsync(SmallInMb, NoLine);
        var large = await PeakOfAsync(200, NoLine);

        Assert.InRange(large, 1, small + ToleranceInKiB);
    }

    // The server has the whole mail and has not answered: the command has done all its work and cannot end.
    async Task<long> PeakOfAsync(int sizeInMb, byte[] piece, TestCertificates? certificates = null)
    {
        var clock = Stopwatch.StartNew();
        await using var server = WireServer.Discarding(certificates?.Good);
        using var command = RunningCommand.Start(Command(Flavour.Native, Arguments(server.Port, certificates)), Token);
        var times = sizeInMb * 1_000_000 / piece.Length;
        await WriteAsync(command.Input, piece, times);

        await server.WhenArrivedAsync(Token);
        var peak = command.PeakMemoryInKiB;
        server.Answer();
        var (exitCode, text) = await command.FinishAsync(Token);

        output.WriteLine($"{sizeInMb} MB: {peak} KiB at most, {clock.Elapsed.TotalSeconds:F1} s");
        Assert.True(exitCode == 0, text);
        Assert.Equal(OnTheWire(HeaderOctets) + OnTheWire(piece) * times + End(piece).Length, server.ContentLength);
        return peak;
    }

    static async Task WriteAsync(Stream input, byte[] piece, int times)
    {
        await input.WriteAsync(HeaderOctets, Token);
        for (var i = 0; i < times; i++)
            await input.WriteAsync(piece, Token);
        input.Close();
    }

    // Each line end is one octet longer on the wire.
    static long OnTheWire(byte[] octets) => octets.Length + octets.AsSpan().Count((byte)'\n');

    static string End(byte[] piece) => piece[^1] == '\n' ? ".\r\n" : "\r\n.\r\n";

    static IReadOnlyList<string> Arguments(int port, TestCertificates? certificates)
    {
        IReadOnlyList<string> tls = certificates is null
            ? []
            : ["--tls", "--tls-starttls=off", $"--tls-trust-file={certificates.AuthorityFile}"];
        return [.. Server(port), .. tls, "you@example.net"];
    }
}
