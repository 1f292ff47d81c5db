namespace Msmtp.Hosting;

/// <summary>
/// Sends mail through the accounts that it was built with, over connections that it keeps. Safe to use from many threads at once.
/// Disposing it waits for the mails that are under way, for <see cref="LinkOptions.ClosingTime"/> at most.
/// </summary>
public interface IMailer : IAsyncDisposable
{
    /// <summary>
    /// Sends one mail and reports what the server said of each recipient; a mail that the server did not take in full has a
    /// <see cref="DeliveryReport.Failure"/>. Throws <see cref="MailException"/> when the delivery could not go on, whose
    /// <see cref="MailException.MayHaveBeenDelivered"/> says whether sending again could deliver twice. What either comes down to is its
    /// <see cref="SendOutcomes.Outcome(DeliveryReport)"/>. A cancellation is <see cref="OperationCanceledException"/>, and nothing was
    /// delivered then: once the message has gone out whole, the server's answer is awaited all the same.
    /// </summary>
    /// <exception cref="InvalidOperationException">The message is a stream that has been read already; nothing was connected.</exception>
    ValueTask<DeliveryReport> SendAsync(MailRequest request, CancellationToken ct = default);

    /// <summary>
    /// Makes sure that mail could be sent now: takes a connection that is kept, or connects, encrypts and authenticates. No mail is sent.
    /// </summary>
    /// <param name="account">The account's name; null: the default one.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>
    /// True: the server was asked all that can be asked without a mail. False: the account's transport cannot ask it, and nobody knows.
    /// </returns>
    /// <exception cref="MailException">It cannot; the message says why.</exception>
    ValueTask<bool> ProbeAsync(string? account, CancellationToken ct = default);

    /// <summary>
    /// Reads everything that the first mail would read, plugins and configuration, and checks the application's own accounts. Nothing is
    /// connected. An application that calls it when it starts learns of a mistake then.
    /// </summary>
    /// <exception cref="MailException">Something is wrong; the message names account and command, or file and line.</exception>
    ValueTask ValidateAsync(CancellationToken ct = default);
}
