using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>An option of the table, and what it means: a setting, a mode, or something that the command does itself.</summary>
sealed record KnownOption(SettingOption Option)
{
    /// <summary>The setting that it sets; null: none.</summary>
    public SettingSpelling? Setting { get; init; }

    /// <summary>The mode that it chooses; null: none.</summary>
    public CommandMode? Mode { get; init; }

    /// <summary>What it means to the command itself.</summary>
    public OwnMeaning Own { get; init; }

    /// <summary>Its name in errors, however it was written.</summary>
    public string Title => Option.Name.Length > 0 ? "--" + (Option.SynonymOf ?? Option.Name) : "-" + Option.Letter;

    /// <summary>What its argument names, for shells that complete it.</summary>
    public ArgumentKind Kind => Setting?.Setting switch
    {
        { IsPath: true } => ArgumentKind.File,
        { IsCommand: true } => ArgumentKind.Command,
        _ => Option.Kind,
    };

    /// <summary>Words that its argument may be, those that plugins have registered included.</summary>
    public IReadOnlyList<string> ValuesIn(PluginRegistry plugins)
    {
        var values = Setting?.Values ?? Option.Values;
        if (Setting?.Setting == CommonSettings.Auth)
            return [.. values, .. plugins.MechanismNames.Select(static name => name.ToLowerInvariant())];
        return Setting?.Setting == DeliverySettings.Transport ? [.. plugins.Transports.Select(static transport => transport.Name)] : values;
    }

    /// <summary>getopt_long does not call an abbreviation ambiguous if all its candidates do the same with the same argument.</summary>
    public bool DoesTheSameAs(KnownOption other) => Title == other.Title && Option.Argument == other.Option.Argument;
}

/// <summary>An option on the command line.</summary>
/// <param name="Known">The option.</param>
/// <param name="Argument">Its argument; null: it has none, which differs from an empty one.</param>
sealed record OptionUse(KnownOption Known, string? Argument);
