using Msmtp.Hosting;

namespace Msmtp.Cli.Tests.CommandLine;

/// <summary>Every command that can refuse an argument says what it takes.</summary>
public sealed class AllowedTests
{
    static readonly string[] Odd = ["\u0001?/", "-1", "no such thing", "70000000000", ""];

    [Fact]
    public void Whoever_refuses_says_what_is_allowed()
    {
        var spellings = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All]).Settings.SelectMany(static key => key.Spellings).ToList();

        var silent = spellings.Where(static spelling => spelling.Allowed is null && Odd.Any(text => !Takes(spelling, text))).Select(static spelling => spelling.Name);

        Assert.Empty(silent);
        Assert.True(spellings.Count(static spelling => spelling.Allowed is not null) > 20);
    }

    [Fact]
    public void What_is_listed_is_taken()
    {
        var spellings = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All]).Settings.SelectMany(static key => key.Spellings)
            .Where(static spelling => spelling.Values.Count > 0).ToList();

        Assert.All(spellings, static spelling => Assert.All(spelling.Values, word => Assert.True(Takes(spelling, word), $"{spelling.Name} {word}")));
        Assert.True(spellings.Count > 30, $"{spellings.Count}");
    }

    static bool Takes(SettingSpelling spelling, string text) =>
        spelling.TryApply(new SettingArgument(text) { Mechanisms = ["PLAIN"] }, new AccountSettingsBuilder());
}
