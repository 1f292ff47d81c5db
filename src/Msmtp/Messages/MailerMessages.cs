using System.Net.Mail;
using MimeKit;
using Msmtp.Hosting;

namespace Msmtp;

/// <summary>Sends what other libraries call a message.</summary>
public static class MailerMessages
{
    /// <summary>
    /// Sends a <see cref="MimeMessage"/> to the recipients that its header names; Bcc is removed from what they get, unless the account says
    /// otherwise. Its sender chooses the account, if one has it. Its parts are encoded as the server needs them, but for what is signed or
    /// encrypted; the message itself stays as it is. Written while it is sent: not to be changed meanwhile, nor, if something in it is signed or
    /// encrypted, sent a second time.
    /// </summary>
    /// <inheritdoc cref="IMailer.SendAsync"/>
    public static ValueTask<SendResult> SendAsync(this IMailer mailer, MimeMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mailer);
        return mailer.SendAsync(Request(message), cancellationToken);
    }

    /// <summary>The same as <see cref="SendAsync(IMailer, MimeMessage, CancellationToken)"/>, but for what it throws.</summary>
    /// <inheritdoc cref="IMailer.TrySendAsync"/>
    public static ValueTask<SendResult> TrySendAsync(
        this IMailer mailer, MimeMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mailer);
        return mailer.TrySendAsync(Request(message), cancellationToken);
    }

    /// <summary>
    /// Sends a <see cref="MailMessage"/> to the recipients of its To, CC and Bcc. Its sender chooses the account, if one has it. Read
    /// before this returns; stays the caller's.
    /// </summary>
    /// <inheritdoc cref="IMailer.SendAsync"/>
    public static async ValueTask<SendResult> SendAsync(
        this IMailer mailer, MailMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mailer);
        ArgumentNullException.ThrowIfNull(message);
        using var mime = MimeMessage.CreateFromMailMessage(message);
        return await mailer.SendAsync(mime, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same as <see cref="SendAsync(IMailer, MailMessage, CancellationToken)"/>, but for what it throws.</summary>
    /// <inheritdoc cref="IMailer.TrySendAsync"/>
    public static async ValueTask<SendResult> TrySendAsync(
        this IMailer mailer, MailMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mailer);
        ArgumentNullException.ThrowIfNull(message);
        using var mime = MimeMessage.CreateFromMailMessage(message);
        return await mailer.TrySendAsync(mime, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// A request for a <see cref="MimeMessage"/>, as <see cref="SendAsync(IMailer, MimeMessage, CancellationToken)"/> makes it:
    /// to be changed with <c>with</c>.
    /// </summary>
    public static MailRequest Request(MimeMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new MailRequest
        {
            Message = MessageInput.FromOctetsOrForms(() => PlainMessage.TryWrite(message), _ => new(Forms(message))),
            Recipients = RecipientSource.RequestAndHeader,
            From = Sender(message),
        };
    }

    // Where nothing is beyond ASCII there is but one form.
    static MessageForms Forms(MimeMessage message)
    {
        var eightBit = MimeForm.EightBit(message);
        if (!eightBit.IsEightBit)
            return new MessageForms(Writer(eightBit));
        return new MessageForms(Writer(MimeForm.SevenBit(message))) { EightBit = Writer(eightBit) };
    }

    static Func<Stream, CancellationToken, Task> Writer(MimeForm form) => (stream, token) => form.Message.WriteToAsync(stream, token);

    // RFC 5322 §3.6.2: where there are several authors, the Sender field says who sends.
    static string? Sender(MimeMessage message) =>
        (message.ResentSender ?? message.ResentFrom.Mailboxes.FirstOrDefault()
            ?? message.Sender ?? message.From.Mailboxes.FirstOrDefault())?.Address;
}
