namespace Msmtp;

/// <summary>Describes a setting; values are stored and found by it.</summary>
public abstract class SettingDescriptor
{
    private protected SettingDescriptor(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The command in msmtprc, spelled exactly so.</summary>
    public string Name { get; }

    /// <summary>A file that sets it must not be readable by others.</summary>
    public bool IsSecret { get; init; }

    /// <summary>
    /// Its value is the name of a file or a folder. One that is relative means something in the folder in which the program was called, and whoever
    /// uses the account later, from another one, as a queue does, is given it as an absolute path. True for whatever
    /// <see cref="SettingParsers.Path"/> reads, even if this does not say so.
    /// </summary>
    public bool IsPath { get => field || ReadsPath; init; }

    /// <summary>
    /// The values that are no paths although <see cref="IsPath"/>: words with blanks between them. One that ends with a colon stands for all values
    /// that begin with it.
    /// </summary>
    public string WordsBesidePaths { get; init; } = "";

    /// <summary>
    /// Its value is a command for <see cref="IShell"/>. Whoever runs it later runs it in the folder in which the program was called, if files are
    /// named in it that are there.
    /// </summary>
    public bool IsCommand { get; init; }

    /// <summary>
    /// Its argument is taken as it is written, even where msmtprc says <c>expand on</c>: <c>${VARIABLE}</c> and % mean something else in it. True for
    /// secrets and commands, even if this does not say so.
    /// </summary>
    public bool IsLiteral { get => field || IsSecret || IsCommand; init; }

    private protected virtual bool ReadsPath => false;

    /// <summary>Whether a value is one of <see cref="WordsBesidePaths"/>.</summary>
    public bool IsBesidePaths(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        foreach (var word in WordsBesidePaths.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (value == word || word.EndsWith(':') && value.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    /// <summary>
    /// The letters of the patterns (%U, %H, %C, %M, %F) that are replaced in its value once the account is known; empty for none.
    /// </summary>
    public string Patterns { get; init; } = "";
}
