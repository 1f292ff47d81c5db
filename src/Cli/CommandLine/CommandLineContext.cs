namespace Msmtp.Cli;

/// <summary>What the meaning of a command line depends on besides its words.</summary>
sealed record CommandLineContext
{
    /// <summary>The user's home directory, for a leading <c>~</c>.</summary>
    public string Home { get; init; } = "";

    /// <summary>The SASL mechanisms that plugins have registered, upper case.</summary>
    public IReadOnlyCollection<string> Mechanisms { get; init; } = [];

    /// <summary>The command of msmtprc with a name; null: nobody knows it.</summary>
    public Func<string, SettingSpelling?> FindCommand { get; init; } = static _ => null;

    /// <summary>The commands of msmtprc that there are.</summary>
    public Func<IEnumerable<string>> CommandNames { get; init; } = static () => [];

    /// <summary>POSIXLY_CORRECT is in the environment, be it empty.</summary>
    public bool IsPosixlyCorrect { get; init; }
}
