using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>Non-ASCII text in a header field (RFC 2047): <c>=?utf-8?B?SsO2cmc=?=</c>.</summary>
static class EncodedWords
{
    // RFC 2047 §2: a word has at most 75 characters and its line 76, the name of the field included. 42 octets make 56
    // characters of base64; "=?unknown-8bit?B?" and "?=" make 75 of them.
    const int OctetsInWord = 42;
    const int FirstOctetsInWord = 36;

    // Longer words than RFC 2047 §2 allows are read everywhere, as long as a line can hold them.
    const int LongestKept = 600;

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

    /// <summary>
    /// An encoded word as it can stand in a display name: RFC 2047 §5 (3) allows fewer characters there than some mailers write. Null: the text is
    /// not one that could be decoded.
    /// </summary>
    /// <param name="word">The text.</param>
    /// <param name="decoded">The octets that it stands for, each as a character.</param>
    public static string? ForPhrase(string word, out string decoded)
    {
        decoded = "";
        if (word is not ['=', '?', .. var inner, '?', '='] || inner.Split('?') is not [var charset, var encoding, var text])
            return null;
        var octets = encoding is "B" or "b" ? OfBase64(text) : encoding is "Q" or "q" ? OfQ(text) : null;
        if (octets is null || charset.Length == 0 || !charset.All(static letter => char.IsAsciiLetterOrDigit(letter) || "-_.+*'".Contains(letter)))
            return null;
        // In a charset with escape sequences (ISO 2022), octets are not the characters that they seem to be.
        decoded = octets.Contains('\x1B') ? new string('?', octets.Length) : octets;
        var allowed = $"=?{charset}?{encoding}?{(encoding is "Q" or "q" ? InQ(text) : text)}?=";
        return allowed.Length <= LongestKept ? allowed : null;
    }

    static string? OfBase64(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), octets, out var length)
            ? Encoding.Latin1.GetString(octets, 0, length)
            : null;
    }

    static string OfQ(string text)
    {
        var octets = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var isCode = text[at] == '=' && at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]);
            octets.Append(isCode ? (char)Convert.ToInt32(text.Substring(at + 1, 2), 16) : text[at] == '_' ? ' ' : text[at]);
            at += isCode ? 2 : 0;
        }
        return octets.ToString();
    }

    static string InQ(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var octet in OctetText.Encode(text))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || (char)octet is '!' or '*' or '+' or '-' or '/' or '=' or '_')
                result.Append((char)octet);
            else
                result.Append('=').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        }
        return result.ToString();
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
