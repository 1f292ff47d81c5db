namespace Msmtp.Cli.Tests.Documentation;

/// <summary>The options by single letters, which is what sendmail(8) has: those of the strict reader, and the others.</summary>
static class SendmailEntries
{
    /// <summary>The options in the order of the alphabet, those that the strict reader refuses behind them.</summary>
    public static IReadOnlyList<ManualEntry> Of(ManualLanguage language, IEnumerable<KnownOption> options)
    {
        var usual = options.Where(static known => known.Option.Letter is not null).ToDictionary(static known => known.Option.Letter!.Value);
        var strict = StrictArguments.Options.Where(char.IsAsciiLetter).ToList();
        return
        [
            .. Sorted(strict).Select(letter => Entry(letter, Colons(letter), usual.ContainsKey(letter) ? null : language.OnlyStrict)),
            .. Sorted(usual.Keys.Except(strict)).Select(letter => Entry(letter, Colons(usual[letter].Option), null)),
        ];
    }

    static ManualEntry Entry(char letter, int colons, string? fact)
    {
        var argument = colons switch
        {
            0 => "",
            1 => " Ar " + Argument(letter),
            _ => " Ns Op Ar " + Argument(letter),
        };
        return new ManualEntry($"option -{letter}", $".It Fl {letter}{argument}\n" + (fact is null ? "" : $".Pq {fact}\n"), NeedsProse: true);
    }

    static string Argument(char letter) => letter switch
    {
        'a' => "account",
        'b' => "mode",
        'C' or 'X' => "file",
        'f' or 'r' => "address",
        'F' => "name",
        'N' => "conditions",
        'R' => "what",
        'V' => "text",
        'q' => "time|R Ns Ar text|I Ns Ar id",
        _ => "x",
    };

    static int Colons(char letter) =>
        StrictArguments.Options[(StrictArguments.Options.IndexOf(letter, StringComparison.Ordinal) + 1)..].TakeWhile(static mark => mark == ':').Count();

    static int Colons(SettingOption option) => option.Argument switch { ArgumentRule.None => 0, ArgumentRule.Required => 1, _ => 2 };

    static IEnumerable<char> Sorted(IEnumerable<char> letters) => letters.OrderBy(char.ToLowerInvariant).ThenBy(static letter => letter);
}
