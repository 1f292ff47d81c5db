using Microsoft.Extensions.Logging;

namespace Msmtp.Hosting;

/// <summary>
/// The messages in an application's log. Their numbers never change. They hold no secrets; addresses, and texts that may contain one, only
/// at Debug (<see cref="Details"/>): who sends mail to whom is personal data, and logs are kept.
/// </summary>
static partial class MailerLog
{
    [LoggerMessage(1, LogLevel.Information,
        "Mail sent by account {Account} through {Server}: {Recipients} recipients, {Octets} octets, {Milliseconds:0} ms")]
    public static partial void Sent(this ILogger log, string? account, string server, int recipients, long octets, double milliseconds);

    [LoggerMessage(2, LogLevel.Warning,
        "Mail sent by account {Account} through {Server} to {Accepted} of {Recipients} recipients, {Milliseconds:0} ms")]
    public static partial void PartlySent(
        this ILogger log, string? account, string server, int accepted, int recipients, double milliseconds);

    [LoggerMessage(3, LogLevel.Warning, "Mail refused, account {Account}, {Server}: {Reason}")]
    public static partial void Refused(this ILogger log, string? account, string server, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Mail deferred, account {Account}, {Server}: {Reason}")]
    public static partial void Deferred(this ILogger log, string? account, string server, string reason);

    [LoggerMessage(5, LogLevel.Error, "Mail may have been delivered, account {Account}, {Server}: {Reason}")]
    public static partial void MayHaveBeenDelivered(this ILogger log, string? account, string server, string reason);

    [LoggerMessage(6, LogLevel.Error, "Mail not sent, account {Account}, {Server}: {Reason}")]
    public static partial void NotSent(this ILogger log, string? account, string server, string reason);

    [LoggerMessage(7, LogLevel.Information, "Mail cancelled by its caller")]
    public static partial void Cancelled(this ILogger log);

    [LoggerMessage(8, LogLevel.Information, "Mail queued, account {Account}, {Server}: {Recipients} recipients; {Reason}")]
    public static partial void Queued(this ILogger log, string? account, string server, int recipients, string reason);

    [LoggerMessage(9, LogLevel.Warning, "Server failed, account {Account}, {Server}, which has others: {Reason}")]
    public static partial void FailedOver(this ILogger log, string? account, string? server, string reason);

    [LoggerMessage(10, LogLevel.Debug, "Connection opened, account {Account}, {Server}, {Milliseconds:0} ms")]
    public static partial void ConnectionOpened(this ILogger log, string? account, string server, double milliseconds);

    [LoggerMessage(11, LogLevel.Debug, "Connection closed, account {Account}, {Server}, {Mails} mails: {End}")]
    public static partial void ConnectionClosed(this ILogger log, string? account, string server, int mails, ConnectionEnd end);

    [LoggerMessage(12, LogLevel.Debug, "Kept connection is gone, account {Account}, {Server}, {Mails} mails: the next mail opens another")]
    public static partial void ConnectionStale(this ILogger log, string? account, string server, int mails);

    /// <summary>Logs what does not stop a mail. Addresses only at Debug.</summary>
    public static void Notice(this ILogger log, HostNotice notice)
    {
        log.Noticed(notice.Message);
        if (notice.LostRecord is { } record && log.IsEnabled(LogLevel.Debug))
            log.LostLine(record.ToLine());
        if (notice.Exception is { } thrown)
            log.PluginFaulted(thrown);
    }

    [LoggerMessage(20, LogLevel.Warning, "{Notice}")]
    static partial void Noticed(this ILogger log, string notice);

    [LoggerMessage(21, LogLevel.Debug, "log info was: {Line}")]
    static partial void LostLine(this ILogger log, string line);

    [LoggerMessage(22, LogLevel.Warning, "A plugin threw")]
    static partial void PluginFaulted(this ILogger log, Exception thrown);

    [LoggerMessage(30, LogLevel.Debug, "Mail from <{From}> to {To}: {Outcome}; {Text}")]
    public static partial void Details(this ILogger log, string from, string to, SendOutcome outcome, string text);
}

/// <summary>Why a connection was closed.</summary>
enum ConnectionEnd
{
    /// <summary>It was idle for too long, or its owner was closed.</summary>
    Idle,

    /// <summary>It has carried as many mails as it may, or connections are not kept.</summary>
    Retired,

    /// <summary>It was kept, and the server no longer answers.</summary>
    Spent,

    /// <summary>A mail was interrupted.</summary>
    Broken,
}
