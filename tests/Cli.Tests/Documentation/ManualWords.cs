using System.Text.RegularExpressions;

namespace Msmtp.Cli.Tests.Documentation;

/// <summary>What of a piece of a manual is the same in every language: names, values, numbers, examples.</summary>
static partial class ManualWords
{
    static readonly HashSet<string> Literal = ["Ic", "Cm", "Fl", "Ev", "Pa", "Xr", "Lk", "In", "Fn", "Ql", "Li", "Dl"];

    static readonly HashSet<string> Other =
        ["Sx", "Nm", "Em", "Ar", "No", "Ns", "Pq", "Po", "Pc", "Op", "Oo", "Oc", "Sq", "So", "Sc", "Dq", "Do", "Dc", "It", "Pf", "Nd", "Sy"];

    /// <summary>Lines that people read as sentences: neither examples nor lists' ends.</summary>
    public static IEnumerable<string> Prose(ManualUnit unit) => Split(unit).Where(static line => !line.IsExample && IsProse(line.Text)).Select(static line => line.Text);

    /// <summary>The lines of its examples.</summary>
    public static IReadOnlyList<string> Examples(ManualUnit unit) => [.. Split(unit).Where(static line => line.IsExample).Select(static line => line.Text)];

    /// <summary>The names and values that it lacks, and those that it has besides. A literal may be quoted as its language does.</summary>
    public static IEnumerable<string> Difference(ManualUnit unit, ManualUnit original)
    {
        var text = Plain(string.Join(' ', unit.Lines));
        var missing = Literals(original).Except(Literals(unit));
        return
        [
            .. missing.Where(word => !word.StartsWith("Ql ", StringComparison.Ordinal) || !text.Contains(word[3..], StringComparison.Ordinal))
                .Select(static word => $"without {word}"),
            .. Literals(unit).Except(Literals(original)).Select(static word => $"with {word}"),
        ];
    }

    // Its names and values, by what they are.
    static SortedSet<string> Literals(ManualUnit unit)
    {
        var literals = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (text, _) in Split(unit).Where(static line => !line.IsExample && line.Text.StartsWith('.')))
        {
            var macro = "";
            foreach (var word in text[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (Literal.Contains(word) || Other.Contains(word))
                    macro = word is "Li" ? "Ql" : word;
                else if (Literal.Contains(macro) && !HasChinese(word) && word.Any(char.IsAsciiLetterOrDigit))
                    literals.Add($"{macro} {Plain(word)}");
            }
        }
        return literals;
    }

    /// <summary>The sections that it refers to.</summary>
    public static IEnumerable<string> References(ManualUnit unit) =>
        string.Join('\n', unit.Lines) is var text ? Reference().Matches(text).Select(static match => match.Groups[1].Value.Trim()) : [];

    /// <summary>The numbers in its sentences.</summary>
    public static IEnumerable<string> Numbers(ManualUnit unit) =>
        Split(unit).Where(static line => !line.IsExample).SelectMany(static line => Number().Matches(line.Text)).Select(static match => match.Value).Distinct();

    public static bool HasChinese(string text) => text.Any(static letter => letter is >= '\u3000' and <= '\u9fff' or >= '\uff00' and <= '\uffef');

    // What does not show, or shows as something else.
    static string Plain(string text) => Escape().Replace(text, "").Replace("\\-", "-", StringComparison.Ordinal).Trim('"');

    static bool IsProse(string line) => !line.StartsWith('.') || line.StartsWith(".Nd ", StringComparison.Ordinal) || HasChinese(line);

    static IEnumerable<(string Text, bool IsExample)> Split(ManualUnit unit)
    {
        var isExample = false;
        foreach (var line in unit.Lines)
        {
            if (line == ".Ed")
                isExample = false;
            yield return (line, isExample);
            if (line.StartsWith(".Bd -literal", StringComparison.Ordinal))
                isExample = true;
        }
    }

    [GeneratedRegex(@"\bSx ((?:(?! [.,;:)](?: |$)| Ns ).)*)", RegexOptions.Multiline)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\\[&:%c]")]
    private static partial Regex Escape();

    [GeneratedRegex(@"(?<![A-Za-z0-9_])[0-9]+")]
    private static partial Regex Number();
}
