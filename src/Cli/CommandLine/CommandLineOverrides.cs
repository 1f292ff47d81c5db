namespace Msmtp.Cli;

/// <summary>The settings of a command line as commands of msmtprc, for whoever sends a queued mail later. Nothing here does I/O.</summary>
/// <param name="options">All options.</param>
/// <param name="find">Finds a command of msmtprc by name; null: there is none.</param>
sealed class CommandLineOverrides(IReadOnlyList<OptionUse> options, Func<string, SettingSpelling?> find)
{
    /// <summary>The commands, each with its argument, in their order.</summary>
    public List<string> All()
    {
        var commands = new List<string>();
        foreach (var use in options)
        {
            if (use.Known.Setting is { } spelling)
                commands.Add(Line(spelling.Name, use.Argument ?? ""));
            else if (use.Known.Own == OwnMeaning.Setting)
                commands.Add(Line(Name(use), Value(use)));
        }
        return commands;
    }

    /// <summary>The first command whose argument is a secret; null: there is none.</summary>
    public string? Secret()
    {
        foreach (var use in options)
        {
            var spelling = use.Known.Setting ?? (use.Known.Own == OwnMeaning.Setting ? find(Name(use)) : null);
            if (spelling is { Setting.IsSecret: true })
                return spelling.Name;
        }
        return null;
    }

    static string Line(string name, string argument) => argument.Length == 0 ? name : $"{name} {argument}";

    static string Name(OptionUse use) => (use.Argument ?? "").Split('=')[0];

    static string Value(OptionUse use) => use.Argument?.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? use.Argument[(equals + 1)..] : "";
}
