namespace Msmtp.Hosting;

/// <summary>
/// An account whose mails the service of this system sends (<c>queue_socket</c>): everything that concerns their server is the service's affair,
/// and so are all secrets. Nothing here does I/O.
/// </summary>
static class HandOverToService
{
    /// <summary>Where the service listens unless the administrator has chosen another place.</summary>
    public const string DefaultSocket = "/run/msmtp/submit";

    /// <summary>The account as the caller needs it: it has the service for a server.</summary>
    public static MailAccount Of(MailAccount account, string userName) =>
        account.Settings.Get(QueueSettings.Socket) is { } path ? account with { Settings = Settings(account.Settings, path, userName) } : account;

    static AccountSettings Settings(AccountSettings settings, string path, string userName) => settings
        .With(CommonSettings.Host, "localhost")
        .With(CommonSettings.Socket, path)
        .With(CommonSettings.Protocol, MailProtocol.Smtp)
        .With(CommonSettings.Tls, false)
        .With(CommonSettings.Auth, AuthChoice.Off)
        .With(CommonSettings.Password, null)
        .With(QueueSettings.Use, QueueUse.Off)
        // A name without a domain tells the service that none was given: it uses its own account's.
        .With(CommonSettings.From, settings.Get(CommonSettings.From) ?? userName);
}
