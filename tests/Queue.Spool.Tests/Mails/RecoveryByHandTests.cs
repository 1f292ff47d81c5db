using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Queue.Spool.Tests.Mails;

/// <summary>What the README says to do by hand, done as printed.</summary>
public sealed partial class RecoveryByHandTests : IDisposable
{
    readonly SpoolUnderTest spool = new();

    public void Dispose() => spool.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(100_000)]
    public async Task A_message_comes_out_of_its_file(int size)
    {
        var id = await spool.PutAsync(new string('x', size));
        var readme = await File.ReadAllTextAsync(Path.Combine(TestPaths.Root, "plugins", "Queue.Spool", "README.md"), TestContext.Current.CancellationToken);
        var script = MailLine().Replace(Script().Match(readme).Groups[1].Value, $"mail={id}\n");

        var result = await new CommandRunner("/bin/bash") { Arguments = ["-ec", script], WorkingDirectory = spool.Path }
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("Subject: x\n\n" + new string('x', size), await File.ReadAllTextAsync(spool.File("message"), TestContext.Current.CancellationToken));
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("^mail=.*\n")]
    private static partial Regex MailLine();
}
