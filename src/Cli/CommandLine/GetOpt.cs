using System.Text;
using Msmtp.Hosting;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>
/// getopt_long as in GNU: options and operands may be mixed, "--" ends the options, long options may be abbreviated, letters may be
/// bundled, and an optional argument only counts if it is attached. Nothing here does I/O.
/// </summary>
sealed class GetOpt
{
    readonly IReadOnlyList<string> arguments;
    readonly OptionTable table;
    readonly List<OptionUse> uses = [];
    readonly List<string> operands = [];
    UsageError? error;
    int next;

    GetOpt(IReadOnlyList<string> arguments, OptionTable table)
    {
        this.arguments = arguments;
        this.table = table;
    }

    /// <summary>Splits a command line into options and operands. The first error ends it.</summary>
    /// <param name="arguments">What follows argv[0].</param>
    /// <param name="table">The known options.</param>
    /// <param name="isPosixlyCorrect">The first operand ends the options, as in POSIX.</param>
    public static OptionsAndOperands Read(IReadOnlyList<string> arguments, OptionTable table, bool isPosixlyCorrect)
    {
        var reader = new GetOpt(arguments, table);
        reader.Run(isPosixlyCorrect);
        return new OptionsAndOperands(reader.uses, reader.operands, reader.error);
    }

    void Run(bool isPosixlyCorrect)
    {
        var isOver = false;
        while (next < arguments.Count && error is null)
        {
            var argument = arguments[next++];
            switch (argument)
            {
                case "--" when !isOver:
                    isOver = true;
                    break;
                case ['-', '-', ..] when !isOver:
                    TakeLong(argument);
                    break;
                case ['-', _, ..] when !isOver:
                    TakeBundle(argument);
                    break;
                default:
                    operands.Add(argument);
                    isOver |= isPosixlyCorrect;
                    break;
            }
        }
    }

    void TakeLong(string argument)
    {
        var equals = argument.IndexOf('=');
        var candidates = table.Find(equals < 0 ? argument.AsSpan(2) : argument.AsSpan(2, equals - 2));
        if (candidates.Count == 1)
            TakeLong(candidates[0], equals < 0 ? null : argument[(equals + 1)..]);
        else if (candidates.Count == 0)
            Refuse($"unrecognized option '{argument}'", Advice(equals < 0 ? argument[2..] : argument[2..equals]));
        else
            Refuse($"option '{argument}' is ambiguous; possibilities: {Listed(candidates)}");
    }

    void TakeLong(KnownOption known, string? attached)
    {
        var option = known.Option;
        if (option.Argument == ArgumentRule.None && attached is not null)
            Refuse($"option '--{option.Name}' doesn't allow an argument");
        else if (option.Argument == ArgumentRule.Required && attached is null && next == arguments.Count)
            Refuse($"option '--{option.Name}' requires an argument");
        else
            Use(known, attached);
    }

    void TakeBundle(string letters)
    {
        for (var i = 1; i < letters.Length && error is null; i++)
        {
            if (table.Find(letters[i]) is not { } known)
                Refuse($"invalid option -- '{FirstOctet(letters[i..])}'");
            else if (known.Option.Argument == ArgumentRule.None)
                Use(known, null);
            else
            {
                TakeLetter(known, i + 1 < letters.Length ? letters[(i + 1)..] : null);
                return;
            }
        }
    }

    void TakeLetter(KnownOption known, string? attached)
    {
        if (known.Option.Argument == ArgumentRule.Required && attached is null && next == arguments.Count)
            Refuse($"option requires an argument -- '{known.Option.Letter}'");
        else
            Use(known, attached);
    }

    // A required argument that is not attached is the next word, whatever it is.
    void Use(KnownOption known, string? attached) =>
        uses.Add(new OptionUse(known, attached ?? (known.Option.Argument == ArgumentRule.Required ? arguments[next++] : null)));

    string? Advice(string name) =>
        Nearest.Of(name, table.All.Where(static known => known.Option.Name.Length > 0).Select(static known => known.Option.Name)) is { } near
        ? $"did you mean --{near}?"
        : (arguments.Skip(next).Any(static word => word.StartsWith("--plugin", StringComparison.Ordinal))
            ? "the options of a plugin must come after the --plugin that loads it"
            : null);

    void Refuse(string message, string? advice = null) => error = new UsageError(message) { NamesWholeProgram = true, Advice = advice };

    static string Listed(IReadOnlyList<KnownOption> candidates)
    {
        var list = new StringBuilder();
        foreach (var known in MsmtpOrder.Sort(candidates))
            list.Append(list.Length > 0 ? " '--" : "'--").Append(known.Option.Name).Append('\'');
        return list.ToString();
    }

    // For getopt, the letter of an option is an octet.
    static string FirstOctet(string text) => OctetText.Decode(OctetText.Encode(text).AsSpan(0, 1));
}

/// <summary>The parts of a command line.</summary>
/// <param name="Options">The options in their order, up to the error.</param>
/// <param name="Operands">The operands in their order.</param>
/// <param name="Error">The error that ended the parsing; null: there is none.</param>
sealed record OptionsAndOperands(IReadOnlyList<OptionUse> Options, IReadOnlyList<string> Operands, UsageError? Error);
