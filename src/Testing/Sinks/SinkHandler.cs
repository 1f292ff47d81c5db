using System.Threading.Channels;
using Msmtp.Server;

namespace Msmtp.Testing;

sealed class SinkHandler(ChannelWriter<SunkMail> arrived, SinkAnswers answers) : IMailHandler
{
    public ValueTask<SmtpReply?> RefuseRecipientAsync(MailEnvelope envelope, MailRecipient recipient, CancellationToken ct) =>
        ValueTask.FromResult(answers.Recipient(recipient));

    public async ValueTask<MailOutcome> ReceiveAsync(MailEnvelope envelope, Stream content, CancellationToken ct)
    {
        using var octets = new MemoryStream();
        await content.CopyToAsync(octets, ct);
        var mail = new SunkMail(envelope, octets.ToArray());
        await arrived.WriteAsync(mail, ct);
        return answers.Mail(mail);
    }
}
