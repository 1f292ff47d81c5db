using System.Diagnostics.CodeAnalysis;
using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>From the words of a command line to what they ask for. Nothing here does I/O.</summary>
static class ArgumentsReader
{
    /// <summary>Reads a command line. What is found wrong first, from the left, is the error.</summary>
    /// <param name="words">What follows argv[0].</param>
    /// <param name="table">The options that there are.</param>
    /// <param name="context">What their meaning depends on.</param>
    /// <param name="arguments">What is asked for; null: nothing, because of the error.</param>
    /// <param name="error">What is wrong; null: nothing.</param>
    public static bool TryRead(
        IReadOnlyList<string> words,
        OptionTable table,
        CommandLineContext context,
        [NotNullWhen(true)] out Arguments? arguments,
        [NotNullWhen(false)] out UsageError? error)
    {
        var line = GetOpt.Read(words, table, context.IsPosixlyCorrect);
        var draft = new ArgumentsDraft(context);
        foreach (var use in line.Options)
        {
            if (draft.Error is null)
                draft.Apply(use);
        }
        var built = draft.Build(line.Operands);
        error = draft.Error ?? line.Error ?? Excess(built);
        arguments = error is null ? built : null;
        return error is null;
    }

    static UsageError? Excess(Arguments arguments) =>
        arguments is { Mode.NeedsNoAccount: false, OnlyPrints: false } or { IsDoctor: true } && arguments.Recipients.Any(MessageRecipients.NamesSomebody)
            ? new UsageError("too many arguments")
            : null;
}
