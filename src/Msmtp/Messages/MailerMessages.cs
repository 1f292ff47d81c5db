using System.Net.Mail;
using MimeKit;
using Msmtp.Hosting;

namespace Msmtp;

/// <summary>Sends what other libraries call a message.</summary>
public static class MailerMessages
{
    /// <summary>
    /// Sends a <see cref="MimeMessage"/> to the recipients that its header names; Bcc is removed from what they get, unless the account
    /// says
    /// otherwise. Its sender chooses the account, if one has it. Written while it is sent; not to be changed meanwhile.
    /// </summary>
    /// <inheritdoc cref="IMailer.SendAsync"/>
    public static ValueTask<DeliveryReport> SendAsync(this IMailer mailer, MimeMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mailer);
        ArgumentNullException.ThrowIfNull(message);
        return mailer.SendAsync(Request(message), ct);
    }

    /// <summary>
    /// Sends a <see cref="MailMessage"/> to the recipients of its To, CC and Bcc. Its sender chooses the account, if one has it. Read
    /// before this
    /// returns; stays the caller's.
    /// </summary>
    /// <inheritdoc cref="IMailer.SendAsync"/>
    public static async ValueTask<DeliveryReport> SendAsync(this IMailer mailer, MailMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mailer);
        ArgumentNullException.ThrowIfNull(message);
        using var mime = MimeMessage.CreateFromMailMessage(message);
        return await mailer.SendAsync(mime, ct).ConfigureAwait(false);
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
            Message = MessageInput.FromWriter((stream, token) => message.WriteToAsync(stream, token)),
            Recipients = RecipientSource.RequestAndHeader,
            From = Sender(message),
        };
    }

    // RFC 5322 §3.6.2: where there are several authors, the Sender field says who sends.
    static string? Sender(MimeMessage message) =>
        (message.ResentSender ?? message.ResentFrom.Mailboxes.FirstOrDefault()
            ?? message.Sender ?? message.From.Mailboxes.FirstOrDefault())?.Address;
}
