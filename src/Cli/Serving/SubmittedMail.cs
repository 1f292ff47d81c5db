using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Msmtp.Hosting;
using Msmtp.Server;

namespace Msmtp.Cli;

/// <summary>Sends, or queues, each mail of a session as a call of the command would, with the envelope of the session.</summary>
/// <param name="session">What the command line says about all of them.</param>
/// <param name="configuration">Tells where the accounts are.</param>
sealed class SubmittedMail(CommandSession session, Func<LoadedConfiguration> configuration) : IMailHandler
{
    // Where the queue is not the caller's own, and it is full or a client has had its share.
    static readonly SmtpReply Full = new(452, "4.3.1", "insufficient storage, try again later");
    static readonly SmtpReply TooMuch = new(452, "4.7.0", "too many mails, try again later");

    readonly DownServers down = new();
    readonly uint overflowUser = SystemUsers.Overflow;

    /// <summary>
    /// The mails are those of others, and go through the queue, whatever the account says. A sender without a domain is none: the account's own
    /// is used.
    /// </summary>
    public bool IsService { get; init; }

    /// <summary>How much a user of this system may submit to the service; null: the client is the user himself.</summary>
    public SubmissionLimits? Limits { get; init; }

    /// <summary>Tells a folder on the file system of the queue; null: it does not matter.</summary>
    public Func<string?> Folder { get; init; } = static () => null;

    /// <summary>A header field for the mail, with its line end; null: none.</summary>
    public Func<MailEnvelope, byte[]>? Trace { get; init; }

    /// <summary>Called with each mail that is in the queue.</summary>
    public Action<DeliveryRecord> Queued { get; init; } = static _ => { };

    /// <summary>Called with each mail whose outcome is known.</summary>
    public Action<MailEnvelope, SmtpReply> Answered { get; init; } = static (_, _) => { };

    public SmtpReply? RefuseSender(MailEnvelope envelope)
    {
        if (KeyedSubmission.Refuse(envelope, overflowUser) is { } refusal)
            return refusal;
        var size = AnnouncedSize(envelope);
        if (Folder() is { } folder && !DiskSpace.HasRoom(folder, size))
            return Full;
        return IsLimited(envelope) && !Limits.Allows(ClientOf(envelope), size) ? TooMuch : null;
    }

    public async ValueTask<MailOutcome> ReceiveAsync(MailEnvelope envelope, Stream content, CancellationToken cancellationToken)
    {
        SmtpReply reply;
        try
        {
            // All of it first: a mail that is cut off must not reach a server.
            using var message = session.Environment.CreateSpool();
            if (Trace is not null)
                message.Write(Trace(envelope));
            await content.CopyToAsync(message, cancellationToken);
            message.Position = 0;
            // From here on the end of the session does not stop it: it may have been sent.
            reply = IsLimited(envelope) && !Limits.TryTake(ClientOf(envelope), message.Length) ? TooMuch : await SendAsync(envelope, message, CancellationToken.None);
        }
        catch (MailException e)
        {
            reply = SessionReplies.Of(e.Failure);
        }
        Answered(envelope, reply);
        return new MailOutcome(reply);
    }

    async ValueTask<SmtpReply> SendAsync(MailEnvelope envelope, Stream message, CancellationToken cancellationToken)
    {
        var pipeline = new SendPipeline(session.Plugins, session.Environment, Accounts, new MailDelivery(session.Plugins, FreshConnections.Instance) { Down = down });
        var record = (await pipeline.SendAsync(Submission(envelope, message), cancellationToken)).Record;
        if (record.QueueId is not null)
            Queued(record);
        return KeyedSubmission.Of(envelope) is null ? SessionReplies.Of(record) : KeyedSubmission.Reply(record);
    }

    ValueTask<ResolvedAccount> Accounts(AccountRequest wanted, CancellationToken cancellationToken)
    {
        var settings = session.Arguments.Settings;
        var loaded = configuration();
        return IsService
            ? new(WithoutEarlySecrets(session.Resolver.Resolve(loaded, wanted with { Overrides = settings.With(QueueSettings.Use, QueueUse.Always) })))
            : session.Resolver.ResolveWithSecretsAsync(loaded, wanted with { Overrides = settings }, cancellationToken);
    }

    // Nothing is sent now, so that nobody makes the service ask for passwords; a filter may still want a secret.
    ResolvedAccount WithoutEarlySecrets(ResolvedAccount account)
    {
        var secrets = new SecretChain(session.Plugins, account.Context);
        return account with { Context = account.Context with { Secrets = secrets }, Secrets = secrets };
    }

    Submission Submission(MailEnvelope envelope, Stream message)
    {
        var overrides = new CommandLineOverrides(session.Arguments.Options, session.Plugins.FindCommand);
        return new(message)
        {
            Recipients = () => RecipientsOf(envelope),
            Sender = _ => IsService && envelope.Sender.Length > 0 && !envelope.Sender.Contains('@', StringComparison.Ordinal) ? null : envelope.Sender,
            Account = session.Arguments.Account,
            FullName = session.Arguments.FullName,
            Notifications = RequestedNotifications.Of(envelope),
            Size = message.Length,
            Queue = new QueueOrder
            {
                Key = KeyedSubmission.Of(envelope),
                HasTrace = Trace is not null,
                Submitter = IsService ? ClientOf(envelope) : null,
                // One reply cannot say that some have the mail and others do not. A queue tells the sender by mail.
                IsForQueueOnly = session.Arguments.IsForQueueOnly || envelope.Recipients.Count > 1,
                Storing = static () => Libc.SetSignal(Libc.FileSizeExceeded, Libc.Ignored),
                Overrides = () => overrides.All(),
                SecretOverride = () => overrides.Secret(),
            },
        };
    }

    // Whoever listens at a TCP port has invited those who can reach it; the superuser has other ways to fill a disk.
    [MemberNotNullWhen(true, nameof(Limits))]
    bool IsLimited(MailEnvelope envelope) => Limits is not null && envelope.Client.SystemUser is { } user && user != SystemUsers.Name(0);

    // A user of this system, or all programs that come by TCP from one address.
    static string ClientOf(MailEnvelope envelope) =>
        envelope.Client.SystemUser ?? (envelope.Client.RemoteEndPoint is IPEndPoint remote ? remote.Address.ToString() : "");

    static long AnnouncedSize(MailEnvelope envelope)
    {
        foreach (var parameter in envelope.Parameters)
            if (parameter.Keyword == "SIZE" && long.TryParse(parameter.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
                return size;
        return 0;
    }

    static List<string> RecipientsOf(MailEnvelope envelope)
    {
        var recipients = new List<string>(envelope.Recipients.Count);
        foreach (var recipient in envelope.Recipients)
            recipients.Add(recipient.Address);
        return recipients;
    }
}
