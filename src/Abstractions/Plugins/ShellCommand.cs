using Msmtp.Text;

namespace Msmtp;

/// <summary>A command that is told something and answers, for <see cref="IShell.RunAsync"/>.</summary>
/// <param name="Text">What <c>/bin/sh -c</c> is given; with <see cref="Arguments"/>, the program itself.</param>
public sealed record ShellCommand(string Text)
{
    /// <summary>
    /// The arguments of a program that is run without a shell, so that no character of them means anything: <see cref="Text"/> is its path, or
    /// its name, which is looked for in the folders of PATH. Null: there is a shell, and <see cref="Text"/> is a command line.
    /// </summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>What it reads from its standard input, which then ends; the caller's to dispose. Null: nothing.</summary>
    public Secret? Input { get; init; }

    /// <summary>
    /// What it complains of is given to the caller (<see cref="ShellResult.Error"/>). Not set: it goes where this program's own complaints go,
    /// to the user's terminal.
    /// </summary>
    public bool TakesError { get; init; }

    /// <summary>Variables that it sees beside, or in place of, the user's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// How long it may run. No command runs longer than the account's <c>timeout</c>, or five minutes where it has none; default: as long
    /// as that, for a person may have to answer it.
    /// </summary>
    public TimeSpan Timeout { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>A program without a shell.</summary>
    /// <param name="program">Its path, or its name in the folders of PATH.</param>
    /// <param name="arguments">Its arguments; its own name is none of them.</param>
    public static ShellCommand Program(string program, params IReadOnlyList<string> arguments) => new(program) { Arguments = arguments };
}

/// <summary>What became of a <see cref="ShellCommand"/>.</summary>
/// <param name="ExitStatus">Its exit status; 128 and the number of a signal that ended it.</param>
/// <param name="Output">All that it printed on standard output; the caller's to dispose.</param>
public sealed record ShellResult(int ExitStatus, Secret Output)
{
    /// <summary>
    /// The first 64 KiB that it printed on standard error; the caller's to dispose, and to make printable before it is shown
    /// (<see cref="PrintableText"/>). Null: <see cref="ShellCommand.TakesError"/> was not set.
    /// </summary>
    public Secret? Error { get; init; }
}
