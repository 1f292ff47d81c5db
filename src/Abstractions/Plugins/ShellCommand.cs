using Msmtp.Text;

namespace Msmtp;

/// <summary>A command for <see cref="IShell.RunAsync"/>.</summary>
/// <param name="Text">The command line for <c>/bin/sh -c</c>, or with <see cref="Arguments"/> the program itself.</param>
public sealed record ShellCommand(string Text)
{
    /// <summary>
    /// The arguments of a program that is run without a shell, so that no character in them is special: <see cref="Text"/> is its path, or its
    /// name, which is looked up in PATH. Null: <see cref="Text"/> is a command line for the shell.
    /// </summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Its standard input, which the caller disposes; null for none.</summary>
    public Secret? Input { get; init; }

    /// <summary>
    /// Capture its standard error in <see cref="ShellResult.Error"/>. Otherwise that goes to this program's standard error, the user's terminal.
    /// </summary>
    public bool TakesError { get; init; }

    /// <summary>Environment variables in addition to, or in place of, the user's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// How long it may run. No command runs longer than the account's <c>timeout</c>, or five minutes if there is none; that is the default,
    /// because a person may have to answer it.
    /// </summary>
    public TimeSpan Timeout { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>Creates a command that runs a program without a shell.</summary>
    /// <param name="program">Its path, or its name to be looked up in PATH.</param>
    /// <param name="arguments">Its arguments, without its own name.</param>
    public static ShellCommand Program(string program, params IReadOnlyList<string> arguments) => new(program) { Arguments = arguments };
}

/// <summary>The result of a <see cref="ShellCommand"/>.</summary>
/// <param name="ExitStatus">Its exit status, or 128 plus the number of the signal that ended it.</param>
/// <param name="Output">Its standard output, which the caller disposes.</param>
public sealed record ShellResult(int ExitStatus, Secret Output)
{
    /// <summary>
    /// The first 64 KiB of its standard error, which the caller disposes, and makes printable (<see cref="PrintableText"/>) before showing it.
    /// Null if <see cref="ShellCommand.TakesError"/> was not set.
    /// </summary>
    public Secret? Error { get; init; }
}
