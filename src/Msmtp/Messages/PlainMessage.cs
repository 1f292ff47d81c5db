using System.Text;
using MimeKit;
using MimeKit.IO;
using Msmtp.Hosting;

namespace Msmtp;

/// <summary>
/// A message that every server accepts as it is: ASCII, with lines that are not too long. Most messages are like that, and a small one is
/// written at once, without copying its structure. The message does not change.
/// </summary>
static class PlainMessage
{
    // Anything longer is written while it is sent.
    const long LongestContent = 128 * 1024;
    const int MostContents = 8;

    // Another mail may be writing the same message or reading the same attachment. That takes microseconds; nobody waits longer.
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1);

    /// <summary>Null: it is another kind of message, or not small, or in use by another mail.</summary>
    public static WrittenOctets? TryWrite(MimeMessage message)
    {
        List<Stream> contents = new(1);
        // Otherwise MimeKit would add the field to the caller's message.
        var isWhole = message.Body is null || message.Headers.Contains(HeaderId.MimeVersion);
        return isWhole && TryCollect(message.Body, contents) && contents.Sum(static content => content.Length) <= LongestContent
            ? TryWrite(message, contents)
            : null;
    }

    // Writing moves the position of each content, and marks the message's body.
    static WrittenOctets? TryWrite(MimeMessage message, List<Stream> contents)
    {
        var locked = 0;
        object[] all = [message, .. contents];
        try
        {
            while (locked < all.Length && Monitor.TryEnter(all[locked], Patience))
                locked++;
            return locked == all.Length ? Write(message) : null;
        }
        finally
        {
            while (locked > 0)
                Monitor.Exit(all[--locked]);
        }
    }

    static WrittenOctets? Write(MimeMessage message)
    {
        var octets = new WrittenOctets();
        message.WriteTo(octets);
        if (IsPlain(octets.Span))
            return octets;
        octets.Discard();
        return null;
    }

    // Other kinds change when MimeKit writes them, or have to be encoded again.
    static bool TryCollect(MimeEntity? entity, List<Stream> contents) => entity switch
    {
        null => true,
        Multipart { Boundary: null } => false,
        Multipart multipart => !multipart.Headers.Contains(HeaderId.ContentTransferEncoding) && multipart.All(part => TryCollect(part, contents)),
        MimePart { Content: null } => true,
        MimePart { ContentTransferEncoding: not (ContentEncoding.EightBit or ContentEncoding.Binary), Content.Stream: { } stream } =>
            TryAdd(stream, contents),
        _ => false,
    };

    // Reading any other stream may block.
    static bool TryAdd(Stream stream, List<Stream> contents)
    {
        contents.Add(stream);
        return stream is MemoryStream or MemoryBlockStream && stream.CanRead && contents.Count <= MostContents;
    }

    // MimeKit encodes what has NUL, a long line or one that begins with "From ", which mailboxes would change.
    static bool IsPlain(ReadOnlySpan<byte> octets)
    {
        if (!Ascii.IsValid(octets) || octets.Contains((byte)0))
            return false;
        while (!octets.IsEmpty)
        {
            var end = octets.IndexOf((byte)'\n');
            var length = end < 0 ? octets.Length : end;
            if (length > MimeForm.LineLimit || octets.StartsWith("From "u8))
                return false;
            octets = octets[(end < 0 ? length : end + 1)..];
        }
        return true;
    }
}
