using System.Runtime.Versioning;

namespace Msmtp.Queue.Spool.Tests.Durability;

/// <summary>What is in a queue is its owner's alone, whatever the umask, and its owner can always read it.</summary>
[SupportedOSPlatform("linux")]
public sealed class RightsTests
{
    const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory]
    [InlineData("000")]
    [InlineData("077")]
    [InlineData("777")]
    public async Task The_umask_does_not_matter(string umask)
    {
        using var command = new CommandUnderTest();
        var put = command.Put("k1");

        var result = await (put with { Path = "/bin/sh", Arguments = ["-c", $"umask {umask}; exec \"$@\"", "sh", put.Path, .. put.Arguments] })
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(OwnFile | UnixFileMode.UserExecute, File.GetUnixFileMode(command.Queue));
        Assert.Equal(OwnFile, File.GetUnixFileMode(Assert.Single(Directory.EnumerateFiles(command.Queue))));
    }
}
