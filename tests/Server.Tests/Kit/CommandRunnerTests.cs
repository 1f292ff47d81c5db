using Msmtp.TestKit;

namespace Msmtp.Server.Tests;

public sealed class CommandRunnerTests
{
    static readonly CommandRunner Shell = new("/bin/sh");

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exit_status_and_both_outputs_come_back_byte_for_byte()
    {
        var result = await (Shell with { Arguments = ["-c", @"printf 'a\377\n'; printf b >&2; exit 3"] }).RunAsync(Ct);

        Assert.Equal(3, result.ExitCode);
        Assert.Equal([(byte)'a', 0xFF, (byte)'\n'], result.Output);
        Assert.Equal("b", result.ErrorText);
    }

    [Fact]
    public async Task Input_arrives_byte_for_byte_and_ends()
    {
        var input = new byte[300_000];
        new Random(1).NextBytes(input);

        var result = await new CommandRunner("/bin/cat") { Input = input }.RunAsync(Ct);

        Assert.Equal(input, result.Output);
    }

    [Fact]
    public async Task A_program_need_not_read_its_input()
    {
        var result = await (Shell with { Arguments = ["-c", "exec true"], Input = new byte[1_000_000] }).RunAsync(Ct);

        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task The_environment_is_what_the_test_says()
    {
        var runner = Shell with
        {
            Arguments = ["-c", "echo $A:$HOME"],
            Environment = new Dictionary<string, string> { ["A"] = "b" },
            InheritsEnvironment = false,
        };

        Assert.Equal("b:\n", (await runner.RunAsync(Ct)).OutputText);
    }

    [Fact]
    public async Task A_program_that_does_not_end_is_killed()
    {
        var runner = Shell with { Arguments = ["-c", "sleep 60; echo late"], Timeout = TimeSpan.FromMilliseconds(100) };

        await Assert.ThrowsAsync<TimeoutException>(() => runner.RunAsync(Ct));
    }

    [Fact]
    public void The_repository_is_found() => Assert.True(File.Exists(Path.Combine(TestPaths.Root, "msmtp.sln")));

    [Fact]
    public void A_temporary_folder_is_deleted_with_everything_in_it()
    {
        string path;
        using (var folder = new TempDirectory())
        {
            path = folder.Write("deep/file", "x");
            Assert.Equal("x", File.ReadAllText(path));
        }

        Assert.False(File.Exists(path));
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }
}
