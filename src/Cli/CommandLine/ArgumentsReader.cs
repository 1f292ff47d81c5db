using System.Diagnostics.CodeAnalysis;
using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>Parses a command line. Nothing here does I/O.</summary>
static class ArgumentsReader
{
    /// <summary>Parses a command line. The error is the first one from the left.</summary>
    /// <param name="words">What follows argv[0].</param>
    /// <param name="table">The known options.</param>
    /// <param name="context">What the meaning of the words depends on.</param>
    /// <param name="arguments">The result; null: there is an error.</param>
    /// <param name="error">The error; null: there is none.</param>
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
        var built = draft.Build(line.Operands) with { Options = line.Options };
        error = draft.Error ?? line.Error ?? Excess(built);
        arguments = error is null ? built : null;
        return error is null;
    }

    /// <summary>What is too much on a command line; null: nothing is.</summary>
    public static UsageError? Excess(Arguments arguments)
    {
        var isSession = arguments is { Operation: Operation.Session or Operation.Daemon, OnlyPrints: false };
        // As Postfix's sendmail has it: the session says who gets a mail.
        if (isSession && (arguments.ReadsRecipients || arguments.ReadsEnvelopeFrom))
            return new UsageError("cannot use -t or --read-envelope-from in an SMTP session");
        return (isSession || arguments is { Mode.NeedsNoAccount: false, OnlyPrints: false } or { IsDoctor: true } or { Queue: not null })
            && arguments.Recipients.Any(MessageRecipients.NamesSomebody)
            ? new UsageError("too many arguments")
            : null;
    }
}
