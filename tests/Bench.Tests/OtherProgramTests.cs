using System.Net;
using System.Net.Sockets;
using System.Text;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Bench.Tests;

public sealed class OtherProgramTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. OtherProgram.All.Select(static program => program.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Its_command_line_sends_the_mail(string name)
    {
        await using var sink = MailSink.Start();

        var result = await RunAsync(name, sink.Port);

        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await sink.NextMailAsync(Token);
        Assert.Equal("me@example.org", mail.Envelope.Sender);
        Assert.Equal(["you@example.net"], mail.Recipients);
        Assert.EndsWith("\n\nA few lines\nof text.\n.dot\nEnd.\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Subject: hello\n", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_benchs_own_sink_takes_it(string name)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            var session = new SinkSession(await listener.AcceptSocketAsync(Token), new SinkOptions(null));
            session.Run();
            return session.Mails;
        }, Token);

        var result = await RunAsync(name, ((IPEndPoint)listener.LocalEndpoint).Port);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(1, await serving);
    }

    static async Task<CommandResult> RunAsync(string name, int port)
    {
        var program = OtherProgram.All.Single(each => each.Name == name);
        Assert.SkipUnless(File.Exists(program.Path), $"{program.Path} is not installed");
        using var folder = new TempDirectory();
        var configuration = folder.Write("configuration", program.Configuration(port));
        return await new CommandRunner(program.Path)
        {
            Arguments = program.Arguments(port, configuration),
            Input = Encoding.ASCII.GetBytes(MailText.Small),
        }.RunAsync(Token);
    }
}
