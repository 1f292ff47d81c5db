namespace Msmtp.Hosting;

/// <summary>Says how a mail is to be sent later, in words that mean the same to another process in another folder. Nothing here does I/O.</summary>
static class MailOrigins
{
    // They have done their work when the mail is composed: mails that differ only in them go to the same server in the same way.
    static readonly string[] OfTheMail = ["from", "queue", "allow_from_override"];

    public static MailOrigin Of(MailAccount account, IReadOnlyList<string> overrides)
    {
        var lasting = new List<string>();
        foreach (var command in overrides)
            if (Array.IndexOf(OfTheMail, Name(command)) < 0)
                lasting.Add(Rooted(command));
        if (account.Name is null)
            AddServer(account.Settings, lasting);
        return new MailOrigin
        {
            Account = account.Name,
            File = FileOf(account),
            Overrides = lasting,
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

    static string Name(string command) => command.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var end ? command[..end] : command;

    static string Rooted(string command)
    {
        var name = Name(command);
        return command.Length > name.Length ? $"{name} {Rooted(name, command[(name.Length + 1)..])}" : command;
    }

    /// <summary>The argument of a command as it is understood in every folder: a path on a command line is relative to the caller's.</summary>
    public static string Rooted(string name, string argument)
    {
        var isPath = name.EndsWith("file", StringComparison.Ordinal) || name.EndsWith("_dir", StringComparison.Ordinal)
            || name is "socket" or "queue_socket" or "aliases" or "oauth_service_account";
        return isPath && argument is not ("" or "-" or "off") && argument[0] is not ('/' or '~') && argument != "system"
            ? Path.GetFullPath(argument)
            : argument;
    }
}
