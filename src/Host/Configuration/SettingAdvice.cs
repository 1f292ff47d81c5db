namespace Msmtp.Hosting;

/// <summary>What can be done about an unknown command or an invalid argument: one sentence for each case. Nothing here does I/O.</summary>
static class SettingAdvice
{
    /// <summary>About an unknown command; null: no known one is close to it.</summary>
    public static string? Unknown(string command, IEnumerable<string> names) =>
        Nearest.Question(command, names.Concat(RegisteredNames.Reserved));

    /// <summary>About an argument that its command does not accept; null: it is not known what it accepts.</summary>
    /// <param name="spelling">The command.</param>
    /// <param name="argument">What was written; empty if that is a secret.</param>
    /// <param name="mechanisms">The SASL mechanisms that are registered, in upper case.</param>
    public static string? Invalid(SettingSpelling spelling, string argument, IReadOnlyCollection<string> mechanisms)
    {
        if (spelling.Allowed is not { } allowed)
            return null;
        if (spelling.Setting == CommonSettings.Auth)
            allowed = $"{allowed}, {string.Join(", ", mechanisms.Select(static name => name.ToLowerInvariant()))}";
        var question = Nearest.Question(argument, allowed.Split(", "));
        return $"{(question is null ? "" : question + " ")}{spelling.Name} takes {allowed}";
    }

    /// <summary>About a line that was refused; null: the error says everything.</summary>
    /// <param name="line">The line.</param>
    /// <param name="plugins">The settings that exist.</param>
    /// <param name="accounts">The accounts defined above it.</param>
    /// <param name="pluginBelow">The first plugin named below it, with its line; null: none.</param>
    public static string? Of(ConfigurationLine line, PluginRegistry plugins, IReadOnlyCollection<string> accounts, string? pluginBelow)
    {
        if (line.Command == "account")
            return Parents(line.Argument).Where(parent => !accounts.Contains(parent)).Select(parent => Account(parent, accounts)).FirstOrDefault();
        if (RegisteredNames.IsReserved(line.Command))
            return null;
        if (plugins.FindCommand(line.Command) is { } spelling)
            return spelling.Argument == ArgumentRule.None
                ? null
                : Invalid(spelling, spelling.Setting.IsSecret ? "" : line.Argument, plugins.MechanismNames);
        return Joined(Unknown(line.Command, plugins.CommandNames), pluginBelow is null ? null : $"the commands of a plugin must come below the line that loads it, and {pluginBelow} comes after this line");
    }

    /// <summary>About an account that does not exist; null: there are none at all.</summary>
    public static string? Account(string name, IReadOnlyCollection<string> names) => names.Count == 0
        ? null
        : Nearest.Question(name, names) ?? $"{(names.Count == 1 ? "the only account is" : "the accounts are")} {string.Join(", ", names.Take(20))}{(names.Count > 20 ? ", ..." : "")}";

    static IEnumerable<string> Parents(string argument) => argument.IndexOf(':') is var colon and >= 0
        ? argument[(colon + 1)..].Split(',').Select(static parent => ConfigurationLine.Unquoted(parent.AsSpan().Trim(" \t")).ToString()).Where(static parent => parent.Length > 0)
        : [];

    static string? Joined(string? one, string? other) => one is null || other is null ? one ?? other : $"{one} Or: {other}";
}
