using System.Text;
using System.Text.Unicode;

namespace Msmtp.Hosting;

/// <summary>Non-ASCII text in a header field (RFC 2047): <c>=?utf-8?B?SsO2cmc=?=</c>.</summary>
static class EncodedWords
{
    // RFC 2047 §2: a word has at most 75 characters and its line 76, the name of the field included. 42 octets make 56
    // characters of base64; "=?unknown-8bit?B?" and "?=" make 75 of them.
    const int OctetsInWord = 42;
    const int FirstOctetsInWord = 36;

    /// <summary>The octets as encoded words on folded lines, for a field whose name is as short as From.</summary>
    public static string Encode(ReadOnlySpan<byte> octets)
    {
        // RFC 1428 §3: the name for octets in an unknown charset.
        var charset = Utf8.IsValid(octets) ? "utf-8" : "unknown-8bit";
        var words = new StringBuilder();
        while (!octets.IsEmpty)
        {
            var length = WordLength(octets, words.Length == 0 ? FirstOctetsInWord : OctetsInWord);
            words.Append(words.Length == 0 ? "" : "\n ");
            words.Append("=?").Append(charset).Append("?B?").Append(Convert.ToBase64String(octets[..length])).Append("?=");
            octets = octets[length..];
        }
        return words.ToString();
    }

    // RFC 2047 §5: a character must not be split.
    static int WordLength(ReadOnlySpan<byte> octets, int limit)
    {
        var length = 0;
        while (length < octets.Length)
        {
            Rune.DecodeFromUtf8(octets[length..], out _, out var size);
            if (length + size > limit)
                break;
            length += size;
        }
        return length;
    }
}
