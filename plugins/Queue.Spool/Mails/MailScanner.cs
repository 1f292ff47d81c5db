using Msmtp.Queue.Spool.Disk;
using Msmtp.Queue.Spool.Format;

namespace Msmtp.Queue.Spool.Mails;

/// <summary>What the file of a mail says, without its message.</summary>
/// <param name="Layout">Where its parts are.</param>
/// <param name="Stored">The mail.</param>
/// <param name="IsBehindTorn">It ends with a record that was not written completely.</param>
readonly record struct MailScan(MailLayout Layout, StoredMail Stored, bool IsBehindTorn);

/// <summary>
/// Reads the files of mails, one after the other: their beginning and their end, however long the message between them is. A short mail is read
/// at once.
/// </summary>
sealed class MailScanner
{
    const int FirstBlock = 8 * 1024;

    byte[] block = new byte[FirstBlock];
    MailOrigin? origin;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not that of a mail, or damaged.</exception>
    /// <exception cref="DiskException">It cannot be read.</exception>
    public MailScan Read(DiskFile file, long size, string id)
    {
        var count = file.Read(block.AsSpan(0, FirstBlock), 0);
        var layout = MailLayout.Read(block.AsSpan(0, count));
        if (layout.RecordStart > size)
            throw new InvalidDataException("it is not complete");
        if (size - layout.RecordStart > MailLayout.Limit)
            throw new InvalidDataException("there is too much behind it");
        var end = size <= count ? block.AsSpan((int)layout.TextStart, (int)(size - layout.TextStart)) : ReadEnd(file, layout.TextStart, (int)(size - layout.TextStart));
        return Read(layout, end, id);
    }

    MailScan Read(MailLayout layout, ReadOnlySpan<byte> end, string id)
    {
        var text = end[..layout.TextLength];
        if (Checksum.Of(text) != layout.TextSum)
            throw new InvalidDataException("what is known of the mail is damaged");
        var stored = MailText.Read(text, id, layout.BodyLength + layout.HeaderLength, origin);
        origin = stored.Mail.Origin;
        var records = end[layout.TextLength..];
        return new MailScan(layout, MailText.Apply(records, stored), records is [.., not (byte)'\n']);
    }

    Span<byte> ReadEnd(DiskFile file, long start, int length)
    {
        if (block.Length < length)
            block = new byte[length];
        return file.Read(block.AsSpan(0, length), start) == length ? block.AsSpan(0, length) : throw new InvalidDataException("it is not complete");
    }
}
