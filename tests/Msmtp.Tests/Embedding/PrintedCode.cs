using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Tests.Embedding;

/// <summary>A block of code in a document, as it is printed there.</summary>
sealed partial record PrintedCode(string Document, string Language, int Line, string Text)
{
    /// <summary>It is a program as a whole: it says what it uses, and does something.</summary>
    public bool IsProgram => Text.StartsWith("using ", StringComparison.Ordinal) && !IsUsings && !IsType;

    /// <summary>It is a file with a type in it, which says what it uses.</summary>
    public bool IsType => Type().IsMatch(Text);

    /// <summary>The lines that the pieces of a document stand below.</summary>
    public bool IsUsings => Usings().IsMatch(Text);

    public static IReadOnlyList<PrintedCode> In(params IReadOnlyList<string> documents) => [.. documents.SelectMany(In)];

    static IEnumerable<PrintedCode> In(string document)
    {
        var text = File.ReadAllText(Path.Combine(TestPaths.Root, document));
        return Block().Matches(text).Select(block =>
            new PrintedCode(document, block.Groups[1].Value, text[..block.Groups[2].Index].Count(static c => c == '\n') + 1, block.Groups[2].Value));
    }

    public override string ToString() => $"{Document}:{Line}";

    [GeneratedRegex("^```(\\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(using [\w.]+;\n)+\n(public )?sealed class")]
    private static partial Regex Type();

    [GeneratedRegex(@"^(using [\w.]+;\n)+$")]
    private static partial Regex Usings();
}
