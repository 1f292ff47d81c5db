namespace Msmtp.Cli;

/// <summary>What the meaning of a command line depends on besides its words.</summary>
sealed record CommandLineContext
{
    /// <summary>The user's home directory, for a leading <c>~</c>.</summary>
    public string Home { get; init; } = "";

    /// <summary>The SASL mechanisms that plugins have registered, in upper case.</summary>
    public IReadOnlyCollection<string> Mechanisms { get; init; } = [];

    /// <summary>Finds a command of msmtprc by name; null: there is none.</summary>
    public Func<string, SettingSpelling?> FindCommand { get; init; } = static _ => null;

    /// <summary>The names of the commands of msmtprc.</summary>
    public Func<IEnumerable<string>> CommandNames { get; init; } = static () => [];

    /// <summary>POSIXLY_CORRECT is in the environment, even if it is empty.</summary>
    public bool IsPosixlyCorrect { get; init; }
}
