using MailKit.Net.Smtp;
using MimeKit;

namespace Msmtp.Transport.MailKit;

/// <summary>MailKit's client, which says what the server answered for each recipient, and leaves the message as it is.</summary>
sealed class Client(Dialogue dialogue) : SmtpClient(dialogue)
{
    /// <summary>What was said to RCPT, by address.</summary>
    public Dictionary<string, Reply> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>What one refused recipient means for the others.</summary>
    public PartialRefusal OnRefusal { get; set; }

    protected override bool PreferSendAsBinaryData => false;

    // Encoded otherwise it would be another message.
    protected override void Prepare(FormatOptions options, MimeMessage message, EncodingConstraint constraint, int maxLineLength)
    {
    }

    // It can be read once: nobody knows its size before it has been sent.
    protected override Task<long> GetSizeAsync(FormatOptions options, MimeMessage message, CancellationToken cancellationToken) =>
        Task.FromResult(-1L);

    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        Keep(mailbox, response);

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        Keep(mailbox, response);
        if (OnRefusal == PartialRefusal.StopsTheMail)
            base.OnRecipientNotAccepted(message, mailbox, response);
    }

    void Keep(MailboxAddress mailbox, SmtpResponse response) =>
        Answers[mailbox.Address] = ReplyText.Of((int)response.StatusCode, response.Response);
}
