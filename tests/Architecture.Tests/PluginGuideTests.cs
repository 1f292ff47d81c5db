using System.Text.RegularExpressions;

namespace Msmtp.Architecture.Tests;

/// <summary>The code of the plugin guide is the samples', which tests/Packages builds and tests.</summary>
public sealed partial class PluginGuideTests
{
    static readonly string Guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "plugins.md"));

    [Fact]
    public void Each_piece_of_code_stands_so_in_the_file_that_it_names()
    {
        var pieces = Sourced().Matches(Guide);

        Assert.NotEmpty(pieces);
        foreach (Match piece in pieces)
        {
            var (file, code) = (piece.Groups[1].Value, piece.Groups[2].Value);
            var text = File.ReadAllText(Path.Combine(Repository.Root, file));
            Assert.True($"\n{text}".Contains($"\n{code}", StringComparison.Ordinal), $"docs/plugins.md shows other code than {file} has:\n{code}");
        }
    }

    [Fact]
    public void No_piece_of_code_comes_from_nowhere() => Assert.Equal(Fence().Count(Guide), Sourced().Count(Guide));

    [GeneratedRegex("^<!-- (samples/[^ ]+) -->\n```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Sourced();

    [GeneratedRegex("^```csharp$", RegexOptions.Multiline)]
    private static partial Regex Fence();
}
