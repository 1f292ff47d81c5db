namespace Msmtp;

/// <summary>
/// How a queued mail is to be sent: by which account of which configuration. The account is looked up anew for each attempt, so that a
/// mended msmtprc heals the queue. Never a secret.
/// </summary>
public sealed record MailOrigin
{
    /// <summary>The account's name; null: it has none, and everything is in the overrides.</summary>
    public string? Account { get; init; }

    /// <summary>
    /// The absolute path of the msmtprc that has the account, or a name of the application that has it, which is not a path; null: the default
    /// files. Mails of others are left alone by whoever runs the queue.
    /// </summary>
    public string? File { get; init; }

    /// <summary>Commands of msmtprc, each with its argument, that override the account's: those of the command line.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>
    /// The absolute path of the folder in which the mail was submitted, if a setting of the account depends on it
    /// (<see cref="SettingDescriptor.IsPath"/>, <see cref="SettingDescriptor.IsCommand"/>); null: none does.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>
    /// A name for the account, for what is known of its server: mails with the same key go to the same server in the same way.
    /// </summary>
    public string Key => string.Join('\n', (Folder is null ? Overrides : Overrides.Append($"cd {Folder}")).Prepend(Account ?? "").Prepend(File ?? ""));
}
