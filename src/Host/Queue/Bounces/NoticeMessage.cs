using System.Text;

namespace Msmtp.Hosting;

/// <summary>
/// The message by which a sender is told: <c>multipart/report</c> (RFC 6522) with a text, a report for programs, and the header of the mail.
/// It comes from the sender's own address, because many servers let an account send from no other one. In ASCII but for addresses. Nothing
/// here does I/O.
/// </summary>
static class NoticeMessage
{
    // It has to say which mail it is, not more.
    const int HeaderLimit = 32 * 1024;

    public static MessageContent Of(SenderNotice notice)
    {
        var sender = notice.Mail.Envelope.From.Address;
        var boundary = $"msmtp-{notice.UniqueId:N}";
        var header = new StringBuilder();
        header.Append("From: ").Append(FromField.Value(sender, "Mail Delivery System")).Append('\n');
        header.Append("To: ").Append(ToField.Value([sender])).Append('\n');
        header.Append("Subject: ").Append(NoticeText.Subject(notice)).Append('\n');
        header.Append("Date: ").Append(DateField.Value(notice.Time)).Append('\n');
        header.Append("Message-ID: ").Append(MessageId(notice)).Append('\n');
        if (notice.Mail.MessageId is { } about)
            header.Append("In-Reply-To: ").Append(about).Append("\nReferences: ").Append(about).Append('\n');
        // RFC 3834 §5: whoever answers mails by itself must not answer this one.
        header.Append("Auto-Submitted: auto-replied\nMIME-Version: 1.0\n");
        header.Append("Content-Type: multipart/report; report-type=delivery-status;\n boundary=\"").Append(boundary).Append("\"\n\n");
        return new MessageContent(Encoding.UTF8.GetBytes(header.ToString()), new MemoryStream(Body(notice, boundary)));
    }

    /// <summary>The Message-ID of a notice.</summary>
    public static string MessageId(SenderNotice notice) => $"<{notice.UniqueId:N}@{notice.Host}>";

    static byte[] Body(SenderNotice notice, string boundary)
    {
        var body = new MemoryStream();
        Add(body, boundary, "text/plain; charset=utf-8", "Notification", Encoding.UTF8.GetBytes(NoticeText.Of(notice)));
        Add(body, boundary, "message/delivery-status", "Delivery report", Encoding.ASCII.GetBytes(StatusReport.Of(notice)));
        Add(body, boundary, "text/rfc822-headers; charset=utf-8", "Header of the mail", Header(notice.Header.Span));
        body.Write(Encoding.ASCII.GetBytes($"--{boundary}--\n"));
        return body.ToArray();
    }

    static void Add(MemoryStream body, string boundary, string type, string description, byte[] content)
    {
        var isEncoded = QuotedPrintable.IsNeeded(content);
        body.Write(Encoding.ASCII.GetBytes($"--{boundary}\nContent-Type: {type}\nContent-Description: {description}\n"));
        body.Write(Encoding.ASCII.GetBytes($"Content-Transfer-Encoding: {(isEncoded ? "quoted-printable" : "7bit")}\n\n"));
        body.Write(isEncoded ? QuotedPrintable.Encode(content) : content);
        if (content is not [.., (byte)'\n'])
            body.WriteByte((byte)'\n');
        // RFC 2046 §5.1.1: the line end in front of a boundary is part of it, and a field of a report has one of its own.
        body.WriteByte((byte)'\n');
    }

    // Whole lines of it, without the empty one at the end.
    static byte[] Header(ReadOnlySpan<byte> header)
    {
        if (header.Length > HeaderLimit)
        {
            header = header[..HeaderLimit];
            header = header[..(header.LastIndexOf((byte)'\n') + 1)];
        }
        return header.TrimEnd("\r\n"u8).ToArray();
    }
}
