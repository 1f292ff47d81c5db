using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// The command line of a sendmail whose callers are not trusted (<c>sendmail_options strict</c>): sendmail's own options as getopt(3) reads
/// them, and recipients. It is a reader of its own, so that no option that this program or a plugin has besides can come in. Errors name an
/// option, and never repeat what a stranger wrote. Nothing here does I/O.
/// </summary>
/// <param name="find">Finds a command of msmtprc by name; null: there is none.</param>
sealed class StrictArguments(Func<string, SettingSpelling?> find)
{
    /// <summary>As getopt(3) has them: one colon behind a letter is an argument, two are one that has to be attached.</summary>
    public const string Options = "A:B:F:GIL:N:O:R:UV:b:d::e:f:h:imno:q::r:tv";

    readonly AccountSettingsBuilder settings = new();
    readonly List<OptionUse> uses = [];
    readonly List<string> operands = [];
    Arguments arguments = new() { Settings = AccountSettings.Empty, IsStrict = true };
    UsageError? error;

    /// <summary>Reads a command line. Options and recipients may be mixed; "--" ends the options.</summary>
    /// <param name="words">What follows argv[0].</param>
    /// <param name="wrong">The first error; null: there is none.</param>
    public Arguments Read(IReadOnlyList<string> words, out UsageError? wrong)
    {
        var isOver = false;
        for (var i = 0; i < words.Count && error is null; i++)
        {
            if (isOver || words[i] is not ['-', _, ..])
                operands.Add(words[i]);
            else if (words[i] == "--")
                isOver = true;
            else
                TakeBundle(words[i], words, ref i);
        }
        var read = arguments with { Settings = settings.Build(), Options = uses, Recipients = operands };
        wrong = error ?? ArgumentsReader.Excess(read);
        return read;
    }

    void TakeBundle(string bundle, IReadOnlyList<string> words, ref int place)
    {
        for (var i = 1; i < bundle.Length && error is null; i++)
        {
            var letter = bundle[i];
            switch (Colons(letter))
            {
                case null:
                    Refuse(letter);
                    return;
                case 0:
                    Apply(letter, "");
                    break;
                case var colons:
                    var attached = bundle[(i + 1)..];
                    if (attached.Length > 0 || colons == 2)
                        ApplySafe(letter, attached);
                    else if (place + 1 < words.Count)
                        ApplySafe(letter, words[++place]);
                    else
                        error = new UsageError($"option requires an argument -- '{letter}'");
                    return;
            }
        }
    }

    // Null: it is none of sendmail's options.
    static int? Colons(char letter) => letter != ':' && Options.IndexOf(letter) is var place and >= 0 ? Options.AsSpan(place + 1) switch
    {
        [':', ':', ..] => 2,
        [':', ..] => 1,
        _ => 0,
    } : null;

    void ApplySafe(char letter, string argument)
    {
        if (CommandText.IsSafe(argument))
            Apply(letter, argument);
        else
            error = new UsageError($"invalid argument for -{letter}: it holds a line break or NUL");
    }

    void Apply(char letter, string argument)
    {
        switch (letter)
        {
            case 'f' or 'r':
                Set(CommonSettings.From.Name, letter, argument);
                break;
            case 'N':
                Set("dsn_notify", letter, argument);
                break;
            case 'R':
                Set("dsn_return", letter, argument);
                break;
            case 'V' when EnvelopeIdOption.Read(argument) is { } id:
                arguments = arguments with { EnvelopeId = id };
                break;
            case 'V':
                error = new UsageError("invalid argument for -V");
                break;
            case 'F':
                arguments = arguments with { FullName = argument };
                break;
            case 't':
                arguments = arguments with { ReadsRecipients = true };
                break;
            case 'I':
                arguments = arguments with { Operation = Operation.CheckAliases };
                break;
            case 'b' when OperationOf(argument) is { } operation:
                arguments = arguments with { Operation = operation };
                break;
            case 'q' when QueueCommand.Of(OwnMeaning.SendmailRun, argument) is { Interval: null } run:
                arguments = arguments with { Queue = run };
                break;
            case 'b' or 'q':
                Refuse(letter);
                break;
            case 'o':
                arguments = arguments with { IsForQueueOnly = arguments.IsForQueueOnly || argument is "dq" or "dd" };
                break;
            case 'd':
                arguments = arguments with { PrintsVersion = arguments.PrintsVersion || argument == "0.1" };
                break;
        }
    }

    void Set(string name, char letter, string argument)
    {
        if (find(name) is not { } spelling)
            return;
        var value = new SettingArgument(argument) { Origin = SettingOrigin.CommandLine };
        if (!SettingReading.TryApply(spelling, value, settings))
            error = new UsageError($"invalid argument for -{letter}");
        var option = new SettingOption("", ArgumentRule.Required) { Letter = letter };
        uses.Add(new OptionUse(new KnownOption(option) { Setting = spelling }, argument));
    }

    // No daemon, and nothing that only shows or tests.
    static Operation? OperationOf(string mode) => mode switch
    {
        "m" => Operation.Send,
        "v" => Operation.Verify,
        "i" => Operation.CheckAliases,
        "p" => Operation.ListQueue,
        "s" => Operation.Session,
        _ => null,
    };

    void Refuse(char letter)
    {
        var option = letter == '-' ? "a long option" : char.IsAsciiLetterOrDigit(letter) ? $"-{letter}" : "an unknown option";
        error = new UsageError($"{option} is refused: the administrator of this system allows sendmail's own options only");
    }
}
