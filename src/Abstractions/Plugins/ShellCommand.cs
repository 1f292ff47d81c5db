namespace Msmtp;

/// <summary>A command of the user's that is told something and answers, for <see cref="IShell.RunAsync"/>.</summary>
/// <param name="Text">What <c>/bin/sh -c</c> is given.</param>
public sealed record ShellCommand(string Text)
{
    /// <summary>What it reads from its standard input, which then ends; the caller's to dispose. Null: nothing.</summary>
    public Secret? Input { get; init; }

    /// <summary>Variables that it sees beside, or in place of, the user's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// How long it may run. No command runs longer than the account's <c>timeout</c>, or five minutes where it has none; default: as long
    /// as that, for a person may have to answer it.
    /// </summary>
    public TimeSpan Timeout { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;
}
