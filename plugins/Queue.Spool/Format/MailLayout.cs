using System.Buffers.Text;

namespace Msmtp.Queue.Spool.Format;

/// <summary>
/// Where the parts of a mail's file are, and what they add up to: the first line of the file, of fixed length. Nothing here does I/O.
/// <code>
/// file   = prefix body header text *record
/// prefix = "msmtp-mail 1 " body-length SP header-length SP text-length SP body-sum SP header-sum SP text-sum SP prefix-sum LF    ; hexadecimal
/// record = sum SP line LF
/// </code>
/// The body comes first, because it is written while its mail is being sent, when nothing else is known yet.
/// </summary>
readonly record struct MailLayout(long BodyLength, int HeaderLength, int TextLength, uint BodySum, uint HeaderSum, uint TextSum)
{
    const int LongDigits = 16, Digits = 8;
    const int SumStart = 13 + LongDigits + 1 + 5 * (Digits + 1);

    /// <summary>The length of the prefix.</summary>
    public const int PrefixLength = SumStart + Digits + 1;

    /// <summary>The most octets of a header, and of what is known of a mail: more than any mail has, and no more than memory can take.</summary>
    public const int Limit = 64 << 20;

    static ReadOnlySpan<byte> Magic => "msmtp-mail 1 "u8;

    public static long BodyStart => PrefixLength;

    public long HeaderStart => PrefixLength + BodyLength;

    public long TextStart => HeaderStart + HeaderLength;

    public long RecordStart => TextStart + TextLength;

    public void WritePrefix(Span<byte> prefix)
    {
        Magic.CopyTo(prefix);
        var rest = prefix[Magic.Length..];
        Put(ref rest, BodyLength, LongDigits);
        Put(ref rest, HeaderLength, Digits);
        Put(ref rest, TextLength, Digits);
        Put(ref rest, BodySum, Digits);
        Put(ref rest, HeaderSum, Digits);
        Put(ref rest, TextSum, Digits);
        Put(ref rest, Checksum.Of(prefix[..SumStart]), Digits);
        prefix[PrefixLength - 1] = (byte)'\n';
    }

    /// <summary>Reads the beginning of a file.</summary>
    /// <exception cref="InvalidDataException">It is not one of a mail.</exception>
    public static MailLayout Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < PrefixLength || !file.StartsWith(Magic))
            throw new InvalidDataException("it does not begin as a mail of this queue does");
        var rest = file[Magic.Length..PrefixLength];
        var bodyLength = Get(ref rest, LongDigits);
        var headerLength = Get(ref rest, Digits);
        var textLength = Get(ref rest, Digits);
        var layout = new MailLayout(
            bodyLength, (int)headerLength, (int)textLength, (uint)Get(ref rest, Digits), (uint)Get(ref rest, Digits), (uint)Get(ref rest, Digits));
        if (Get(ref rest, Digits) != Checksum.Of(file[..SumStart]) || bodyLength < 0 || headerLength > Limit || textLength > Limit)
            throw new InvalidDataException("its first line is damaged");
        return layout;
    }

    static void Put(ref Span<byte> rest, long number, int digits)
    {
        Utf8Formatter.TryFormat(number, rest, out _, new System.Buffers.StandardFormat('x', (byte)digits));
        rest[digits] = (byte)' ';
        rest = rest[(digits + 1)..];
    }

    static long Get(ref ReadOnlySpan<byte> rest, int digits)
    {
        if (!Utf8Parser.TryParse(rest[..digits], out long number, out var used, 'x') || used != digits)
            throw new InvalidDataException("its first line is damaged");
        rest = rest[(digits + 1)..];
        return number;
    }
}
