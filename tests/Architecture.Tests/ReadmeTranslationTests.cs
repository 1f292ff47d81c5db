using System.Text.RegularExpressions;

namespace Msmtp.Architecture.Tests;

/// <summary>README.zh-CN.md says what README.md says: section by section it has the same code, commands, files and links.</summary>
public sealed partial class ReadmeTranslationTests
{
    static readonly IReadOnlyList<Section> English = Section.Of("README.md");
    static readonly IReadOnlyList<Section> Chinese = Section.Of("README.zh-CN.md");

    public static TheoryData<int> Sections { get; } = [.. Enumerable.Range(0, English.Count)];

    [Fact]
    public void The_sections_are_the_same() =>
        Assert.Equal(English.Select(static section => section.Level), Chinese.Select(static section => section.Level));

    [Theory, MemberData(nameof(Sections))]
    public void The_code_is_the_same_but_for_comments(int number) => Assert.Equal(English[number].Code, Chinese[number].Code);

    [Theory, MemberData(nameof(Sections))]
    public void The_same_commands_files_and_names_are_mentioned(int number) => Assert.Equal(English[number].Names, Chinese[number].Names);

    [Theory, MemberData(nameof(Sections))]
    public void The_same_documents_are_linked(int number) => Assert.Equal(English[number].Links, Chinese[number].Links);

    [Theory, MemberData(nameof(Sections))]
    public void Tables_and_paragraphs_are_as_many(int number) =>
        Assert.Equal((English[number].Rows, English[number].Paragraphs), (Chinese[number].Rows, Chinese[number].Paragraphs));

    [Theory, MemberData(nameof(Sections))]
    public void Nothing_was_left_in_English(int number) => Assert.All(
        Paragraph().Split(Chinese[number].Prose).Where(static paragraph => Words().IsMatch(paragraph)),
        static paragraph => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", paragraph));

    [GeneratedRegex("\n\n+")]
    private static partial Regex Paragraph();

    // Names alone need no translation, and a heading may be one.
    [GeneratedRegex(@"(?<!#.*)\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b")]
    private static partial Regex Words();

    /// <summary>A heading and what stands below it, up to the next.</summary>
    sealed partial record Section(int Level, string Text)
    {
        // The two link to each other, and to headings of their own.
        public IEnumerable<string> Links => Sorted(Link().Matches(Prose).Select(static link => link.Groups[1].Value)
            .Where(static target => target[0] != '#' && !target.StartsWith("README", StringComparison.Ordinal)));

        public IEnumerable<string> Names => Sorted(Name().Matches(Prose).Select(static name => name.Value));

        public IEnumerable<string> Code => Block().Matches(Text).Select(static block => Comment().Replace(block.Value, ""));

        public int Rows => Row().Count(Prose);

        public int Paragraphs => Paragraph().Split(Text.Trim()).Length;

        public string Prose => Block().Replace(Text, "");

        public static IReadOnlyList<Section> Of(string file)
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, file));
            var starts = Heading().Matches(Block().Replace(text, static block => new string('\n', block.Length))).ToList();
            var ends = starts.Skip(1).Select(static heading => heading.Index).Append(text.Length);
            return [.. starts.Zip(ends, (heading, end) => new Section(heading.Groups[1].Length, text[heading.Index..end]))];
        }

        static IEnumerable<string> Sorted(IEnumerable<string> texts) => texts.Order(StringComparer.Ordinal);

        [GeneratedRegex("^(#+) ", RegexOptions.Multiline)]
        private static partial Regex Heading();

        [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
        private static partial Regex Block();

        [GeneratedRegex("(?<=^| )# .*$", RegexOptions.Multiline)]
        private static partial Regex Comment();

        [GeneratedRegex("`[^`\n]+`")]
        private static partial Regex Name();

        [GeneratedRegex(@"\]\(([^)]+)\)")]
        private static partial Regex Link();

        [GeneratedRegex(@"^\|.*\|$", RegexOptions.Multiline)]
        private static partial Regex Row();
    }
}
