using System.Text.RegularExpressions;

namespace Msmtp.Architecture.Tests;

/// <summary>The walks that docs/decisions/0023 takes through the house are as short as it says, and lead through files that are there.</summary>
public sealed partial class WalkTests
{
    const int MostFiles = 5;

    public static TheoryData<string> Walks { get; } =
        [.. File.ReadAllText(Path.Combine(Repository.Root, "docs/decisions/0023-four-walks.md")).Split("\n## ").Skip(1)];

    [Fact]
    public void There_are_four() => Assert.Equal(4, Walks.Count);

    [Theory]
    [MemberData(nameof(Walks))]
    public void A_walk_is_short_and_leads_through_files_that_are_there(string walk)
    {
        var stops = Stop().Matches(walk).Select(static match => (File: match.Groups[1].Value, IsNew: match.Groups[2].Success)).ToList();

        Assert.InRange(stops.Count, 1, MostFiles);
        Assert.All(stops, static stop => Assert.True(stop.IsNew || File.Exists(Path.Combine(Repository.Root, stop.File)), stop.File));
        Assert.Contains(stops, static stop => !stop.IsNew);
    }

    // - `path` *new*: what happens there
    [GeneratedRegex(@"^- `([^`]+)`( \*new\*)?:", RegexOptions.Multiline)]
    private static partial Regex Stop();
}
