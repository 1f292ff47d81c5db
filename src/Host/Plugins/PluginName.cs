namespace Msmtp.Hosting;

/// <summary>What a plugin may be called where it is named: it becomes a part of a path.</summary>
static class PluginName
{
    const int MaxLength = 100;

    /// <summary>Letters, digits, dots, dashes and underscores, and a letter or digit at the front.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && name.All(IsAllowed);

    static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
