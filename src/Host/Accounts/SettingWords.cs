namespace Msmtp.Hosting;

/// <summary>The words of a setting that takes several, with blanks or commas between them. Both may stand within quotes. Nothing here does I/O.</summary>
static class SettingWords
{
    const string Between = " \t,";

    /// <summary>Takes the next word. False: there is none.</summary>
    public static bool TryTake(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> word)
    {
        rest = rest.TrimStart(Between);
        var length = LengthOfWord(rest);
        word = rest[..length];
        rest = rest[length..];
        return length > 0;
    }

    // A quote that is never closed makes a word of all the rest, which nobody takes for an address.
    static int LengthOfWord(ReadOnlySpan<char> text)
    {
        var isQuoted = false;
        var length = 0;
        while (length < text.Length && (isQuoted || !Between.Contains(text[length])))
        {
            isQuoted ^= text[length] == '"';
            length += isQuoted && text[length] == '\\' && length + 1 < text.Length ? 2 : 1;
        }
        return length;
    }
}
