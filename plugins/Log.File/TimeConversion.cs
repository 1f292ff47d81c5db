namespace Msmtp.Log.File;

/// <summary>One conversion of a strftime format as it is written. Nothing here knows a time.</summary>
readonly ref struct TimeConversion
{
    /// <summary>What is wider than any time that may stand in a log line is cut down to this.</summary>
    const int MaxWidth = 4096;

    // C99 7.23.3.5 leaves these undefined; glibc does not take them for conversions.
    const string NeverWithE = "aAbBhdDeFgGHIjklmMSUVwW";
    const string NeverWithO = "aAcDFxXY";

    /// <summary>The conversion from its percent sign to its letter.</summary>
    public ReadOnlySpan<char> Text { get; private init; }

    /// <summary>What says how to convert; NUL: the format ends in front of it, or the modifier does not go with it.</summary>
    public char Letter { get; private init; }

    /// <summary>The last of the flags <c>_</c>, <c>-</c> and <c>0</c>; NUL: none.</summary>
    public char Padding { get; private init; }

    /// <summary>At least so many characters; 0: as many as there are.</summary>
    public int Width { get; private init; }

    /// <summary>The flag <c>^</c>: in upper case.</summary>
    public bool IsUpper { get; private init; }

    /// <summary>The flag <c>#</c>: in the case that the text does not have.</summary>
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
