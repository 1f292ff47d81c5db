namespace Msmtp.Cli;

/// <summary>The command's own options: they set nothing that an account could have.</summary>
static class OwnOptions
{
    /// <summary>What shells ask with when Tab is pressed.</summary>
    public const string Complete = "complete";

    /// <summary>The options in no particular order.</summary>
    public static IReadOnlyList<KnownOption> All { get; } =
    [
        Option(OwnMeaning.Version, new("version", ArgumentRule.None) { Rank = 1, Help = ["print version"] }),
        Option(OwnMeaning.Help, new("help", ArgumentRule.None) { Rank = 2, Help = ["print help"] }),
        Option(OwnMeaning.Pretend, new("pretend", ArgumentRule.None)
        {
            Letter = 'P',
            Rank = 10,
            Help = ["print configuration info and exit"],
        }),
        Option(OwnMeaning.Debug, new("debug", ArgumentRule.Optional)
        {
            Letter = 'd',
            Rank = 20,
            Help = ["print debugging information"],
        }),
        Option(OwnMeaning.DebugSecrets, new("debug-secrets", ArgumentRule.None)
        {
            Help = ["show credentials in debugging information"],
        }),
        Option(OwnMeaning.ConfigurationFile, new("file", ArgumentRule.Required)
        {
            Letter = 'C',
            Rank = 50,
            HelpArgument = "=filename",
            Help = ["set configuration file"],
            Kind = ArgumentKind.File,
        }),
        Option(OwnMeaning.AccountName, new("account", ArgumentRule.Required)
        {
            Letter = 'a',
            Rank = 60,
            HelpArgument = "=id",
            Help =
            [
                "use the given account instead of the account",
                "named \"default\"; its settings may be changed",
                "with command-line options",
            ],
            Kind = ArgumentKind.Account,
        }),
        Option(OwnMeaning.ReadRecipients, new("read-recipients", ArgumentRule.None)
        {
            Letter = 't',
            Rank = 400,
            Help = ["read additional recipients from the mail"],
        }),
        Option(OwnMeaning.ReadEnvelopeFrom, new("read-envelope-from", ArgumentRule.None)
        {
            Rank = 410,
            Help = ["read envelope from address from the mail"],
        }),
        Option(OwnMeaning.Plugin, new("plugin", ArgumentRule.Required)
        {
            HelpArgument = "=name",
            Help = ["load a plugin; its options come behind"],
        }),
        Option(OwnMeaning.Setting, new("setting", ArgumentRule.Required)
        {
            HelpArgument = "=command=value",
            Help = ["set what has no option of its own"],
        }),
        Option(OwnMeaning.ListPlugins, new("plugins", ArgumentRule.Optional)
        {
            HelpArgument = "[=json]",
            Help = ["list the plugins and what they bring"],
            Values = ["json"],
        }),
        Option(OwnMeaning.Complete, new(Complete, ArgumentRule.Required) { HelpArgument = "=option" }),
        Option(OwnMeaning.Doctor, new("doctor", ArgumentRule.Optional)
        {
            HelpArgument = "[=id]",
            Help = ["try all but sending, and say what is wrong"],
            Kind = ArgumentKind.Account,
        }),
        Option(OwnMeaning.QueueKey, new("queue-key", ArgumentRule.Required)
        {
            HelpArgument = "=key",
            Help = ["accept this mail once only, however often it", "is given"],
        }),
        Option(OwnMeaning.QueueList, new("queue-list", ArgumentRule.Optional)
        {
            HelpArgument = "[=json]",
            Help = ["list the mails in the queue"],
            Values = ["json"],
        }),
        Option(OwnMeaning.QueueRun, new("queue-run", ArgumentRule.Optional)
        {
            HelpArgument = "[=id]",
            Help = ["send the queued mails that are due, or this one"],
            Kind = ArgumentKind.QueuedMail,
        }),
        Option(OwnMeaning.QueueHold, new("queue-hold", ArgumentRule.Required)
        {
            HelpArgument = "=id",
            Help = ["do not send a queued mail until it is released"],
            Kind = ArgumentKind.QueuedMail,
        }),
        Option(OwnMeaning.QueueRelease, new("queue-release", ArgumentRule.Required)
        {
            HelpArgument = "=id",
            Help = ["send a held mail after all"],
            Kind = ArgumentKind.QueuedMail,
        }),
        Option(OwnMeaning.QueueRetry, new("queue-retry", ArgumentRule.Required)
        {
            HelpArgument = "=(id|all)",
            Help = ["try a queued mail now, even a held or dead one"],
            Kind = ArgumentKind.QueuedMail,
            Values = [QueueCommand.All],
        }),
        Option(OwnMeaning.QueueDelete, new("queue-delete", ArgumentRule.Required)
        {
            HelpArgument = "=(id|all)",
            Help = ["delete a queued mail"],
            Kind = ArgumentKind.QueuedMail,
            Values = [QueueCommand.All],
        }),
        // For completions: --help tells of them in its own words.
        Letter(OwnMeaning.FullName, 'F', ArgumentRule.Required, "set the full name of the sender"),
        Letter(OwnMeaning.Debug, 'v', ArgumentRule.None),
        Letter(OwnMeaning.Operation, 'b', ArgumentRule.Required, "do as sendmail does", "m", "v", "i", "p", "s", "d"),
        Letter(OwnMeaning.Sender, 'r', ArgumentRule.Required),
        Letter(OwnMeaning.None, 'A', ArgumentRule.Required),
        Letter(OwnMeaning.None, 'B', ArgumentRule.Required),
        Letter(OwnMeaning.None, 'G', ArgumentRule.None),
        Letter(OwnMeaning.None, 'h', ArgumentRule.Required),
        Letter(OwnMeaning.None, 'i', ArgumentRule.None),
        Letter(OwnMeaning.None, 'L', ArgumentRule.Required),
        Letter(OwnMeaning.None, 'm', ArgumentRule.None),
        Letter(OwnMeaning.None, 'n', ArgumentRule.None),
        Letter(OwnMeaning.None, 'O', ArgumentRule.Required),
        Letter(OwnMeaning.Named, 'o', ArgumentRule.Required, "set one of sendmail's options", "dq"),
        Letter(OwnMeaning.SendmailRun, 'q', ArgumentRule.Optional, "send what is queued"),
        Letter(OwnMeaning.None, 'U', ArgumentRule.None),
        Letter(OwnMeaning.EnvelopeId, 'V', ArgumentRule.Required),
    ];

    static KnownOption Option(OwnMeaning meaning, SettingOption option) => new(option) { Own = meaning };

    static KnownOption Letter(OwnMeaning meaning, char letter, ArgumentRule argument) =>
        Option(meaning, new SettingOption("", argument) { Letter = letter, Rank = 0 });

    static KnownOption Letter(OwnMeaning meaning, char letter, ArgumentRule argument, string help, params IReadOnlyList<string> values) =>
        Option(meaning, new SettingOption("", argument) { Letter = letter, Rank = 0, Help = [help], Values = values });
}
