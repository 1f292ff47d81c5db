namespace Msmtp.Hosting;

/// <summary>
/// An account whose mails the service of this system sends (<c>queue_socket</c>): everything that concerns them is the service's affair, and so
/// are all secrets.
/// </summary>
static class HandOverToService
{
    /// <summary>Where the service listens unless the administrator has chosen another place.</summary>
    public const string DefaultSocket = "/run/msmtp/submit";

    /// <summary>
    /// <c>queue_socket</c>: the socket of the service that sends the mails of all users of this system, and to which they are handed; null: this
    /// program sends them itself.
    /// </summary>
    public static readonly SettingKey<string?> Socket = new("queue_socket", null, SettingParsers.Path);

    /// <summary>The account as the caller needs it: it has the service for a server.</summary>
    /// <param name="account">The account as it was found.</param>
    /// <param name="overrides">What the caller himself has set.</param>
    /// <param name="user">The caller. His name is asked for only where it is needed: the system may have to read files for it.</param>
    public static MailAccount Of(MailAccount account, AccountSettings overrides, UserEnvironment user) =>
        account.Settings.Get(Socket) is { } path
            ? account with { Settings = Settings(overrides, path, account.Settings.Get(CommonSettings.From) ?? user.UserName) }
            : account;

    // Aliases, header fields and filters are left to the service: its files need not be readable here, and nothing is done twice.
    static AccountSettings Settings(AccountSettings overrides, string path, string sender) => overrides
        .With(CommonSettings.Host, "localhost")
        .With(CommonSettings.Socket, path)
        .With(CommonSettings.Protocol, MailProtocol.Smtp)
        .With(CommonSettings.Tls, false)
        .With(CommonSettings.Auth, AuthChoice.Off)
        .With(CommonSettings.Password, null)
        .With(Socket, path)
        .With(FailoverSettings.Accounts, null)
        .With(MessageSettings.SetFrom, FieldHandling.Off)
        .With(MessageSettings.SetDate, false)
        .With(MessageSettings.SetMessageId, false)
        // A name without a domain tells the service that none was given: it uses its own account's.
        .With(CommonSettings.From, sender);
}
