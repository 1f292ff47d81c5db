namespace Msmtp.Cli;

/// <summary>The arguments while options are being applied to them, one after the other. The first error stays.</summary>
sealed class ArgumentsDraft(CommandLineContext context)
{
    readonly SettingsBuilder settings = new();
    ChosenMode? modeOfAccount;
    ChosenMode? modeOfNone;
    bool hasHost;
    bool hasFrom;

    public UsageError? Error { get; private set; }

    public bool PrintsVersion { get; set; }

    public bool PrintsHelp { get; set; }

    public bool IsPretend { get; set; }

    public bool IsDebug { get; set; }

    public string? File { get; set; }

    public string? Account { get; set; }

    public string? FullName { get; set; }

    public bool ReadsRecipients { get; set; }

    public bool ReadsEnvelopeFrom { get; set; }

    /// <summary>Does what the option does, unless its argument could break a line of the dialogue, the message or the log.</summary>
    public void Apply(OptionUse use)
    {
        if (CommandText.IsSafe(use.Argument))
            use.Known.Effect(this, use);
        else
            Refuse($"invalid argument for {use.Known.Title}: it holds a line break or NUL");
        RefuseConflicts();
    }

    /// <summary>Sets what an account may set, too.</summary>
    public void Set(SettingSpelling spelling, OptionUse use)
    {
        hasHost |= spelling.Key == CommonSettings.Host;
        if (spelling.Key == CommonSettings.From)
            SetFrom(use.Argument);
        // What has no argument may mean "on"; an empty one means that only to --auth.
        else if (use is { Argument: "", Known.Option.Argument: ArgumentRule.Optional } && spelling.Key != CommonSettings.Auth
            || !spelling.TryApply(Argument(use), settings))
            Refuse($"invalid argument {use.Argument} for {use.Known.Title}");
    }

    /// <summary>Chooses what to do instead of sending a mail.</summary>
    public void Choose(CommandMode mode, OptionUse use)
    {
        ref var place = ref mode.NeedsNoAccount ? ref modeOfNone : ref modeOfAccount;
        if (place is { Mode: var other } && other != mode)
            Refuse(other.Option.Rank < mode.Option.Rank ? Both(other, mode) : Both(mode, other));
        place = new ChosenMode(mode, use.Argument ?? "");
    }

    /// <summary>Turns debugging on, at whatever level.</summary>
    public void Debug(string? level)
    {
        IsDebug = true;
        // As in msmtp: programs that take every sendmail for exim ask for its version this way.
        PrintsVersion |= level == "0.1";
    }

    /// <summary>sendmail's -b: reading a mail from standard input is the one mode of operation that there is.</summary>
    public void Operate(string? operation)
    {
        if (operation != "m")
            Refuse($"unsupported operation mode b{operation}");
    }

    /// <summary>The arguments as they stand now.</summary>
    public Arguments Build(IReadOnlyList<string> operands)
    {
        var mode = modeOfNone ?? modeOfAccount;
        return new Arguments
        {
            PrintsVersion = PrintsVersion,
            PrintsHelp = PrintsHelp,
            IsPretend = IsPretend,
            IsDebug = IsDebug,
            Mode = mode?.Mode,
            ModeArgument = mode?.Argument ?? "",
            File = File,
            Account = Account,
            HasHost = hasHost,
            Settings = settings.Build(),
            FullName = FullName,
            ReadsRecipients = ReadsRecipients,
            ReadsEnvelopeFrom = ReadsEnvelopeFrom,
            Recipients = operands,
        };
    }

    void SetFrom(string? address)
    {
        hasFrom = true;
        settings.Set(CommonSettings.From, address is null or "<>" ? "" : address);
    }

    void RefuseConflicts()
    {
        if (hasHost && Account is not null)
            Refuse("cannot use both --host and --account");
        if (hasFrom && ReadsEnvelopeFrom)
            Refuse("cannot use both --from and --read-envelope-from");
    }

    void Refuse(string message) => Error ??= new UsageError(message);

    SettingArgument Argument(OptionUse use) => new(use.Argument ?? "")
    {
        Origin = SettingOrigin.CommandLine,
        Home = context.Home,
        Mechanisms = context.Mechanisms,
    };

    static string Both(CommandMode one, CommandMode other) => $"cannot use both --{one.Option.Name} and --{other.Option.Name}";

    sealed record ChosenMode(CommandMode Mode, string Argument);
}
