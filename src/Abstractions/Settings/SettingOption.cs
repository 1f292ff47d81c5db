namespace Msmtp;

/// <summary>How a setting, or a mode, is written on the command line and told by <c>--help</c>.</summary>
/// <param name="Name">The long option without its dashes.</param>
/// <param name="Argument">Whether it takes an argument.</param>
public sealed record SettingOption(string Name, ArgumentRule Argument)
{
    /// <summary>The short option; null: there is none.</summary>
    public char? Letter { get; init; }

    /// <summary>
    /// The place in the table of options, which <c>--help</c> and the list of ambiguous abbreviations follow. Options of
    /// msmtp's have a rank below <see cref="FirstOwnRank"/>; only they take part in abbreviations that msmtp knows.
    /// </summary>
    public int Rank { get; init; } = FirstOwnRank;

    /// <summary>
    /// The option that this one is an old name for, without dashes: errors name that one, and an abbreviation that fits both is
    /// not ambiguous. Null: none.
    /// </summary>
    public string? SynonymOf { get; init; }

    /// <summary>What stands behind the name in <c>--help</c>, such as <c>=[file]</c>.</summary>
    public string HelpArgument { get; init; } = "";

    /// <summary>The explanation in <c>--help</c>, one element a line. Empty: the option is not shown.</summary>
    public IReadOnlyList<string> Help { get; init; } = [];

    /// <summary>The first rank of options that msmtp does not have.</summary>
    public const int FirstOwnRank = 1000;
}

/// <summary>Whether a command of msmtprc, or an option of the command line, takes an argument.</summary>
public enum ArgumentRule
{
    /// <summary>It may have one. On the command line only an attached one counts (<c>--tls=off</c>).</summary>
    Optional,

    /// <summary>It must have one.</summary>
    Required,

    /// <summary>It must not have one.</summary>
    None,

    /// <summary>Whatever follows is taken and not looked at.</summary>
    Ignored,
}
