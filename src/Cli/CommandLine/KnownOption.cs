namespace Msmtp.Cli;

/// <summary>What an option does to the draft; an absent argument is empty.</summary>
delegate void OptionEffect(ArgumentsDraft draft, OptionUse use);

/// <summary>An option of the table, and what it does.</summary>
sealed record KnownOption(SettingOption Option, OptionEffect Effect)
{
    /// <summary>What errors call it, whichever way it was written.</summary>
    public string Title => Option.Name.Length > 0 ? "--" + (Option.SynonymOf ?? Option.Name) : "-" + Option.Letter;

    /// <summary>getopt_long does not call an abbreviation ambiguous when all that it fits do the same with the same argument.</summary>
    public bool DoesTheSameAs(KnownOption other) => Title == other.Title && Option.Argument == other.Option.Argument;
}
