using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Parity.Cost;

/// <summary>
/// What a nasty header costs the native command: twice as much of it takes twice the instructions. The parsers are held to this one by one
/// in the tests of their projects, by processor time.
/// </summary>
public sealed class GrowthTests : IDisposable
{
    const int Octets = 60_000;
    const double Allowed = 2.3;

    readonly TempDirectory home = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("From: ", "()(")]
    [InlineData("From: ", "<(\"")]
    [InlineData("Cc: ", "()(")]
    [InlineData("Cc: ", "(<")]
    [InlineData("Cc: ", "\"")]
    [InlineData("Cc: ", "<\"")]
    [InlineData("Cc: ", "(\n ")]
    public async Task Twice_as_much_takes_twice_the_instructions(string field, string piece)
    {
        Callgrind.Require();
        Assert.SkipUnless(File.Exists(TestPaths.NativeCommand), $"{TestPaths.NativeCommand} is not built: run build.sh");
        await using var server = MailSink.Start();

        var none = await CountAsync(server.Port, field);
        var once = await CountAsync(server.Port, field + Repeated(piece, Octets));
        var twice = await CountAsync(server.Port, field + Repeated(piece, 2 * Octets));

        Assert.True(twice - none < Allowed * (once - none), $"{none:0} without, {once:0} with {Octets} octets, {twice:0} with twice as many");
    }

    public void Dispose() => home.Dispose();

    static string Repeated(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length));

    Task<double> CountAsync(int port, string field) => Callgrind.CountAsync(
        new CommandRunner(TestPaths.NativeCommand)
        {
            Arguments = ["--host=127.0.0.1", $"--port={port}", "-f", "me@example.org", "-t", "you@example.net"],
            InheritsEnvironment = false,
            Environment = new Dictionary<string, string> { ["HOME"] = home.Path, ["PATH"] = "/usr/bin:/bin", ["TZ"] = "UTC" },
            Input = Encoding.ASCII.GetBytes($"{field}\nSubject: hello\n\nA line.\n"),
        },
        Token);
}
