using Msmtp.Hosting;

namespace Msmtp.Cli.Tests.Completion.Generated;

/// <summary>An option as the completions of all shells know it.</summary>
sealed record CompletedOption
{
    static readonly PluginRegistry Plugins = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All, new CliPlugin()]);

    /// <summary>msmtp's, and ours, in the order of the help.</summary>
    public static IReadOnlyList<CompletedOption> OfMsmtp { get; } =
    [
        .. new OptionTable(Plugins.Settings, Plugins.Modes).All.OrderBy(static known => known.Option.Name.Length == 0).ThenBy(static known => known.Option.Rank).Select(static known => new CompletedOption(known)),
    ];

    public static IReadOnlyList<CompletedOption> OfMsmtpd { get; } = [.. MsmtpdArguments.Options.Select(static known => new CompletedOption(known))];

    CompletedOption(KnownOption known)
    {
        var option = known.Option;
        Name = option.Name;
        Letter = option.Letter;
        IsOffered = option.Help.Count > 0;
        Help = string.Join(' ', option.Help).Split("; ")[0].TrimEnd('.', ';');
        Values = known.ValuesIn(Plugins);
        Kind = known.Own == OwnMeaning.Setting ? CompletedKind.Setting : Of(known.Kind);
        // An argument of which nothing is known, and that need not be there, only msmtp itself understands: --debug=0.1.
        Argument = option.Argument == ArgumentRule.Optional && Values.Count == 0 && Kind == CompletedKind.None && option is { HelpArgument: "", Name: not "" }
            ? ArgumentRule.None
            : option.Argument;
        Label = new string([.. option.HelpArgument.Where(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '|' or ' ')]);
        IsInformation = known.Own is OwnMeaning.Version or OwnMeaning.Help || option.Name is "version" or "help";
        MayBeRepeated = known.Own is OwnMeaning.Setting or OwnMeaning.Plugin or OwnMeaning.Named;
    }

    /// <summary>Without dashes; empty: there is only the letter.</summary>
    public string Name { get; }

    public char? Letter { get; }

    /// <summary>Without it, the argument that follows would be taken for something else; but there is a better name for it, or nothing that it does.</summary>
    public bool IsOffered { get; }

    /// <summary>One line, without a period.</summary>
    public string Help { get; }

    public ArgumentRule Argument { get; }

    /// <summary>What the argument is called.</summary>
    public string Label { get; }

    public IReadOnlyList<string> Values { get; }

    public CompletedKind Kind { get; }

    /// <summary>Nothing else is done.</summary>
    public bool IsInformation { get; }

    public bool MayBeRepeated { get; }

    /// <summary>Letter and name, with dashes.</summary>
    public IEnumerable<string> Flags => [.. Letter is { } letter ? ["-" + letter] : (string[])[], .. Name.Length > 0 ? ["--" + Name] : (string[])[]];

    static CompletedKind Of(ArgumentKind kind) => kind switch
    {
        ArgumentKind.Text => CompletedKind.None,
        ArgumentKind.File => CompletedKind.File,
        ArgumentKind.Command => CompletedKind.Command,
        _ => CompletedKind.Asked,
    };
}

/// <summary>Where a shell gets what an argument may be, besides its words.</summary>
enum CompletedKind
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>From the file system.</summary>
    File,

    /// <summary>From its own commands.</summary>
    Command,

    /// <summary>From the program.</summary>
    Asked,

    /// <summary>A command of msmtprc with an argument.</summary>
    Setting,
}

/// <summary>A command of msmtprc as <c>--setting</c> takes it.</summary>
/// <param name="Name">The command.</param>
/// <param name="Values">Words that it takes.</param>
/// <param name="IsFile">It names a file.</param>
sealed record CompletedSetting(string Name, IReadOnlyList<string> Values, bool IsFile)
{
    /// <summary>All but old names.</summary>
    public static IReadOnlyList<CompletedSetting> All { get; } =
    [
        .. PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All]).Settings
            .Where(static key => !key.IsSecret && key is not { Spellings: [{ Option.Help.Count: 0 }, ..] } && key.Spellings[0].Argument != ArgumentRule.Ignored)
            .OrderBy(static key => key.Name, StringComparer.Ordinal)
            .Select(static key => new CompletedSetting(key.Name, key.Spellings[0].Values, key.IsPath)),
    ];
}
