using Msmtp.Text;

namespace Msmtp.Queue.Spool.Format;

/// <summary>
/// What is known of a mail when it is put, a line for each fact; its records then say what has changed. Nothing here does I/O.
/// </summary>
static class MailText
{
    const string Begun = "begin", Done = "done", Deleted = "deleted";

    /// <summary>The record of an attempt that has begun.</summary>
    public static string Begin => Begun;

    /// <summary>The record of a mail that is over.</summary>
    public static string End(bool isDone) => isDone ? Done : Deleted;

    public static byte[] Write(StoredMail stored)
    {
        var mail = stored.Mail;
        var text = new System.Text.StringBuilder()
            .Append(new FieldWriter().Text("accepted").Time(mail.Accepted)).Append('\n')
            .Append(DsnText.From(mail.Envelope)).Append('\n');
        foreach (var to in mail.Envelope.To)
            text.Append(DsnText.To(to)).Append('\n');
        foreach (var command in mail.Origin.Overrides)
            text.Append(new FieldWriter().Text("override").Text(command)).Append('\n');
        return OctetText.Encode(text
            .Append(new FieldWriter().Text("origin").Text(mail.Origin.Account).Text(mail.Origin.File).Text(mail.Origin.Folder)).Append('\n')
            .Append(new FieldWriter().Text("about").Text(mail.MessageId).Text(mail.Submitter).Text(stored.KeyDigest).Flag(stored.IsEightBit)).Append('\n')
            .Append(StateText.Write(mail, mail.Recipients)).Append('\n')
            .ToString());
    }

    /// <summary>Reads the text of a mail.</summary>
    /// <param name="octets">The text.</param>
    /// <param name="id">The mail's name.</param>
    /// <param name="size">The size of its message.</param>
    /// <param name="last">The origin of another mail, which is usually the same one and need not be kept twice.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static StoredMail Read(ReadOnlySpan<byte> octets, string id, long size, MailOrigin? last)
    {
        var draft = new MailTextReader { LastOrigin = last };
        var text = OctetText.Decode(octets).AsSpan();
        while (text.IndexOf('\n') is >= 0 and var end)
        {
            var line = new FieldReader(text[..end]);
            draft.Read(ref line, id, size);
            text = text[(end + 1)..];
        }
        return draft.Result ?? throw Fields.Wrong();
    }

    /// <summary>Applies all records that are complete.</summary>
    /// <exception cref="InvalidDataException">One of them says something that no record says.</exception>
    public static StoredMail Apply(ReadOnlySpan<byte> records, StoredMail stored)
    {
        while (MailRecord.Read(ref records) is { } text)
        {
            var line = new FieldReader(text);
            stored = line.RequiredText() switch
            {
                Begun => stored with { Mail = stored.Mail.AfterBegin() },
                Done => stored with { End = MailEnd.Done },
                Deleted => stored with { End = MailEnd.Deleted },
                StateText.Kind => stored with { Mail = StateText.Read(ref line, stored.Mail) },
                _ => throw Fields.Wrong(),
            };
        }
        return stored;
    }
}
