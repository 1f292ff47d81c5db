using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>The arguments of a command line while options are applied to them, one after the other. The first error is kept.</summary>
sealed class ArgumentsDraft(CommandLineContext context)
{
    readonly AccountSettingsBuilder settings = new();
    ChosenMode? modeOfAccount;
    ChosenMode? modeOfNone;
    bool hasHost;
    bool hasFrom;
    bool printsVersion;
    bool printsHelp;
    bool isPretend;
    bool isDebug;
    bool showsSecrets;
    string? file;
    string? account;
    string? fullName;
    bool readsRecipients;
    bool readsEnvelopeFrom;
    ListFormat? pluginList;
    bool isDoctor;
    Operation operation;
    QueueCommand? queue;
    string? queueKey;
    string? envelopeId;
    bool isForQueueOnly;

    /// <summary>The first error; null: none so far.</summary>
    public UsageError? Error { get; private set; }

    /// <summary>Applies an option, unless its argument could break a line of the dialogue, the message or the log.</summary>
    public void Apply(OptionUse use)
    {
        if (!CommandText.IsSafe(use.Argument))
            Refuse($"invalid argument for {use.Known.Title}: it holds a line break or NUL");
        else if ((use.Known.Own == OwnMeaning.Sender ? CommonSettings.From.Spellings[0] : use.Known.Setting) is { } spelling)
            Set(spelling, use);
        else if (use.Known.Mode is { } mode)
            Choose(mode, use.Argument ?? "");
        else
            Apply(use.Known.Own, use.Argument);
        RefuseConflicts();
    }

    /// <summary>The arguments so far.</summary>
    public Arguments Build(IReadOnlyList<string> operands)
    {
        var mode = modeOfNone ?? modeOfAccount;
        // Without a mail there are no recipients: the operand is the account to examine.
        var examined = isDoctor && account is null && operands.Count > 0 ? operands[0] : null;
        return new Arguments
        {
            PrintsVersion = printsVersion,
            PrintsHelp = printsHelp,
            IsPretend = isPretend,
            IsDebug = isDebug,
            ShowsSecrets = showsSecrets,
            PluginList = pluginList,
            IsDoctor = isDoctor,
            Operation = operation,
            Queue = queue,
            QueueKey = queueKey,
            EnvelopeId = envelopeId,
            IsForQueueOnly = isForQueueOnly,
            Mode = mode?.Mode,
            ModeArgument = mode?.Argument ?? "",
            File = file,
            Account = examined ?? account,
            HasHost = hasHost,
            Settings = settings.Build(),
            FullName = fullName,
            ReadsRecipients = readsRecipients,
            ReadsEnvelopeFrom = readsEnvelopeFrom,
            Recipients = examined is null ? operands : [.. operands.Skip(1)],
        };
    }

    void Set(SettingSpelling spelling, OptionUse use)
    {
        hasHost |= spelling.Setting == CommonSettings.Host;
        hasFrom |= spelling.Setting == CommonSettings.From;
        if (IsEmptySwitch(spelling, use) || !TryApply(spelling, Argument(spelling, use)))
            Refuse(
                $"invalid argument {use.Argument} for {use.Known.Title}",
                SettingAdvice.Invalid(spelling, spelling.Setting.IsSecret ? "" : use.Argument ?? "", context.Mechanisms));
    }

    // command=value is read like the line of msmtprc that it stands for.
    void Set(string line)
    {
        var equals = line.IndexOf('=');
        var name = equals < 0 ? line : line[..equals];
        if (context.FindCommand(name) is not { } spelling)
        {
            Refuse($"unknown command {name} in --setting", Nearest.Question(name, context.CommandNames()));
            return;
        }
        var argument = new SettingArgument(equals < 0 ? "" : line[(equals + 1)..])
        {
            Origin = SettingOrigin.File,
            Home = context.Home,
            Mechanisms = context.Mechanisms,
        };
        if (!TryApply(spelling, argument))
            Refuse(
                $"invalid argument {argument.Text} for command {name} in --setting",
                SettingAdvice.Invalid(spelling, spelling.Setting.IsSecret ? "" : argument.Text, context.Mechanisms));
        hasHost |= spelling.Setting == CommonSettings.Host;
        hasFrom |= spelling.Setting == CommonSettings.From;
    }

    bool TryApply(SettingSpelling spelling, SettingArgument argument)
    {
        try
        {
            return SettingReading.TryApply(spelling, argument, settings);
        }
        catch (InvalidDataException e)
        {
            Refuse(e.Message);
            return true;
        }
    }

    // An option without its argument may mean "on". An empty argument means that only for --auth; if the argument is ignored, anything is
    // accepted.
    static bool IsEmptySwitch(SettingSpelling spelling, OptionUse use) =>
        use is { Argument: "", Known.Option.Argument: ArgumentRule.Optional }
        && spelling.Argument is not ArgumentRule.Ignored
        && spelling.Setting != CommonSettings.Auth;

    SettingArgument Argument(SettingSpelling spelling, OptionUse use) =>
        new(use.Argument ?? "")
        {
            Origin = SettingOrigin.CommandLine,
            Home = context.Home,
            Mechanisms = context.Mechanisms,
        };

    void Choose(CommandMode mode, string argument)
    {
        ref var place = ref mode.NeedsNoAccount ? ref modeOfNone : ref modeOfAccount;
        if (place is { Mode: var other } && other != mode)
            Refuse(other.Option.Rank < mode.Option.Rank ? Both(other, mode) : Both(mode, other));
        place = new ChosenMode(mode, argument);
    }

    void Apply(OwnMeaning meaning, string? argument)
    {
        switch (meaning)
        {
            case OwnMeaning.Version:
                printsVersion = true;
                break;
            case OwnMeaning.Help:
                printsHelp = true;
                break;
            case OwnMeaning.Pretend:
                isPretend = true;
                break;
            case OwnMeaning.DebugSecrets:
                showsSecrets = true;
                break;
            case OwnMeaning.Debug:
                isDebug = true;
                // As in msmtp: programs that take every sendmail for Exim ask for the version this way.
                printsVersion |= argument == "0.1";
                break;
            case OwnMeaning.ConfigurationFile:
                file = argument;
                break;
            case OwnMeaning.AccountName:
                account = argument;
                break;
            case OwnMeaning.ReadRecipients:
                readsRecipients = true;
                break;
            case OwnMeaning.ReadEnvelopeFrom:
                readsEnvelopeFrom = true;
                break;
            case OwnMeaning.FullName:
                fullName = argument;
                break;
            case OwnMeaning.Setting:
                Set(argument ?? "");
                break;
            case OwnMeaning.ListPlugins when argument is null or "json":
                pluginList = argument is null ? ListFormat.Table : ListFormat.Json;
                break;
            case OwnMeaning.ListPlugins:
                Refuse($"invalid argument {argument} for --plugins", "--plugins takes json, or nothing");
                break;
            case OwnMeaning.Complete:
                Refuse("--complete=option must be the first argument");
                break;
            case OwnMeaning.Doctor:
                isDoctor = true;
                account = argument ?? account;
                break;
            case OwnMeaning.Operation when OperationOf(argument) is { } some:
                operation = some;
                break;
            case OwnMeaning.Operation:
                Refuse($"unsupported operation mode b{argument}");
                break;
            default:
                ApplyToQueue(meaning, argument ?? "");
                break;
        }
    }

    void ApplyToQueue(OwnMeaning meaning, string argument)
    {
        switch (meaning)
        {
            case OwnMeaning.Named:
                // The other modes of delivery, -odi and -odb, are what happens anyway.
                isForQueueOnly |= argument is "dq" or "dd";
                return;
            case OwnMeaning.QueueKey when argument.Length > 0:
                queueKey = argument;
                return;
            case OwnMeaning.EnvelopeId:
                envelopeId = EnvelopeIdOption.Read(argument);
                if (envelopeId is null)
                    Refuse($"invalid argument {argument} for -V", EnvelopeIdOption.Allowed);
                return;
            case OwnMeaning.QueueKey:
                Refuse("a key must not be empty: --queue-key");
                return;
        }
        if (QueueCommand.Of(meaning, argument) is { } command)
            queue = meaning == OwnMeaning.SendmailRun && queue is { Action: QueueAction.Run } ? queue.With(command) : command;
        else if (meaning is not OwnMeaning.None and not OwnMeaning.Plugin)
            Refuse(meaning == OwnMeaning.SendmailRun ? $"unsupported queue run q{argument}" : $"invalid argument {argument} for {QueueCommand.OptionOf(meaning)}");
    }

    static Operation? OperationOf(string? argument) => argument switch
    {
        "m" => Operation.Send,
        "v" => Operation.Verify,
        "i" => Operation.CheckAliases,
        "p" => Operation.ListQueue,
        "s" => Operation.Session,
        "d" => Operation.Daemon,
        _ => null,
    };

    void RefuseConflicts()
    {
        if (hasHost && account is not null)
            Refuse("cannot use both --host and --account");
        if (hasFrom && readsEnvelopeFrom)
            Refuse("cannot use both --from and --read-envelope-from");
    }

    void Refuse(string message, string? advice = null) => Error ??= new UsageError(message) { Advice = advice };

    static string Both(CommandMode one, CommandMode other) => $"cannot use both --{one.Option.Name} and --{other.Option.Name}";

    sealed record ChosenMode(CommandMode Mode, string Argument);
}
