using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Msmtp.Testing;

/// <summary>Octets as text and back: UTF-8, with \r \n \t \\ and \xHH for what is not printable.</summary>
static class ScriptText
{
    /// <summary>Undoes the escapes.</summary>
    /// <exception cref="FormatException">A backslash followed by something else.</exception>
    public static byte[] ToOctets(ReadOnlySpan<char> text)
    {
        var octets = new ArrayBufferWriter<byte>();
        while (text.Length > 0)
        {
            var plain = text.IndexOf('\\') is var at and >= 0 ? text[..at] : text;
            Encoding.UTF8.GetBytes(plain, octets);
            text = text[plain.Length..];
            if (text.Length > 0)
            {
                octets.Write([Unescape(text, out var length)]);
                text = text[length..];
            }
        }
        return octets.WrittenSpan.ToArray();
    }

    /// <summary>Shows octets on one line.</summary>
    public static string FromOctets(ReadOnlySpan<byte> octets)
    {
        var isUtf8 = Utf8.IsValid(octets);
        var text = new StringBuilder();
        foreach (var c in isUtf8 ? Encoding.UTF8.GetString(octets) : Encoding.Latin1.GetString(octets))
        {
            text.Append(c switch
            {
                '\r' => @"\r",
                '\n' => @"\n",
                '\t' => @"\t",
                '\\' => @"\\",
                < ' ' or '\x7F' => $@"\x{(int)c:X2}",
                > '\x7F' when !isUtf8 => $@"\x{(int)c:X2}",
                _ => c,
            });
        }
        return text.ToString();
    }

    static byte Unescape(ReadOnlySpan<char> text, out int length)
    {
        length = 2;
        switch (text.Length > 1 ? text[1] : ' ')
        {
            case 'r':
                return (byte)'\r';
            case 'n':
                return (byte)'\n';
            case 't':
                return (byte)'\t';
            case '\\':
                return (byte)'\\';
            case 'x' when text.Length >= 4 && TryHex(text[2..4], out var octet):
                length = 4;
                return octet;
            default:
                throw new FormatException($"a script knows \\r \\n \\t \\\\ and \\xHH, not {text}");
        }
    }

    static bool TryHex(ReadOnlySpan<char> digits, out byte octet) =>
        byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out octet);
}
