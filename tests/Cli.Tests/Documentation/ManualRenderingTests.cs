using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.Documentation;

/// <summary>The manuals as the two programs that show manuals see them.</summary>
public sealed partial class ManualRenderingTests : IDisposable
{
    static readonly int[] Widths = [60, 80, 120];

    readonly TempDirectory folder = new();

    public static TheoryData<string> Pages { get; } = [.. ManualPage.All.Select(static page => page.ToString())];

    public static TheoryData<string> Translations { get; } = [.. ManualPage.Translations.Select(static page => page.ToString())];

    [Theory, MemberData(nameof(Pages))]
    public async Task Man_shows_it_without_a_warning(string name)
    {
        foreach (var width in Widths)
            HasEverything(name, await ManAsync(name, width, []));
    }

    [Theory, MemberData(nameof(Translations))]
    public async Task Man_breaks_Chinese_lines_where_Chinese_readers_expect_it(string name)
    {
        foreach (var width in Widths)
            IsWellBroken(await ManAsync(name, width, []), width);
    }

    [Theory, MemberData(nameof(Translations))]
    public async Task Man_shows_the_same_where_the_language_of_the_system_is_Chinese(string name)
    {
        foreach (var width in Widths)
            IsWellBroken(await ManAsync(name, width, await ChineseAsync()), width);
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Mandoc_has_nothing_to_say_against_it(string name)
    {
        var page = ManualPage.Named(name);
        var lint = await RunAsync("mandoc", "mandoc", [], "-T", "lint", page.Path);
        var shown = await RunAsync("mandoc", "mandoc", [], "-T", "utf8", page.Path);

        Assert.DoesNotContain(lint.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => !IsAccepted(line, page.Language));
        Assert.Equal((0, ""), (shown.ExitCode, shown.ErrorText));
        HasEverything(name, shown.OutputText);
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Apropos_finds_it_by_its_name(string name)
    {
        var found = await RunAsync("lexgrog", "man-db", [], ManualPage.Named(name).Path);

        Assert.Equal(0, found.ExitCode);
        Assert.Contains($"\"{name.Split('/')[^1][..^2]} - ", found.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Man_finds_them_by_section_language_and_link()
    {
        foreach (var page in ManualPage.All)
        {
            var language = page.Language == ManualLanguage.English ? "" : "zh_CN/";
            var section = Directory.CreateDirectory(folder.File($"{language}man{page.Name[^1]}"));
            File.Copy(page.Path, Path.Combine(section.FullName, page.Name));
        }
        File.CreateSymbolicLink(folder.File("man1/mailq.1"), "../man8/sendmail.8");

        Assert.Contains("SENDMAIL(8)", await FindAsync("mailq", []), StringComparison.Ordinal);
        Assert.Contains("MSMTPRC(5)", await FindAsync("msmtprc", []), StringComparison.Ordinal);
        Assert.Contains("NAME", await FindAsync("msmtp", []), StringComparison.Ordinal);
        Assert.Contains("名称", await FindAsync("msmtp", await ChineseAsync()), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    static void HasEverything(string name, string shown)
    {
        var titles = ManualPage.Named(name).Made.Where(static entry => entry.NeedsProse).Select(static entry => entry.Title.Split(' ')[1]);
        var settings = ManualEntries.English.Select(static entry => entry.Title.Split(' ')).Where(static title => title is ["setting", _]);
        var expected = name.EndsWith("msmtprc.5", StringComparison.Ordinal) ? settings.Select(static title => title[1]) : titles;
        var plain = Overstrike().Replace(shown, "");

        Assert.NotEmpty(expected);
        Assert.All(expected, word => Assert.Contains(word, plain, StringComparison.Ordinal));
    }

    static void IsWellBroken(string shown, int width)
    {
        var lines = Overstrike().Replace(shown, "").Split('\n').Where(ManualWords.HasChinese).ToList();

        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => line.Sum(static letter => ManualWords.HasChinese($"{letter}") ? 2 : 1) > width);
        Assert.DoesNotContain(lines, static line => StrayBlank().IsMatch(line));
        Assert.DoesNotContain(lines, static line => line.TrimStart() is ['，' or '。' or '；' or '：' or '、' or '？' or '！' or '）' or '”' or '》', ..]);
    }

    // Which other manuals are installed is this system's affair. It knows headings in English alone, and that no line of text is long.
    static bool IsAccepted(string line, ManualLanguage language) =>
        line.Contains("referenced manual not found", StringComparison.Ordinal)
        || (language != ManualLanguage.English && ForeignLanguage().IsMatch(line));

    async Task<string> FindAsync(string page, Dictionary<string, string> environment)
    {
        var shown = await RunAsync("man", "man-db", new(environment) { ["MANPATH"] = folder.Path }, "-P", "cat", page);
        Assert.Equal((0, ""), (shown.ExitCode, shown.ErrorText));
        return Overstrike().Replace(shown.OutputText, "");
    }

    static async Task<string> ManAsync(string name, int width, Dictionary<string, string> environment)
    {
        var arguments = new Dictionary<string, string>(environment) { ["MANWIDTH"] = $"{width}" };
        var path = ManualPage.Named(name).Path;
        var page = await RunAsync("man", "man-db", arguments, "--warnings", "--encoding=utf8", "-P", "cat", "-l", path);
        // A system without manuals has a man that only says so.
        Assert.SkipWhen(page.OutputText.Contains("minimized", StringComparison.Ordinal), "man shows nothing on a minimized system");

        Assert.Equal((0, ""), (page.ExitCode, page.ErrorText));
        return page.OutputText;
    }

    // The system need not have this locale.
    async Task<Dictionary<string, string>> ChineseAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/share/i18n/locales/zh_CN"), "the locale zh_CN is not installed (package locales)");
        if (!Directory.Exists(folder.File("locales/zh_CN.UTF-8")))
        {
            Directory.CreateDirectory(folder.File("locales"));
            var made = await RunAsync("localedef", "libc-bin", [], "-i", "zh_CN", "-f", "UTF-8", folder.File("locales/zh_CN.UTF-8"));
            Assert.Equal(0, made.ExitCode);
        }
        return new Dictionary<string, string> { ["LOCPATH"] = folder.File("locales"), ["LC_ALL"] = "zh_CN.UTF-8" };
    }

    static Task<CommandResult> RunAsync(string program, string package, Dictionary<string, string> environment, params string[] arguments)
    {
        var path = "/usr/bin/" + program;
        Assert.SkipUnless(File.Exists(path), $"{program} is not installed (package {package})");
        var variables = new Dictionary<string, string> { ["MANWIDTH"] = "100", ["LC_ALL"] = "C.UTF-8" };
        foreach (var (name, value) in environment)
            variables[name] = value;
        var runner = new CommandRunner(path) { Arguments = arguments, Environment = variables };
        return runner.RunAsync(TestContext.Current.CancellationToken);
    }

    // Bold and underlined as typewriters do it, and as terminals do.
    [GeneratedRegex(@".\x08|\x1b\[[\d;]*m")]
    private static partial Regex Overstrike();

    [GeneratedRegex(@"[\u4e00-\u9fff，。；：、！？）》] [\u4e00-\u9fff（《]")]
    private static partial Regex StrayBlank();

    [GeneratedRegex(@"STYLE: trailing delimiter: .*\\\[u|first section is not ""NAME""|description line outside NAME section|longer than 80 bytes")]
    private static partial Regex ForeignLanguage();
}
