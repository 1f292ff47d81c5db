using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>What a command line says of its account, for whoever sends a queued mail, or runs a queue, later. Nothing here does I/O.</summary>
/// <param name="options">All options.</param>
/// <param name="find">Finds a command of msmtprc by name; null: there is none.</param>
sealed class CommandLineOverrides(IReadOnlyList<OptionUse> options, Func<string, SettingSpelling?> find)
{
    /// <summary>As commands of msmtprc, each with its argument, in their order.</summary>
    public List<string> All()
    {
        var commands = new List<string>();
        foreach (var use in options)
        {
            if (use.Known.Setting is { } spelling)
                commands.Add(Line(spelling.Name, use.Argument ?? ""));
            else if (use.Known.Own == OwnMeaning.Setting)
                commands.Add(Line(Name(use), Value(use)));
            else if (use.Known.Own == OwnMeaning.Plugin)
                commands.Add(Line(ConfigurationReader.Plugin, use.Argument ?? ""));
        }
        return commands;
    }

    /// <summary>
    /// As options for a process in another folder, with the file, the account and the plugins. Without secrets: they would be shown in the list
    /// of processes for as long as it runs.
    /// </summary>
    public List<string> Options()
    {
        var words = new List<string>();
        foreach (var use in options)
        {
            var isAboutAccount = use.Known.Setting is not null
                || use.Known.Own is OwnMeaning.Setting or OwnMeaning.Plugin or OwnMeaning.ConfigurationFile or OwnMeaning.AccountName;
            if (isAboutAccount && !IsSecret(use))
                words.Add(use.Argument is null ? $"--{use.Known.Option.Name}" : $"--{use.Known.Option.Name}={Rooted(use)}");
        }
        return words;
    }

    /// <summary>The first command whose argument is a secret; null: there is none.</summary>
    public string? Secret()
    {
        foreach (var use in options)
        {
            if (IsSecret(use))
                return SpellingOf(use)?.Name;
        }
        return null;
    }

    SettingSpelling? SpellingOf(OptionUse use) => use.Known.Setting ?? (use.Known.Own == OwnMeaning.Setting ? find(Name(use)) : null);

    bool IsSecret(OptionUse use) => SpellingOf(use) is { Setting.IsSecret: true };

    string? Rooted(OptionUse use) => use.Known switch
    {
        { Setting: { } spelling } => RelativeSettings.Rooted(spelling.Setting, use.Argument ?? ""),
        { Own: OwnMeaning.Setting } when find(Name(use)) is { } spelling => $"{Name(use)}={RelativeSettings.Rooted(spelling.Setting, Value(use))}",
        { Own: OwnMeaning.ConfigurationFile } when use.Argument is { Length: > 0 } file => Path.GetFullPath(file),
        _ => use.Argument,
    };

    static string Line(string name, string argument) => argument.Length == 0 ? name : $"{name} {argument}";

    static string Name(OptionUse use) => (use.Argument ?? "").Split('=')[0];

    static string Value(OptionUse use) => use.Argument?.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? use.Argument[(equals + 1)..] : "";
}
