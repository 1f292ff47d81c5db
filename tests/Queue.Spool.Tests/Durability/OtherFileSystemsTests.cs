using Msmtp.TestKit;

namespace Msmtp.Queue.Spool.Tests.Durability;

/// <summary>File systems that lack something: strace answers for them.</summary>
public sealed class OtherFileSystemsTests : IDisposable
{
    readonly CommandUnderTest command = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => command.Dispose();

    // exFAT by FUSE says the first, FAT by the kernel the second.
    [Theory]
    [InlineData("linkat:error=EPERM", "has no hard links")]
    [InlineData("linkat:error=EOPNOTSUPP", "has no hard links")]
    [InlineData("fchmod:error=EPERM", "keeps no access rights")]
    [InlineData("fchmodat:error=ENOSYS", "keeps no access rights")]
    public async Task One_that_cannot_hold_a_queue_is_told_and_nothing_is_left(string fault, string lack)
    {
        var put = await On(fault, command.Put("a")).RunAsync(Token);

        Assert.True(put.ExitCode == 78, put.ToString());
        Assert.StartsWith($"msmtp: {command.Queue} cannot be a queue: its file system {lack}\n", put.ErrorText, StringComparison.Ordinal);
        Assert.Empty(CommandUnderTest.Left(command.Queue));
    }

    // FUSE: a file that has been removed is gone, even for whoever has it open.
    [Fact]
    public async Task A_mail_that_is_removed_need_not_be_announced()
    {
        await command.PutAsync("a");
        var delete = command.Run() with { Arguments = ["-C", command.Msmtprc, "--queue-delete=all"] };

        var result = await On("fchmod:error=ENOENT", delete).RunAsync(Token);

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Empty(CommandUnderTest.Left(command.Queue));
    }

    static CommandRunner On(string fault, CommandRunner runner)
    {
        Assert.SkipWhen(Strace.Program is null, "strace is not installed");
        return runner with
        {
            Path = Strace.Program!,
            Arguments = ["-f", "-qq", "-o", "/dev/null", "-e", $"trace={fault[..fault.IndexOf(':', StringComparison.Ordinal)]}", "-e", $"inject={fault}", runner.Path, .. runner.Arguments],
        };
    }
}
