namespace Msmtp.Hosting;

/// <summary>Which accounts take the place of another one whose server cannot be reached.</summary>
static class FailoverSettings
{
    /// <summary><c>failover</c>: the names of accounts in order of preference, with commas between them; null: there are none.</summary>
    public static readonly SettingKey<string?> Accounts = new(
        "failover", null, ParseAccounts, option: new SettingOption("failover", ArgumentRule.Required)
        {
            HelpArgument = "=[account,...]",
            Kind = ArgumentKind.Account,
            Help = ["use these accounts if the server cannot be reached"],
        })
    {
        Allowed = "names of accounts with commas between them, off",
        Display = new SettingDisplay(445) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary>Where <see cref="Accounts"/> was written, <c>FILE: line N</c>; null: not in a file. No file can set it.</summary>
    public static readonly SettingKey<string?> Place = new("failover, its place", null, SettingParsers.Text);

    /// <summary>The names of the accounts.</summary>
    public static IReadOnlyList<string> NamesIn(AccountSettings settings) => settings.Get(Accounts) is { } written ? Split(written) : [];

    static bool ParseAccounts(SettingArgument argument, out string? value)
    {
        value = null;
        if (argument.Text is "" or "off")
            return true;
        var names = Split(argument.Text);
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Length == 0)
                throw new InvalidDataException("missing account name");
            if (Array.IndexOf(names, names[i]) < i)
                throw new InvalidDataException($"account {names[i]} is named twice");
        }
        value = string.Join(", ", names);
        return true;
    }

    // As in a list of accounts to inherit from.
    static string[] Split(string written)
    {
        var names = written.Split(',');
        for (var i = 0; i < names.Length; i++)
            names[i] = ConfigurationLine.Unquoted(names[i].AsSpan().Trim(" \t")).ToString();
        return names;
    }
}
