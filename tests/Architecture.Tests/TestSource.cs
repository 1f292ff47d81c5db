using System.Text.RegularExpressions;

namespace Msmtp.Architecture.Tests;

/// <summary>A file of tests, as far as its layout tells: which methods it has, and which of them assert something themselves or through others.</summary>
sealed partial class TestSource
{
    readonly Dictionary<string, List<string>> methods = [];
    readonly List<string> parents;

    public TestSource(string file)
    {
        Name = Path.GetFileName(file);
        var text = File.ReadAllText(file);
        parents = [.. Parent().Matches(text).Select(static match => match.Groups[1].Value)];
        Read(text.Split('\n'));
    }

    public string Name { get; }

    public List<TestMethod> Tests { get; } = [];

    // A method of a class begins at four blanks, and ends at the next brace there or at the end of its expression.
    void Read(string[] lines)
    {
        var isTest = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (Declaration().Match(lines[i]) is { Success: true } method)
            {
                var body = string.Join('\n', lines[i..(i = End(lines, i) + 1)]);
                Keep(method.Groups[1].Value, body[method.Length..], isTest);
                i--;
            }
            isTest = Test().IsMatch(lines[i]) || isTest && (lines[i].StartsWith("    [", StringComparison.Ordinal) || lines[i].StartsWith("    //", StringComparison.Ordinal));
        }
    }

    static int End(string[] lines, int i)
    {
        for (var isBlock = false; i < lines.Length - 1; i++)
        {
            isBlock |= lines[i].StartsWith("    {", StringComparison.Ordinal);
            if (isBlock ? lines[i].StartsWith("    }", StringComparison.Ordinal) : lines[i].EndsWith(';'))
                break;
        }
        return i;
    }

    // A property fails by what it returns, or by whatever is thrown at input that nobody has thought of.
    void Keep(string name, string body, bool isTest)
    {
        if (!methods.TryGetValue(name, out var bodies))
            methods[name] = bodies = [];
        bodies.Add(body);
        if (isTest)
            Tests.Add(new(name, body));
    }

    /// <summary>
    /// Whether the test asserts in its own words, in those of a method of this class or of one above it, or in those that every method of
    /// a name has.
    /// </summary>
    public bool Asserts(TestMethod test, IReadOnlyList<TestSource> all) => Asserts(test.Body, all, [test.Name]);

    bool Asserts(string body, IReadOnlyList<TestSource> all, HashSet<string> seen) =>
        Assertion().IsMatch(body)
        || Word().Matches(body).Any(word => seen.Add(word.Value)
            && (Bodies(word.Value, all).Any(each => Asserts(each, all, seen)) || AlwaysAsserts(word.Value, all, seen)));

    static bool AlwaysAsserts(string name, IReadOnlyList<TestSource> all, HashSet<string> seen)
    {
        var owners = all.Where(source => source.methods.ContainsKey(name)).ToList();
        return owners.Count > 0 && owners.TrueForAll(owner => owner.methods[name].Any(body => owner.Asserts(body, all, seen)));
    }

    IEnumerable<string> Bodies(string name, IReadOnlyList<TestSource> all) =>
        methods.GetValueOrDefault(name, []).Concat(
            all.Where(other => parents.Contains(Path.GetFileNameWithoutExtension(other.Name))).SelectMany(other => other.methods.GetValueOrDefault(name, [])));

    [GeneratedRegex(@"\bclass \w+(?:<[^>\n]*>)?(?:\([^\n]*\))? : (\w+)")]
    private static partial Regex Parent();

    [GeneratedRegex(@"^ {4}(?:[a-z]+ )*[A-Z_a-z][^=;(]* (\w+)(?:<[^(]*>)?\(")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\[(?:[^\]]*[, ])?(?:Fact|Theory)\b")]
    private static partial Regex Test();

    [GeneratedRegex(@"\bAssert\.|\.(?:Did)?(?:Not)?Received?\(|\bTranscript\.|\bEventually\.|\.FinishAsync\(|\bPlayAsync\(|\bDifferential\.Check\(|throw new")]
    private static partial Regex Assertion();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Word();
}

/// <summary>A test method: its name, and everything from its parameters to its end.</summary>
sealed record TestMethod(string Name, string Body);
