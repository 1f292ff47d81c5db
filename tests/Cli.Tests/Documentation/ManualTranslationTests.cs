namespace Msmtp.Cli.Tests.Documentation;

/// <summary>
/// A translation says what its original says: the same pieces in the same order, with the same names, values, numbers and examples, and each
/// of them was translated from what the original says now. When a piece has been brought up to date, its <c>&lt;of ...&gt;</c> goes, and
/// <c>MSMTP_UPDATE_DOCS=1 dotnet run --project tests/Cli.Tests</c> writes the new one.
/// </summary>
public sealed class ManualTranslationTests
{
    public static TheoryData<string> Pages { get; } = [.. ManualPage.Translations.Select(static page => page.ToString())];

    [Theory, MemberData(nameof(Pages))]
    public void It_has_the_pieces_of_its_original(string name)
    {
        var page = ManualPage.Named(name);

        var anchors = Anchors(page.Original).ToList();

        Assert.Equal(anchors, Anchors(page).Take(anchors.Count));
        // At the end it may say whose work it is.
        Assert.All(Anchors(page).Skip(anchors.Count), static anchor => Assert.Equal("Sh", anchor));
        Assert.Equal(Line(page.Original, ".Dd "), Line(page, ".Dd "));
        Assert.Equal(Line(page.Original, ".Dt "), Line(page, ".Dt "));
    }

    [Theory, MemberData(nameof(Pages))]
    public void Each_piece_is_translated(string name) =>
        Check(Where(name, static (unit, original) => !ManualTranslation.IsTranslated(unit, original)));

    [Theory, MemberData(nameof(Pages))]
    public void Each_piece_was_translated_from_what_the_original_says_now(string name) =>
        Check(Where(name, static (unit, original) => unit.Of != original.Digest));

    [Theory, MemberData(nameof(Pages))]
    public void Names_and_values_are_those_of_the_original(string name) =>
        Check(Differences(name, static (unit, original) => ManualWords.Difference(unit, original)));

    [Theory, MemberData(nameof(Pages))]
    public void Numbers_are_those_of_the_original(string name) =>
        Check(Differences(name, static (unit, original) =>
            ManualWords.Numbers(original).Except(ManualWords.Numbers(unit)).Select(static number => $"without {number}")));

    [Theory, MemberData(nameof(Pages))]
    public void Examples_are_those_of_the_original_but_for_lines_in_Chinese(string name) =>
        Check(Differences(name, static (unit, original) => ManualWords.Examples(unit).Count != ManualWords.Examples(original).Count
            ? ["with another number of lines"]
            : ManualWords.Examples(unit).Where(static line => !ManualWords.HasChinese(line)).Except(ManualWords.Examples(original)).Select(static line => $"with {line}")));

    [Theory, MemberData(nameof(Pages))]
    public void References_are_to_the_sections_of_the_original(string name)
    {
        var page = ManualPage.Named(name);
        var theirs = Headings(page.Original);
        var ours = Headings(page);

        Check(Differences(name, (unit, original) => Both(
            ManualWords.References(original).Select(title => $"section {theirs.IndexOf(title)}"),
            ManualWords.References(unit).Select(title => ours.IndexOf(title) is var place and >= 0 ? $"section {place}" : title))));
    }

    static void Check(string differences) => Assert.True(differences.Length == 0, differences);

    static List<string> Headings(ManualPage page) =>
        [.. ManualUnits.Cut(page.Text).Where(static unit => unit.Anchor is "Sh" or "Ss").Select(static unit => unit.Lines[0][4..])];

    static IEnumerable<string> Anchors(ManualPage page) => ManualUnits.Cut(page.Text).Select(static unit => unit.Anchor);

    static string Line(ManualPage page, string macro) => page.Text.Split('\n').Single(line => line.StartsWith(macro, StringComparison.Ordinal));

    static IEnumerable<string> Both(IEnumerable<string> original, IEnumerable<string> unit) =>
        [.. original.Except(unit).Select(static missing => $"without {missing}"), .. unit.Except(original).Select(static extra => $"with {extra}")];

    static string Where(string name, Func<ManualUnit, ManualUnit, bool> isWrong) =>
        Differences(name, (unit, original) => isWrong(unit, original) ? ["is not up to date"] : []);

    static string Differences(string name, Func<ManualUnit, ManualUnit, IEnumerable<string>> find)
    {
        var page = ManualPage.Named(name);
        var differences = from pair in ManualUnits.Cut(page.Text).Zip(ManualUnits.Cut(page.Original.Text))
                          from difference in find(pair.First, pair.Second)
                          select $"\n{pair.Second.Place} (line {pair.First.Line}) {difference}";
        return string.Concat(differences);
    }
}
