using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.Documentation;

/// <summary>The manual as the two programs that show manuals see it.</summary>
public sealed partial class ManualRenderingTests
{
    [Fact]
    public async Task Man_shows_it_without_a_warning()
    {
        // A system without manuals has a man that only says so.
        var page = await RunAsync("man", "man-db", "--warnings", "--encoding=utf8", "-P", "cat", "-l", ManualPage.Msmtp.Path);
        Assert.SkipWhen(page.OutputText.Contains("minimized", StringComparison.Ordinal), "man shows nothing on a minimized system");

        Assert.Equal((0, ""), (page.ExitCode, page.ErrorText));
        HasEverything(page.OutputText);
    }

    [Fact]
    public async Task Mandoc_has_nothing_to_say_against_it()
    {
        var lint = await RunAsync("mandoc", "mandoc", "-T", "lint", ManualPage.Msmtp.Path, Path.Combine(Path.GetDirectoryName(ManualPage.Msmtp.Path)!, "msmtpd.1"));
        var page = await RunAsync("mandoc", "mandoc", "-T", "utf8", ManualPage.Msmtp.Path);

        // Which other manuals are installed is this system's affair.
        Assert.All(
            lint.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            static line => Assert.Contains("referenced manual not found", line, StringComparison.Ordinal));
        Assert.Equal((0, ""), (page.ExitCode, page.ErrorText));
        HasEverything(page.OutputText);
    }

    static void HasEverything(string page)
    {
        var plain = Overstrike().Replace(page, "");
        var names = ManualEntries.English.Where(static entry => entry.NeedsProse).Select(static entry => entry.Title.Split(' ')[1]);
        Assert.All(names, name => Assert.Contains(name, plain, StringComparison.Ordinal));
        Assert.Contains("DIFFERENCES FROM MSMTP", plain, StringComparison.Ordinal);
    }

    static Task<CommandResult> RunAsync(string program, string package, params string[] arguments)
    {
        var path = "/usr/bin/" + program;
        Assert.SkipUnless(File.Exists(path), $"{program} is not installed (package {package})");
        var runner = new CommandRunner(path)
        {
            Arguments = arguments,
            Environment = new Dictionary<string, string> { ["MANWIDTH"] = "100", ["LC_ALL"] = "C.UTF-8" },
        };
        return runner.RunAsync(TestContext.Current.CancellationToken);
    }

    // Bold and underlined as typewriters do it, and as terminals do.
    [GeneratedRegex(@".\x08|\x1b\[[\d;]*m")]
    private static partial Regex Overstrike();
}
