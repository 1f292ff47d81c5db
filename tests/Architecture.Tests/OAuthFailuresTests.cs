using System.Text.RegularExpressions;

namespace Msmtp.Architecture.Tests;

/// <summary>
/// docs/oauth.md has a table of what goes wrong, with the messages that the command prints: whoever searches for one has to find it.
/// </summary>
public sealed partial class OAuthFailuresTests
{
    static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "oauth.md"));

    // Those of providers and mail servers have no ellipsis.
    static IEnumerable<string> Documented => Row().Matches(Document)
        .SelectMany(static row => Quoted().Matches(row.Groups[1].Value))
        .Select(static quoted => quoted.Groups[1].Value)
        .Where(static message => message.Contains("...", StringComparison.Ordinal));

    static IEnumerable<string> Sources => Repository.Sources(Path.Combine("plugins", "Secrets.OAuth")).Select(File.ReadAllText);

    [Fact]
    public void The_table_has_the_messages_of_the_code()
    {
        var texts = Sources.SelectMany(static source => Text().Matches(source))
            .Select(static text => Hole().Replace(text.Groups[1].Value, "...")).ToHashSet();

        Assert.InRange(Documented.Count(), 9, 99);
        Assert.All(Documented, message => Assert.Contains(message, texts));
    }

    [Fact]
    public void The_table_has_every_message_that_says_to_sign_in()
    {
        var messages = Sources.SelectMany(static source => Command().Matches(source)).Select(static text => text.Groups[1].Value).ToList();

        Assert.InRange(messages.Count, 5, 99);
        Assert.All(messages, static message => Assert.Contains(Hole().Replace(message, "..."), Document, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| ([^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\$""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Text();

    [GeneratedRegex(@"\$""([^""]*: run \{[^}]*AuthorizeCommand\}[^""]*)""")]
    private static partial Regex Command();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();
}
