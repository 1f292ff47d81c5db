using System.Text;
using Msmtp.Hosting;

namespace Msmtp.Cli.Tests.Documentation;

/// <summary>Everything of the manual that the registered settings, modes and options tell by themselves, in mdoc.</summary>
static class ManualEntries
{
    static readonly PluginRegistry Plugins = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All, new CliPlugin()]);

    static readonly IReadOnlyList<KnownOption> Options =
        [.. new OptionTable(Plugins.Settings, Plugins.Modes).All.OrderBy(static known => known.Option.Rank)];

    public static IReadOnlyList<ManualEntry> English { get; } = Of(ManualLanguage.English, static known => Help(known.Option) + ".\n");

    /// <summary>Those of a translation, which explains an option by the first sentence on its setting.</summary>
    public static IReadOnlyList<ManualEntry> In(ManualLanguage language, string page) =>
        Of(language, known => ManualTranslation.FirstSentence(page, $"setting {EntryOf(known.Setting!)}"));

    // An old command that is shown has an entry of its own.
    static string EntryOf(SettingSpelling spelling) => Plugins.Settings.Any(key => key.Name == spelling.Name) ? spelling.Name : spelling.Setting.Name;

    /// <summary>The options of msmtpd.</summary>
    public static IReadOnlyList<ManualEntry> Msmtpd { get; } = [.. MsmtpdArguments.Options.Select(OfOption)];

    /// <summary>The options of sendmail.</summary>
    public static IReadOnlyList<ManualEntry> Sendmail(ManualLanguage language) => SendmailEntries.Of(language, Options);

    static IReadOnlyList<ManualEntry> Of(ManualLanguage language, Func<KnownOption, string> explanation) =>
    [
        .. Plugins.Settings.Select(key => OfSetting(key, language)),
        .. Options.Where(static known => known.Setting is null && !IsIgnored(known)).Select(OfOption),
        new("options of settings", OptionsOfSettings(explanation), NeedsProse: false),
        new("old options", Sentence(Options.Where(IsOld).Select(static known => Flags(known.Option))), NeedsProse: false),
        new("ignored options", Sentence(Options.Where(IsIgnored).Select(IgnoredFlag)), NeedsProse: false),
    ];

    static ManualEntry OfSetting(SettingKey key, ManualLanguage language)
    {
        var facts = new List<string>();
        if (key.Spellings[0].Option is { } option)
            facts.Add(Flags(option));
        facts.AddRange(key.Spellings.Skip(1).Select(spelling => OldName(spelling, language)));
        if (key.Spellings[0].Argument is not ArgumentRule.Ignored && key.Show(AccountSettings.Empty) is not ("(not set)" or "0") and var value)
            facts.Add($"No {language.Default} {value}");
        var text = $".It Ic {key.Name}{Argument(key.Spellings[0])}\n" + (facts.Count > 0 ? $".Pq {string.Join(" ; ", facts)}\n" : "");
        return new ManualEntry($"setting {key.Name}", text, NeedsProse: true);
    }

    static ManualEntry OfOption(KnownOption known)
    {
        var name = known.Option.Name.Length > 0 ? "--" + known.Option.Name : "-" + known.Option.Letter;
        var argument = known.Own switch
        {
            OwnMeaning.FullName => " Ar name",
            OwnMeaning.Operation => " Ar mode",
            OwnMeaning.Named => " Ar x",
            OwnMeaning.SendmailRun => " Op Ar time|R Ns Ar text|I Ns Ar id",
            _ => Argument(known.Option),
        };
        return new ManualEntry($"option {name}", $".It {Flags(known.Option)}{argument}\n", NeedsProse: true);
    }

    static string OptionsOfSettings(Func<KnownOption, string> explanation)
    {
        var text = new StringBuilder();
        foreach (var known in Options.Where(static known => known.Setting is not null && !IsOld(known)))
            text.Append($".It {Flags(known.Option)}{Argument(known.Option)}\n{explanation(known)}");
        return text.ToString();
    }

    static string Help(SettingOption option)
    {
        // A mark of no width keeps mandoc from taking a function's name for one that it should know.
        var lines = string.Join('\n', option.Help).TrimEnd('.').Replace("()", "\\&()", StringComparison.Ordinal);
        return char.ToUpperInvariant(lines[0]) + lines[1..];
    }

    // msmtp's help does not show them any more.
    static bool IsOld(KnownOption known) => known.Setting is not null && known.Option.Help.Count == 0;

    static bool IsIgnored(KnownOption known) => known is { Setting: null, Mode: null, Own: OwnMeaning.None };

    static string IgnoredFlag(KnownOption known) =>
        $"Fl {known.Option.Letter}" + (known.Option.Argument == ArgumentRule.Required ? " Ar x" : "");

    static string OldName(SettingSpelling spelling, ManualLanguage language) =>
        $"No {language.Once} Ic {spelling.Name}" + (spelling.Option is { } option ? " , " + Flags(option) : "");

    static string Flags(SettingOption option)
    {
        var names = new List<string>();
        if (option.Letter is { } letter)
            names.Add($"Fl {letter}");
        if (option.Name.Length > 0)
            names.Add($"Fl -{option.Name}");
        return string.Join(" , ", names);
    }

    static string Argument(SettingSpelling spelling)
    {
        var name = (spelling.Option?.HelpArgument ?? "").Trim('[', ']', '=', '(', ')');
        var argument = "Ar " + (name.Length > 0 ? name : ArgumentName(spelling));
        return spelling.Argument switch
        {
            ArgumentRule.None => "",
            ArgumentRule.Required => " " + argument,
            _ => " Op " + argument,
        };
    }

    // Of what may be written there: some words, a number, or anything.
    static string ArgumentName(SettingSpelling spelling) => spelling.Allowed switch
    {
        { } allowed when allowed.Split(", ") is { Length: > 1 } words && Array.TrueForAll(words, IsWord) => string.Join('|', words),
        { } allowed when allowed.StartsWith("a number from ", StringComparison.Ordinal) => "number",
        _ => spelling.Setting is SettingKey<bool> ? "on|off" : "text",
    };

    static bool IsWord(string text) => text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    static string Argument(SettingOption option) => option switch
    {
        { HelpArgument: ['=', .. var argument] } => $" Ns = Ns Ar {argument}",
        { HelpArgument.Length: > 0 } => $" Ns Ar {option.HelpArgument}",
        _ => "",
    };

    static string Sentence(IEnumerable<string> flags) => "." + string.Join(" ,\n.", flags) + " .\n";
}
