namespace Msmtp.Hosting;

/// <summary>What can be done about a command or an argument that nobody takes: one sentence for each case. Nothing here does I/O.</summary>
static class SettingAdvice
{
    /// <summary>A command that nobody knows; null: nothing is near it.</summary>
    public static string? Unknown(string command, IEnumerable<string> names) => Nearest.Question(command, names.Concat(RegisteredNames.Reserved));

    /// <summary>An argument that its command does not take; null: nobody says what it takes.</summary>
    /// <param name="spelling">The command.</param>
    /// <param name="argument">What was written; empty where that is a secret.</param>
    /// <param name="mechanisms">The SASL mechanisms that there are, upper case.</param>
    public static string? Invalid(SettingSpelling spelling, string argument, IReadOnlyCollection<string> mechanisms)
    {
        if (spelling.Allowed is not { } allowed)
            return null;
        if (spelling.Setting == CommonSettings.Auth)
            allowed = $"{allowed}, {string.Join(", ", mechanisms.Select(static name => name.ToLowerInvariant()))}";
        var question = Nearest.Question(argument, allowed.Split(", "));
        return $"{(question is null ? "" : question + " ")}{spelling.Name} takes {allowed}";
    }

    /// <summary>A line that was refused; null: there is nothing that the error does not say.</summary>
    /// <param name="line">The line.</param>
    /// <param name="plugins">What there is to set.</param>
    /// <param name="accounts">The accounts above it.</param>
    /// <param name="pluginBelow">The first plugin that is named below it, with its line; null: none.</param>
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

    /// <summary>An account that there is not; null: there are none at all.</summary>
    public static string? Account(string name, IReadOnlyCollection<string> names) => names.Count == 0
        ? null
        : Nearest.Question(name, names) ?? $"{(names.Count == 1 ? "the only account is" : "the accounts are")} {string.Join(", ", names.Take(20))}{(names.Count > 20 ? ", ..." : "")}";

    static IEnumerable<string> Parents(string argument) => argument.IndexOf(':') is var colon and >= 0
        ? argument[(colon + 1)..].Split(',').Select(static parent => ConfigurationLine.Unquoted(parent.AsSpan().Trim(" \t")).ToString()).Where(static parent => parent.Length > 0)
        : [];

    static string? Joined(string? one, string? other) => one is null || other is null ? one ?? other : $"{one} Or: {other}";
}
