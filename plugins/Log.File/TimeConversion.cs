namespace Msmtp.Log.File;

/// <summary>One conversion of a strftime format, as written. Nothing here deals with a time.</summary>
readonly ref struct TimeConversion
{
    /// <summary>The width is cut down to this, which is more than a log line's time can have.</summary>
    const int MaxWidth = 4096;

    // C99 7.23.3.5 leaves these undefined; glibc does not treat them as conversions.
    const string NeverWithE = "aAbBhdDeFgGHIjklmMSUVwW";
    const string NeverWithO = "aAcDFxXY";

    /// <summary>The conversion from its percent sign to its letter.</summary>
    public ReadOnlySpan<char> Text { get; private init; }

    /// <summary>The conversion letter; NUL: the format ends before it, or it does not go with the modifier.</summary>
    public char Letter { get; private init; }

    /// <summary>The last of the flags <c>_</c>, <c>-</c> and <c>0</c>; NUL: none.</summary>
    public char Padding { get; private init; }

    /// <summary>The minimum number of characters; 0: none.</summary>
    public int Width { get; private init; }

    /// <summary>The flag <c>^</c>: in upper case.</summary>
    public bool IsUpper { get; private init; }

    /// <summary>The flag <c>#</c>: in swapped case.</summary>
    public bool IsSwapped { get; private init; }

    /// <summary>Reads the conversion that the format starts with.</summary>
    public static TimeConversion Read(ReadOnlySpan<char> format)
    {
        var flags = format[1..];
        flags = flags[..Count(flags, flags.IndexOfAnyExcept("_-0^#"))];
        var digits = format[(1 + flags.Length)..];
        digits = digits[..Count(digits, digits.IndexOfAnyExceptInRange('0', '9'))];
        var rest = format[(1 + flags.Length + digits.Length)..];
        var modifier = rest is ['E' or 'O', ..] ? rest[0] : '\0';
        var letter = modifier == '\0' ? rest : rest[1..];

        var padding = flags.LastIndexOfAny("_-0");
        return new TimeConversion
        {
            Text = format[..(format.Length - letter.Length + Math.Min(letter.Length, 1))],
            Letter = letter.IsEmpty || !GoTogether(modifier, letter[0]) ? '\0' : letter[0],
            Padding = padding < 0 ? '\0' : flags[padding],
            Width = digits.IsEmpty ? 0 : int.TryParse(digits, out var width) ? Math.Min(width, MaxWidth) : MaxWidth,
            IsUpper = flags.Contains('^'),
            IsSwapped = flags.Contains('#'),
        };
    }

    static int Count(ReadOnlySpan<char> text, int end) => end < 0 ? text.Length : end;

    static bool GoTogether(char modifier, char letter) => modifier switch
    {
        'E' => !NeverWithE.Contains(letter),
        'O' => !NeverWithO.Contains(letter),
        _ => true,
    };
}
