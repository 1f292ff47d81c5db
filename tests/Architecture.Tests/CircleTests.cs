using System.Text.RegularExpressions;

namespace Msmtp.Architecture.Tests;

/// <summary>
/// No circle between files: whoever reads one can read what it uses first. A file uses another when its code, comments
/// and strings left out, says the name of a type that the other declares.
/// </summary>
public sealed partial class CircleTests
{
    public static TheoryData<string> Projects { get; } =
    [
        .. new[] { "src", "plugins" }
            .SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(Repository.Root, folder)))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(),
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_file_uses_one_that_uses_it(string project)
    {
        var code = Repository.Sources(project).GroupBy(Subject).ToDictionary(parts => parts.Key, Code);
        var declares = code
            .SelectMany(pair => Declaration().Matches(pair.Value).Select(match => (Type: match.Groups[1].Value, Subject: pair.Key)))
            .ToLookup(pair => pair.Type, pair => pair.Subject);
        var uses = code.ToDictionary(
            pair => pair.Key,
            pair => Word().Matches(pair.Value).SelectMany(word => declares[word.Value]).Where(subject => subject != pair.Key).ToHashSet());

        // What uses nothing that is left is taken away, until only circles are left.
        while (uses.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key).ToList() is { Count: > 0 } free)
        {
            free.ForEach(subject => uses.Remove(subject));
            foreach (var used in uses.Values)
                used.ExceptWith(free);
        }

        Assert.NotEmpty(code);
        Assert.Empty(uses.Select(pair => $"{Path.GetFileName(pair.Key)} uses {string.Join(", ", pair.Value.Select(Path.GetFileName))}"));
    }

    // SettingKey.cs and SettingKey.Typed.cs are two parts of one subject.
    static string Subject(string file) => Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileName(file).Split('.')[0]);

    static string Code(IEnumerable<string> parts) => string.Concat(parts.Select(file => Noise().Replace(File.ReadAllText(file), " ")));

    [GeneratedRegex("""//[^\n]*|"{3}.*?"{3}|@?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\])'""", RegexOptions.Singleline)]
    private static partial Regex Noise();

    [GeneratedRegex(@"^(?:public |abstract |sealed |static |readonly |partial |ref |unsafe )*(?:class|struct|interface|enum|record(?: struct)?|delegate [\w<>?, ]+?) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Word();
}
