using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using MimeKit.Utils;

namespace Msmtp;

/// <summary>
/// A message as a server can take it: a copy of its structure, which shares the content of its parts, with the encodings of these chosen
/// anew. The caller's message is read and not changed. What is signed or encrypted is no copy, and keeps every octet.
/// </summary>
sealed class MimeForm
{
    /// <summary>RFC 5322 §2.1.1: the characters of a line.</summary>
    public const int LineLimit = 998;

    readonly EncodingConstraint constraint;

    MimeForm(MimeMessage message, EncodingConstraint constraint)
    {
        this.constraint = constraint;
        (Message, IsEightBit) = Copy(message);
    }

    /// <summary>For a server that takes octets beyond 127.</summary>
    public static MimeForm EightBit(MimeMessage message) => new(message, EncodingConstraint.EightBit);

    /// <summary>For every server.</summary>
    public static MimeForm SevenBit(MimeMessage message) => new(message, EncodingConstraint.SevenBit);

    /// <summary>The copy, to be written.</summary>
    public MimeMessage Message { get; }

    /// <summary>Some part has octets beyond 127.</summary>
    public bool IsEightBit { get; }

    (MimeMessage Message, bool IsEightBit) Copy(MimeMessage message)
    {
        var copy = new MimeMessage(message.Headers.Select(Copy));
        if (message.Body is null)
            return (copy, false);
        (copy.Body, var isEightBit) = Copy(message.Body);
        return (copy, isEightBit);
    }

    (MimeEntity Entity, bool IsEightBit) Copy(MimeEntity entity) => entity switch
    {
        Multipart multipart when IsSealed(multipart) => (multipart, HasEightBit(multipart)),
        Multipart multipart => Copy(multipart),
        // Its message is a header alone, and made when it is asked for.
        TextRfc822Headers { Message: { } message } headers when HasEightBit(headers) => Copy(Text(headers, message)),
        TextRfc822Headers => (entity, false),
        MessagePart { Message: { } message } part => Copy(part, message),
        MimePart part => Copy(part),
        _ => (entity, false),
    };

    (MimeEntity, bool) Copy(Multipart multipart)
    {
        var copy = new Multipart(multipart.ContentType.MediaSubtype)
        {
            Preamble = Fit(multipart.Preamble),
            Epilogue = Fit(multipart.Epilogue),
        };
        if (multipart.Boundary is { } boundary)
            copy.Boundary = boundary;
        TakeHeaders(copy, multipart);
        var isEightBit = !Ascii.IsValid(copy.Preamble) || !Ascii.IsValid(copy.Epilogue);
        foreach (var part in multipart)
        {
            var (entity, has) = Copy(part);
            copy.Add(entity);
            isEightBit |= has;
        }
        Label(copy, isEightBit);
        return (copy, isEightBit);
    }

    (MimeEntity, bool) Copy(MessagePart part, MimeMessage message)
    {
        var copy = new MessagePart(part.ContentType.MediaSubtype);
        (copy.Message, var isEightBit) = Copy(message);
        TakeHeaders(copy, part);
        Label(copy, isEightBit);
        return (copy, isEightBit);
    }

    (MimeEntity, bool) Copy(MimePart part)
    {
        var copy = new MimePart(part.ContentType.Clone());
        TakeHeaders(copy, part);
        if (part.Content is { } content)
        {
            var octets = new ContentView(content.Stream ?? throw new ObjectDisposedException(nameof(MimePart)));
            copy.Content = new MimeContent(octets, content.Encoding) { NewLineFormat = content.NewLineFormat };
            copy.Prepare(constraint, LineLimit);
        }
        return (copy, copy.ContentTransferEncoding is ContentEncoding.EightBit or ContentEncoding.Binary);
    }

    static MimePart Text(TextRfc822Headers part, MimeMessage message)
    {
        var octets = new MemoryStream();
        message.Headers.WriteTo(octets);
        var text = new MimePart(part.ContentType.Clone()) { Content = new MimeContent(octets) };
        TakeHeaders(text, part);
        return text;
    }

    // RFC 1847 §2.1, RFC 3156 §3: the octets of what is inside may not change.
    static bool IsSealed(Multipart multipart) => multipart is MultipartSigned or MultipartEncrypted
        || multipart.ContentType.IsMimeType("multipart", "signed") || multipart.ContentType.IsMimeType("multipart", "encrypted");

    static bool HasEightBit(MimeEntity entity)
    {
        using var octets = new EightBitFinder();
        entity.WriteTo(octets);
        return octets.HasFound;
    }

    // RFC 2045 §6.4: what encloses 8-bit parts is labelled so, and can be labelled nothing else.
    static void Label(MimeEntity copy, bool isEightBit)
    {
        var isLabelled = copy.Headers[HeaderId.ContentTransferEncoding]?.Trim().ToLowerInvariant() is "8bit" or "binary";
        if (isLabelled == isEightBit)
            return;
        copy.Headers.RemoveAll(HeaderId.ContentTransferEncoding);
        if (isEightBit)
            copy.Headers.Add(HeaderId.ContentTransferEncoding, "8bit");
    }

    // Nobody is shown what stands in front of the first part and behind the last, and nothing says how it is encoded.
    string? Fit(string? text) => text is null || constraint == EncodingConstraint.EightBit
        ? text
        : string.Concat(text.Select(static letter => char.IsAscii(letter) ? letter : '?'));

    static void TakeHeaders(MimeEntity copy, MimeEntity original)
    {
        copy.Headers.Clear();
        foreach (var header in original.Headers)
            copy.Headers.Add(Copy(header));
    }

    // A field beyond ASCII is encoded (RFC 2047, RFC 2231): whether the server takes another one is not asked. But nothing encodes the local
    // part of an address (RFC 6532): MimeKit puts a question mark there, and somebody else would get the mail. The transport knows what to do.
    static Header Copy(Header header)
    {
        var copy = header.Clone();
        if (Ascii.IsValid(copy.RawValue))
            return copy;
        copy.SetValue(Encoding.UTF8, header.Value);
        return Rfc2047.DecodeText(copy.RawValue).Count('?') > header.Value.Count('?') ? header.Clone() : copy;
    }
}
