using System.Globalization;
using System.Text;
using Msmtp.Text;

namespace Msmtp;

/// <summary>
/// Text in the parameters of MAIL and RCPT (RFC 3461 §4):
/// <code>
/// xtext   = *( xchar / hexchar )
/// xchar   = any ASCII CHAR between "!" (33) and "~" (126) inclusive, except for "+" and "="
/// hexchar = ASCII "+" immediately followed by two upper case hexadecimal digits
/// </code>
/// </summary>
public static class Xtext
{
    const int HexLength = 3;

    /// <summary>Encodes text (see <see cref="OctetText"/>).</summary>
    public static string Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var encoded = new StringBuilder(text.Length);
        foreach (var octet in OctetText.Encode(text))
        {
            if (IsPlain((char)octet))
                encoded.Append((char)octet);
            else
                encoded.Append('+').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        }
        return encoded.ToString();
    }

    /// <summary>Whether this is xtext.</summary>
    public static bool IsValid(ReadOnlySpan<char> encoded)
    {
        while (!encoded.IsEmpty)
        {
            var length = IsPlain(encoded[0]) ? 1 : IsHex(encoded) ? HexLength : 0;
            if (length == 0)
                return false;
            encoded = encoded[length..];
        }
        return true;
    }

    /// <summary>Decodes it; null: this is not xtext.</summary>
    public static string? TryDecode(ReadOnlySpan<char> encoded)
    {
        if (!IsValid(encoded))
            return null;
        var octets = new byte[encoded.Length];
        var count = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var isHex = encoded[i] == '+';
            octets[count++] = isHex ? byte.Parse(encoded.Slice(i + 1, HexLength - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : (byte)encoded[i];
            i += isHex ? HexLength - 1 : 0;
        }
        return OctetText.Decode(octets.AsSpan(0, count));
    }

    static bool IsPlain(char character) => character is >= '!' and <= '~' and not '+' and not '=';

    static bool IsHex(ReadOnlySpan<char> encoded) => encoded is ['+', var high, var low, ..] && IsDigit(high) && IsDigit(low);

    static bool IsDigit(char character) => character is (>= '0' and <= '9') or (>= 'A' and <= 'F');
}
