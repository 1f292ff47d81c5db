using Msmtp;
using Msmtp.Text;

namespace My.Plugin_1;

/// <summary>
/// Searches for a text while the message passes through, without holding it. The header is already present; in the body the text is found
/// while it is being sent, and stops the mail before its end.
/// </summary>
sealed class UnfinishedFilter(string text) : IMessageFilter
{
    public ValueTask<OutgoingMail> FilterAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var octets = OctetText.Encode(text);
        if (mail.Content.HeaderBlock.Span.IndexOf(octets) >= 0)
            throw Refusal();
        return new(mail with { Content = mail.Content with { Body = new Searched(mail.Content.Body, octets, Refusal) } });
    }

    MailException Refusal() =>
        new(ExitCode.DataErr, DeliveryStage.Configure, $"the mail is not finished: it holds \"{PrintableText.Text(text)}\"");

    sealed class Searched(Stream body, byte[] wanted, Func<Exception> refusal) : ForwardOnlyStream
    {
        byte[] tail = [];

        public override int Read(Span<byte> buffer)
        {
            var count = body.Read(buffer);
            Search(buffer[..count]);
            return count;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            Search(buffer.Span[..count]);
            return count;
        }

        // The text may begin in one block and end in the next.
        void Search(ReadOnlySpan<byte> octets)
        {
            byte[] seen = [.. tail, .. octets];
            if (seen.AsSpan().IndexOf(wanted) >= 0)
                throw refusal();
            tail = seen[^Math.Min(seen.Length, wanted.Length - 1)..];
        }
    }
}
