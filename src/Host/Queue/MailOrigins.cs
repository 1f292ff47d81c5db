namespace Msmtp.Hosting;

/// <summary>Says how a mail is to be sent later, in words that mean the same to another process in another folder.</summary>
static class MailOrigins
{
    // They have done their work when the mail is composed: mails that differ only in them go to the same server in the same way.
    static readonly string[] OfTheMail = ["from", "queue", "allow_from_override"];

    /// <param name="account">The account, with what the command line says.</param>
    /// <param name="overrides">What the command line says.</param>
    /// <param name="keys">All settings that there are.</param>
    /// <param name="folder">The folder in which the program runs; null: it is gone.</param>
    public static MailOrigin Of(MailAccount account, IReadOnlyList<string> overrides, IReadOnlyList<SettingKey> keys, string? folder)
    {
        var lasting = new List<string>();
        foreach (var command in overrides)
            if (Array.IndexOf(OfTheMail, Name(command)) < 0)
                lasting.Add(command);
        if (account.Name is null)
            AddServer(account.Settings, lasting);
        return new MailOrigin
        {
            Account = account.Name,
            File = FileOf(account),
            Overrides = lasting,
            Folder = account.File != MailerAccounts.Owner && folder is not null && RelativeSettings.DependOn(folder, account.Settings, keys) ? folder : null,
        };
    }

    static string? FileOf(MailAccount account) => account.File switch
    {
        null => null,
        MailerAccounts.Owner => MailerAccounts.Application,
        { } path => Path.GetFullPath(path),
    };

    // An account of the environment variables SMTPSERVER and EMAIL: whoever sends the mail has another environment.
    static void AddServer(AccountSettings settings, List<string> overrides)
    {
        if (settings.Get(CommonSettings.Host) is { } host && !overrides.Exists(static command => Name(command) == "host"))
            overrides.Add($"host {host}");
    }

    /// <summary>The folder in which this program runs; null: it is gone.</summary>
    public static string? CurrentFolder()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static string Name(string command) => command.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var end ? command[..end] : command;
}
