namespace Msmtp.Cli;

/// <summary>The options that belong to the command itself: they set nothing that an account could hold.</summary>
static class OwnOptions
{
    /// <summary>The options in no particular order.</summary>
    public static IReadOnlyList<KnownOption> All { get; } =
    [
        new(
            new SettingOption("version", ArgumentRule.None) { Rank = 1, Help = ["print version"] },
            static (draft, _) => draft.PrintsVersion = true),
        new(
            new SettingOption("help", ArgumentRule.None) { Rank = 2, Help = ["print help"] },
            static (draft, _) => draft.PrintsHelp = true),
        new(
            new SettingOption("pretend", ArgumentRule.None) { Letter = 'P', Rank = 10, Help = ["print configuration info and exit"] },
            static (draft, _) => draft.IsPretend = true),
        new(
            new SettingOption("debug", ArgumentRule.Optional) { Letter = 'd', Rank = 20, Help = ["print debugging information"] },
            static (draft, use) => draft.Debug(use.Argument)),
        new(
            new SettingOption("file", ArgumentRule.Required)
            {
                Letter = 'C',
                Rank = 50,
                HelpArgument = "=filename",
                Help = ["set configuration file"],
            },
            static (draft, use) => draft.File = use.Argument),
        new(
            new SettingOption("account", ArgumentRule.Required)
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
            },
            static (draft, use) => draft.Account = use.Argument),
        new(
            new SettingOption("read-recipients", ArgumentRule.None)
            {
                Letter = 't',
                Rank = 400,
                Help = ["read additional recipients from the mail"],
            },
            static (draft, _) => draft.ReadsRecipients = true),
        new(
            new SettingOption("read-envelope-from", ArgumentRule.None) { Rank = 410, Help = ["read envelope from address from the mail"] },
            static (draft, _) => draft.ReadsEnvelopeFrom = true),
        Letter('F', ArgumentRule.Required, static (draft, use) => draft.FullName = use.Argument),
        Letter('v', ArgumentRule.None, static (draft, _) => draft.IsDebug = true),
        Letter('b', ArgumentRule.Required, static (draft, use) => draft.Operate(use.Argument)),
        // sendmail has these, and programs that call sendmail use them.
        Ignored('A', ArgumentRule.Required),
        Ignored('B', ArgumentRule.Required),
        Ignored('G', ArgumentRule.None),
        Ignored('h', ArgumentRule.Required),
        Ignored('i', ArgumentRule.None),
        Ignored('L', ArgumentRule.Required),
        Ignored('m', ArgumentRule.None),
        Ignored('n', ArgumentRule.None),
        Ignored('O', ArgumentRule.Required),
        Ignored('o', ArgumentRule.Required),
    ];

    static KnownOption Letter(char letter, ArgumentRule argument, OptionEffect effect) =>
        new(new SettingOption("", argument) { Letter = letter, Rank = 0 }, effect);

    static KnownOption Ignored(char letter, ArgumentRule argument) => Letter(letter, argument, static (_, _) => { });
}
