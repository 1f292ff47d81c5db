using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Msmtp;

/// <summary>
/// Keeps mails instead of sending them, for an application's own tests: <see cref="MsmtpServiceCollectionExtensions.AddMsmtpCapture"/>.
/// Everything
/// in front of the connection is real: accounts, recipients, header fields, policies.
/// </summary>
public sealed class MailCapture
{
    readonly ConcurrentQueue<CapturedMail> mails = new();
    readonly Channel<CapturedMail> arriving = Channel.CreateUnbounded<CapturedMail>();

    /// <summary>The mails so far, in the order in which they came.</summary>
    public IReadOnlyList<CapturedMail> Mails => [.. mails];

    /// <summary>What is said of each recipient; null: that he is accepted.</summary>
    public Func<ForwardPath, ServerReply?> AnswerRecipient { get; set; } = static _ => null;

    /// <summary>
    /// Fails a mail when it has been read whole; null: it is kept. Say in the failure whether it may have been delivered.
    /// </summary>
    public Func<CapturedMail, DeliveryFailure?> Fail { get; set; } = static _ => null;

    /// <summary>Waits for the next mail; each is returned once.</summary>
    public ValueTask<CapturedMail> NextAsync(CancellationToken cancellationToken = default) => arriving.Reader.ReadAsync(cancellationToken);

    internal void Keep(CapturedMail mail)
    {
        mails.Enqueue(mail);
        arriving.Writer.TryWrite(mail);
    }
}
