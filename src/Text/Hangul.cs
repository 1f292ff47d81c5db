namespace Msmtp.Text;

/// <summary>Korean syllables, which are composed and decomposed by arithmetic (Unicode §3.12).</summary>
static class Hangul
{
    const int FirstSyllable = 0xAC00;
    const int FirstLead = 0x1100;
    const int FirstVowel = 0x1161;
    const int BeforeTrails = 0x11A7;
    const int Leads = 19;
    const int Vowels = 21;
    const int Trails = 28;

    /// <summary>Adds the parts of a syllable. False: it is not a syllable.</summary>
    public static bool TryDecompose(int codePoint, List<int> parts)
    {
        var index = codePoint - FirstSyllable;
        if (index is < 0 or >= Leads * Vowels * Trails)
            return false;
        parts.Add(FirstLead + index / (Vowels * Trails));
        parts.Add(FirstVowel + index / Trails % Vowels);
        if (index % Trails > 0)
            parts.Add(BeforeTrails + index % Trails);
        return true;
    }

    /// <summary>Returns the syllable of two parts, or 0 if they make none.</summary>
    public static int Compose(int first, int second)
    {
        var (lead, vowel) = (first - FirstLead, second - FirstVowel);
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
            return FirstSyllable + (lead * Vowels + vowel) * Trails;
        var (syllable, trail) = (first - FirstSyllable, second - BeforeTrails);
        var takesTrail = syllable is >= 0 and < Leads * Vowels * Trails && syllable % Trails == 0;
        return takesTrail && trail is > 0 and < Trails ? first + trail : 0;
    }
}
