namespace Msmtp.Hosting;

/// <summary>Guesses which known name was meant by an unknown one. Nothing here does I/O.</summary>
static class Nearest
{
    // Longer words are not typing errors, and take time.
    const int LongestWord = 64;

    /// <summary>The name that was most likely meant; null: none is close enough.</summary>
    public static string? Of(string word, IEnumerable<string> names)
    {
        if (word.Length is < 2 or > LongestWord)
            return null;
        var sought = Plain(word);
        string? nearest = null;
        var least = Tolerance(sought) + 1;
        foreach (var name in names)
        {
            var distance = Math.Abs(name.Length - sought.Length) < least ? Distance(sought, Plain(name)) : least;
            if (distance >= least)
                continue;
            (nearest, least) = (name, distance);
        }
        return nearest ?? TheOnly(names.Where(name => IsPartOf(sought, Plain(name))));
    }

    /// <summary>The guess as a question; null: there is none.</summary>
    public static string? Question(string word, IEnumerable<string> names) => Of(word, names) is { } name ? $"did you mean {name}?" : null;

    static int Tolerance(string word) => word.Length switch
    {
        2 => 0,
        <= 5 => 1,
        _ => 2,
    };

    // Case, and the dashes of options with the underscores of msmtprc, are confused more often than letters.
    static string Plain(string name) => name.Replace('-', '_').ToLowerInvariant();

    // starttls for tls_starttls, trust_file for tls_trust_file.
    static bool IsPartOf(string word, string name) =>
        word.Length >= 5 && (name.EndsWith("_" + word, StringComparison.Ordinal) || name.StartsWith(word + "_", StringComparison.Ordinal));

    static string? TheOnly(IEnumerable<string> names) => names.Take(2).ToList() is [var one] ? one : null;

    // The number of letters that are wrong, missing, superfluous or swapped (Damerau-Levenshtein).
    static int Distance(string one, string other)
    {
        var (before, last, row) = (new int[other.Length + 1], new int[other.Length + 1], new int[other.Length + 1]);
        for (var j = 0; j <= other.Length; j++)
            last[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last, row) = (last, row, before);
        }
        return last[other.Length];
    }
}
