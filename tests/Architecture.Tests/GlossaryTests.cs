using System.Text.RegularExpressions;

namespace Msmtp.Architecture.Tests;

/// <summary>docs/glossary.md has a place for every public type of the packages that others write against, and for nothing else.</summary>
public sealed partial class GlossaryTests
{
    static readonly HashSet<string> Explained =
        [.. Row().Matches(Text("docs/glossary.md")).SelectMany(static row => Name().Matches(row.Groups[1].Value)).Select(static name => name.Groups[1].Value)];

    [Theory]
    [InlineData("Msmtp")]
    [InlineData("Msmtp.Abstractions")]
    [InlineData("Msmtp.Host")]
    [InlineData("Msmtp.Testing")]
    [InlineData("Msmtp.Text")]
    public void Every_public_type_is_explained(string package)
    {
        var types = Types(package);

        Assert.NotEmpty(types);
        Assert.Empty(types.Except(Explained));
    }

    [Fact]
    public void Nothing_is_explained_that_is_not_there()
    {
        var types = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs/api")).SelectMany(static file => Types(Path.GetFileNameWithoutExtension(file)));

        Assert.Empty(Explained.Except(types));
    }

    static HashSet<string> Types(string package) =>
        [.. TypeLine().Matches(Text($"docs/api/{package}.txt")).Select(static type => type.Groups[1].Value)];

    static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    // | `Name`, `Another` | what it is | elsewhere |
    [GeneratedRegex("^\\| (`[^|]*) \\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(\\w+)`")]
    private static partial Regex Name();

    // sealed class Msmtp.SettingKey<T> : Msmtp.SettingKey
    [GeneratedRegex(@"^(?:\w+ )+(?:\w+\.)+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
