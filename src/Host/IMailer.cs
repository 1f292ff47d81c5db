namespace Msmtp.Hosting;

/// <summary>
/// Sends mail through the accounts that it was built with, over connections that it keeps. Thread-safe. Disposing it waits for mails that
/// are being sent, for <see cref="ConnectionPoolOptions.ShutdownTimeout"/> at most.
/// </summary>
public interface IMailer : IAsyncDisposable
{
    /// <summary>
    /// Sends one mail. It returns when the mail was taken for every recipient, by its server or by a durable queue; a refused recipient is
    /// an exception like everything else, so that no mail is lost in silence. <see cref="TrySendAsync"/> returns what this one throws.
    /// </summary>
    /// <param name="request">The mail.</param>
    /// <param name="cancellationToken">Gives up; once the message has gone out whole, the server's answer is awaited all the same.</param>
    /// <returns><see cref="SendOutcome.Sent"/> or <see cref="SendOutcome.Queued"/>, and what was said of each recipient.</returns>
    /// <exception cref="MailException">
    /// It was not taken for everybody: <see cref="MailException.Result"/> says who has it, and whether sending it to the others again can
    /// help, or could deliver it twice.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller gave up, and nothing was delivered.</exception>
    /// <exception cref="InvalidOperationException">The message is a stream that has been read already; nothing was connected.</exception>
    ValueTask<SendResult> SendAsync(MailRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends one mail and returns what became of it, whatever that is: refused recipients, servers that do not answer and mistakes in the
    /// request or the configuration are results.
    /// </summary>
    /// <param name="request">The mail.</param>
    /// <param name="cancellationToken">Gives up; once the message has gone out whole, the server's answer is awaited all the same.</param>
    /// <returns>What became of it, as a whole and for each recipient.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up, and nothing was delivered.</exception>
    /// <exception cref="InvalidOperationException">The message is a stream that has been read already; nothing was connected.</exception>
    ValueTask<SendResult> TrySendAsync(MailRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Checks that mail could be sent now: takes a connection that is kept, or connects, encrypts and authenticates. No mail is sent.
    /// </summary>
    /// <param name="account">The account's name; null: the default one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// True: everything that can be checked without a mail was checked with the server. False: the account's transport cannot do that, so
    /// it is not known.
    /// </returns>
    /// <exception cref="MailException">Mail cannot be sent; the message says why.</exception>
    ValueTask<bool> ProbeAsync(string? account = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads everything that the first mail would read, plugins and configuration, and checks the application's own accounts. Nothing is
    /// connected. Called at startup, it reports mistakes then.
    /// </summary>
    /// <exception cref="MailException">There is a mistake; the message names account and command, or file and line.</exception>
    ValueTask ValidateAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The queue of an account (<c>queue on</c>), to list its mails and to change what becomes of them. Accounts with the same
    /// <c>queue_dir</c> have the same one. Listing reads the queue; opening it does not.
    /// </summary>
    /// <param name="account">The account's name; null: the default one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MailException">There is no such account, or no plugin provides a queue.</exception>
    ValueTask<IMailQueue> OpenQueueAsync(string? account = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends the queued mails of all accounts as they become due, until it is cancelled or the mailer is disposed. It returns when the mails
    /// under way have ended, after <see cref="ConnectionPoolOptions.ShutdownTimeout"/> at the latest; the others stay in the queue. An
    /// application that does not run its queues sends nothing that is in them.
    /// </summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MailException">The configuration is wrong, or a queue cannot be read for ten minutes.</exception>
    ValueTask RunQueueAsync(CancellationToken cancellationToken);
}
