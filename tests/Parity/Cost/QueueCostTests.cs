using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Parity.Cost;

/// <summary>
/// A queue is for the mails that cannot be sent now: one that goes through costs what it costs without a queue, up to three of a hundred.
/// </summary>
public sealed class QueueCostTests : IDisposable
{
    const double Allowed = 1.03;

    readonly TempDirectory home = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(10)]
    [InlineData(60_000)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public async Task A_mail_that_goes_through_costs_no_more_with_a_queue(int octets)
    {
        Callgrind.Require();
        await using var server = MailSink.Start();
        var mail = Mail(octets);

        var without = await Callgrind.CountAsync(Send(server.Port, "queue off", mail), Token);
        var with = await Callgrind.CountAsync(Send(server.Port, "queue on", mail), Token);

        Assert.True(with <= Allowed * without, $"{with:0} instructions with a queue, {without:0} without: {with / without:0.0000}");
        Assert.False(Directory.Exists(home.File(".local")), "the queue was asked for something");
    }

    public void Dispose() => home.Dispose();

    static byte[] Mail(int octets) => Encoding.ASCII.GetBytes(
        "From: me@example.org\nDate: Mon, 02 Jan 2023 10:11:12 +0000\nMessage-ID: <1@example.org>\n\n"
        + string.Concat(Enumerable.Repeat("12345678\n", octets / 9)));

    CommandRunner Send(int port, string queue, byte[] mail)
    {
        Assert.True(File.Exists(TestPaths.NativeCommand), "run ./build.sh before the tests");
        var file = home.Write("msmtprc", $"account default\nhost 127.0.0.1\nport {port}\nfrom me@example.org\n{queue}\nqueue_runner off\n");
        return new CommandRunner(TestPaths.NativeCommand)
        {
            Arguments = ["-C", file, "you@example.net"],
            Environment = new Dictionary<string, string> { ["HOME"] = home.Path, ["PATH"] = "/usr/bin:/bin" },
            InheritsEnvironment = false,
            Input = mail,
        };
    }
}
