namespace Msmtp.Hosting;

/// <summary>Replaces %U, %H, %C, %M and %F in settings with what they stand for. Any other % stays.</summary>
/// <param name="user">Who runs this.</param>
/// <param name="environment">Where the system keeps its files.</param>
/// <param name="mailSender">The sender that the mail names; null: it names none, and %F stays.</param>
sealed class Patterns(UserEnvironment user, PluginEnvironment environment, string? mailSender = null)
{
    /// <summary>The same patterns for one mail.</summary>
    public Patterns For(string? sender) => new(user, environment, sender);

    /// <summary>The account with its patterns replaced.</summary>
    /// <exception cref="MailException">
    /// %M is used and there is no mailname, or the value of a pattern would break an SMTP command.
    /// </exception>
    public MailAccount Expand(MailAccount account, IEnumerable<SettingKey> keys)
    {
        var settings = account.Settings;
        foreach (var key in keys.OfType<SettingKey<string?>>().Where(key => key.Patterns.Length > 0))
        {
            if (settings.Get(key) is { } text && text.Contains('%', StringComparison.Ordinal))
                settings = settings.With(key, Expand(key, text));
        }
        return account with { Settings = settings };
    }

    // The environment is no more trusted than a file: its values must not break an SMTP command either.
    string Expand(SettingDescriptor key, string text)
    {
        var expanded = Expand(text, key.Patterns);
        return CommandText.IsSafe(expanded)
            ? expanded
            : throw new MailException(ExitCode.DataErr, DeliveryStage.Configure, $"{key.Name} {text} holds a line break or NUL");
    }

    /// <summary>The text with the patterns of these letters replaced.</summary>
    public string Expand(string text, string letters)
    {
        var expanded = new System.Text.StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '%' && at + 1 < text.Length && letters.Contains(text[at + 1]) && Meaning(text[at + 1]) is { } meaning)
            {
                expanded.Append(meaning);
                at++;
            }
            else
            {
                expanded.Append(text[at]);
            }
        }
        return expanded.ToString();
    }

    string? Meaning(char letter) => letter == 'F' ? mailSender : PatternValues.Of(letter, user, environment);
}
