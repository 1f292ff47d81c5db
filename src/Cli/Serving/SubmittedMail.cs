using Msmtp.Hosting;
using Msmtp.Server;

namespace Msmtp.Cli;

/// <summary>Sends, or queues, each mail of a session as a call of the command would, with the envelope of the session.</summary>
/// <param name="session">What the command line says about all of them.</param>
/// <param name="configuration">Where the accounts are.</param>
sealed class SubmittedMail(CommandSession session, HeldConfiguration configuration) : IMailHandler
{
    /// <summary>Every mail goes through the queue, whatever the account says.</summary>
    public bool IsQueuedFirst { get; init; }

    /// <summary>A header field for the mail, with its line end; null: none.</summary>
    public Func<MailEnvelope, byte[]>? Trace { get; init; }

    /// <summary>Called with each mail that is in the queue.</summary>
    public Action<DeliveryRecord> Queued { get; init; } = static _ => { };

    /// <summary>Called with each mail whose outcome is known.</summary>
    public Action<MailEnvelope, SmtpReply> Answered { get; init; } = static (_, _) => { };

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
            reply = await SendAsync(envelope, message, cancellationToken);
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
        var pipeline = new SendPipeline(session.Plugins, session.Environment, Accounts, new MailDelivery(session.Plugins, FreshConnections.Instance));
        var record = (await pipeline.SendAsync(Submission(envelope, message), cancellationToken)).Record;
        if (record.QueueId is not null)
            Queued(record);
        return SessionReplies.Of(record);
    }

    ValueTask<ResolvedAccount> Accounts(AccountRequest wanted, CancellationToken cancellationToken)
    {
        var settings = session.Arguments.Settings;
        var overrides = IsQueuedFirst ? settings.With(QueueSettings.Use, QueueUse.Always) : settings;
        return session.Resolver.ResolveWithSecretsAsync(configuration.Release(session.Explain), wanted with { Overrides = overrides }, cancellationToken);
    }

    Submission Submission(MailEnvelope envelope, Stream message)
    {
        var overrides = new CommandLineOverrides(session.Arguments.Options, session.Plugins.FindCommand);
        return new(message)
        {
            Recipients = () => RecipientsOf(envelope),
            Sender = _ => envelope.Sender,
            Account = session.Arguments.Account,
            FullName = session.Arguments.FullName,
            Size = message.Length,
            Queue = new QueueOrder
            {
                IsForQueueOnly = session.Arguments.IsForQueueOnly,
                Storing = static () => Libc.SetSignal(Libc.FileSizeExceeded, Libc.Ignored),
                Overrides = () => overrides.All(),
                SecretOverride = () => overrides.Secret(),
            },
        };
    }

    static List<string> RecipientsOf(MailEnvelope envelope)
    {
        var recipients = new List<string>(envelope.Recipients.Count);
        foreach (var recipient in envelope.Recipients)
            recipients.Add(recipient.Address);
        return recipients;
    }
}
