using System.Threading.Channels;
using Msmtp.Server;

namespace Msmtp.Testing;

sealed class SinkHandler(ChannelWriter<ReceivedMail> arrived, SinkAnswers answers) : IMailHandler
{
    public ValueTask<SmtpReply?> RefuseRecipientAsync(MailEnvelope envelope, MailRecipient recipient, CancellationToken cancellationToken) =>
        ValueTask.FromResult(answers.Recipient(recipient));

    public async ValueTask<MailOutcome> ReceiveAsync(MailEnvelope envelope, Stream content, CancellationToken cancellationToken)
    {
        using var octets = new MemoryStream();
        await content.CopyToAsync(octets, cancellationToken);
        var mail = new ReceivedMail(envelope, octets.ToArray());
        await arrived.WriteAsync(mail, cancellationToken);
        return answers.Mail(mail);
    }
}
