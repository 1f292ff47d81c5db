namespace Msmtp.Server;

/// <summary>
/// The values of parameters (RFC 3461 §4), without their meaning:
/// <code>
/// xtext   = *( xchar / hexchar )
/// xchar   = any ASCII CHAR between "!" (33) and "~" (126) inclusive, except for "+" and "="
/// hexchar = ASCII "+" immediately followed by two upper case hexadecimal digits
/// </code>
/// </summary>
static class Xtext
{
    /// <summary>Whether this is xtext that stands for printable characters, as it does in ENVID and ORCPT (RFC 3461 §4.2 and §4.4).</summary>
    public static bool IsPrintable(ReadOnlySpan<char> value) => IsXtext(value, mayBeInvisible: false);

    /// <summary>Whether this is xtext.</summary>
    public static bool IsValid(ReadOnlySpan<char> value) => IsXtext(value, mayBeInvisible: true);

    static bool IsXtext(ReadOnlySpan<char> value, bool mayBeInvisible)
    {
        while (!value.IsEmpty)
        {
            var isHex = value is ['+', var high, var low, ..] && IsDigit(high) && IsDigit(low);
            if (!isHex && value[0] is (< '!' or > '~' or '+' or '='))
                return false;
            // Two digits from 20 to 7E.
            if (isHex && !mayBeInvisible && (value[1] is < '2' or > '7' || value is ['+', '7', 'F', ..]))
                return false;
            value = value[(isHex ? 3 : 1)..];
        }
        return true;
    }

    static bool IsDigit(char character) => character is (>= '0' and <= '9') or (>= 'A' and <= 'F');
}
