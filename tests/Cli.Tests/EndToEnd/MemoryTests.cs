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

    static readonly byte[] Line = Encoding.ASCII.GetBytes(new string('x', 77) + "\n");

    [Fact]
    public async Task A_mail_of_1_GB_takes_as_much_memory_as_a_small_one()
    {
        var small = await PeakOfAsync(SmallInMb, certificates: null);
        var large = await PeakOfAsync(1000, certificates: null);

        Assert.InRange(large, 1, small + ToleranceInKiB);
    }

    [Fact]
    public async Task A_large_mail_takes_as_much_memory_as_a_small_one_through_TLS()
    {
        using var certificates = new TestCertificates();

        var small = await PeakOfAsync(SmallInMb, certificates);
        var large = await PeakOfAsync(200, certificates);

        Assert.InRange(large, 1, small + ToleranceInKiB);
    }

    // The server has the whole mail and has not answered: the command has done all its work and cannot end.
    async Task<long> PeakOfAsync(int sizeInMb, TestCertificates? certificates)
    {
        var clock = Stopwatch.StartNew();
        await using var server = WireServer.Discarding(certificates?.Good);
        using var command = RunningCommand.Start(Command(Flavour.Native, Arguments(server.Port, certificates)), Token);
        var written = await WriteAsync(command.Input, sizeInMb);

        await server.WhenArrivedAsync(Token);
        var peak = command.PeakMemoryInKiB;
        server.Answer();
        var (exitCode, text) = await command.FinishAsync(Token);

        output.WriteLine($"{sizeInMb} MB: {peak} KiB at most, {clock.Elapsed.TotalSeconds:F1} s");
        Assert.True(exitCode == 0, text);
        // Each line end is one octet longer on the wire, and the final dot is three.
        Assert.Equal(written.Octets + written.Lines + 3, server.ContentLength);
        return peak;
    }

    static async Task<(long Octets, long Lines)> WriteAsync(Stream input, int sizeInMb)
    {
        var header = Encoding.ASCII.GetBytes(Header + "\n");
        await input.WriteAsync(header, Token);
        var (octets, lines) = ((long)header.Length, (long)header.AsSpan().Count((byte)'\n'));
        var block = Enumerable.Repeat(Line, 1000).SelectMany(static line => line).ToArray();
        for (; octets < sizeInMb * 1_000_000L; octets += block.Length, lines += 1000)
            await input.WriteAsync(block, Token);
        input.Close();
        return (octets, lines);
    }

    static IReadOnlyList<string> Arguments(int port, TestCertificates? certificates)
    {
        IReadOnlyList<string> tls = certificates is null ? [] : ["--tls", "--tls-starttls=off", $"--tls-trust-file={certificates.AuthorityFile}"];
        return [.. Server(port), .. tls, "you@example.net"];
    }
}
