using Msmtp.Cli.Tests.Completion.Generated;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.Completion;

/// <summary>The completions as their shells read them, and as shellcheck does.</summary>
public sealed class CompletionSyntaxTests
{
    [Theory]
    [InlineData("/usr/bin/bash", "-n", "msmtp.bash")]
    [InlineData("/usr/bin/zsh", "-n", "_msmtp")]
    [InlineData("/usr/bin/fish", "-n", "msmtp.fish")]
    [InlineData("/usr/bin/fish", "-n", "msmtpd.fish")]
    [InlineData("/usr/bin/shellcheck", "--shell=bash", "msmtp.bash")]
    public async Task Nothing_is_wrong_with_it(string program, string option, string name)
    {
        Assert.SkipUnless(File.Exists(program), $"{program} is not installed");

        var result = await new CommandRunner(program) { Arguments = [option, Path.Combine(CompletionFile.Folder, name)] }
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
    }
}
