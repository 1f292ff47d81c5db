namespace Msmtp;

/// <summary>The command-line option of a setting or a mode, and its text in <c>--help</c>.</summary>
/// <param name="Name">The long option without dashes.</param>
/// <param name="Argument">Whether it takes an argument.</param>
public sealed record SettingOption(string Name, ArgumentRule Argument)
{
    /// <summary>The short option; null for none.</summary>
    public char? Letter { get; init; }

    /// <summary>
    /// The place in <c>--help</c> and in the list of candidates for an ambiguous abbreviation. Options of msmtp have a rank below
    /// <see cref="FirstOwnRank"/>; only they count for abbreviations that msmtp knows.
    /// </summary>
    public int Rank { get; init; } = FirstOwnRank;

    /// <summary>
    /// The option, without dashes, of which this one is an old name: errors name that one, and an abbreviation that matches both is not
    /// ambiguous. Null if it is not an old name.
    /// </summary>
    public string? SynonymOf { get; init; }

    /// <summary>What follows the name in <c>--help</c>, such as <c>=[file]</c>.</summary>
    public string HelpArgument { get; init; } = "";

    /// <summary>The explanation in <c>--help</c>, line by line; empty if the option is not shown.</summary>
    public IReadOnlyList<string> Help { get; init; } = [];

    /// <summary>
    /// Words that its argument may be, which shells offer. Empty for the option of a setting whose <see cref="SettingKey.Allowed"/> has them.
    /// </summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>What its argument names, which shells offer. That of a setting's path or command follows from the setting.</summary>
    public ArgumentKind Kind { get; init; }

    /// <summary>The first rank of options that msmtp does not have.</summary>
    public const int FirstOwnRank = 1000;
}

/// <summary>Whether a command of msmtprc, or an option of the command line, takes an argument.</summary>
public enum ArgumentRule
{
    /// <summary>Optional. On the command line it must be attached (<c>--tls=off</c>).</summary>
    Optional,

    /// <summary>Required.</summary>
    Required,

    /// <summary>Not allowed.</summary>
    None,

    /// <summary>Accepted and ignored.</summary>
    Ignored,
}

/// <summary>What an argument names, for shells that complete it.</summary>
public enum ArgumentKind
{
    /// <summary>Nothing that could be listed.</summary>
    Text,

    /// <summary>A file or a folder.</summary>
    File,

    /// <summary>A command for <see cref="IShell"/>.</summary>
    Command,

    /// <summary>An account of a msmtprc.</summary>
    Account,

    /// <summary>The server of an account, or another one.</summary>
    Host,

    /// <summary>An address of the user's.</summary>
    Address,

    /// <summary>A mail in a queue, by its <see cref="QueuedMail.Id"/>.</summary>
    QueuedMail,
}
