using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Msmtp;

/// <summary>Parsers for the usual types of arguments in msmtprc.</summary>
public static class SettingParsers
{
    /// <summary>Any text. No argument unsets the setting.</summary>
    public static bool Text(SettingArgument argument, out string? value)
    {
        value = argument.Text.Length > 0 ? argument.Text : null;
        return true;
    }

    /// <summary>Any text. No argument is the empty text.</summary>
    public static bool Verbatim(SettingArgument argument, out string? value)
    {
        value = argument.Text;
        return true;
    }

    /// <summary>A secret, of which no string is made. No argument unsets the setting.</summary>
    public static bool Secret(SettingArgument argument, out Secret? value)
    {
        value = argument.ToSecret();
        return true;
    }

    /// <summary>A file name; a leading <c>~</c> is the home directory. No argument unsets the setting.</summary>
    public static bool Path(SettingArgument argument, out string? value)
    {
        Text(argument, out value);
        if (value is ['~', ..])
            value = argument.Home + value[1..] is { Length: > 0 } path ? path : null;
        return true;
    }

    /// <summary><c>on</c>, <c>off</c>, or no argument for on.</summary>
    public static bool Switch(SettingArgument argument, out bool value)
    {
        value = argument.Text is "on" or "";
        return value || argument.Text is "off";
    }

    /// <summary>The opposite of <see cref="Switch"/>, for an old name that turned something off.</summary>
    public static bool InvertedSwitch(SettingArgument argument, out bool value)
    {
        var isValid = Switch(argument, out var on);
        value = !on;
        return isValid;
    }

    /// <summary>A whole number greater than zero.</summary>
    public static bool PositiveNumber(SettingArgument argument, out int value) => Number(argument.Text, out value) && value > 0;

    /// <summary>A port number: 1 to 65535.</summary>
    public static bool Port(SettingArgument argument, out int value) => Number(argument.Text, out value) && value is > 0 and <= 65535;

    /// <summary>
    /// Parses a whole number as C's <c>strtol</c> does with base 0: leading white space and a sign, then 0x for hexadecimal or 0 for octal.
    /// Returns false for anything else, and for numbers that do not fit into 32 bits.
    /// </summary>
    public static bool Number(string text, out int value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = 0;
        var rest = text.AsSpan().TrimStart(" \t\n\v\f\r");
        var isNegative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
            rest = rest[1..];
        if (!TryDigits(rest, out var magnitude) || magnitude > int.MaxValue)
            return false;
        value = (int)(isNegative ? -magnitude : magnitude);
        return true;
    }

    /// <summary>Returns a parser for a setting that an empty argument unsets.</summary>
    public static SettingParser<T?> OrNothing<T>(SettingParser<T> parse)
        where T : struct =>
        (SettingArgument argument, [MaybeNullWhen(false)] out T? value) =>
        {
            value = null;
            if (argument.Text.Length == 0)
                return true;
            var isValid = parse(argument, out var some);
            value = some;
            return isValid;
        };

    static bool TryDigits(ReadOnlySpan<char> digits, out long value) => digits switch
    {
        ['0', 'x' or 'X', .. var hex] =>
            long.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value >= 0,
        ['0', .. var octal] => TryOctal(octal, out value),
        _ => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value),
    };

    static bool TryOctal(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || value > int.MaxValue)
                return false;
            value = value * 8 + (digit - '0');
        }
        return true;
    }
}

/// <summary>
/// Parses the argument of a setting. Does no I/O: it is called for every line of msmtprc and every option, even if no mail is sent. Returns
/// false if the argument is invalid; the host reports it with file and line, or option.
/// </summary>
public delegate bool SettingParser<T>(SettingArgument argument, [MaybeNullWhen(false)] out T value);
