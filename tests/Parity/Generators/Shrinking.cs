namespace Msmtp.Parity.Generators;

/// <summary>Makes lists smaller: without a half, a quarter, a piece; then with a shorter piece.</summary>
static class Shrinking
{
    /// <summary>Shorter lists of the same pieces.</summary>
    public static IEnumerable<string[]> Shorter(string[] pieces)
    {
        for (var size = pieces.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= pieces.Length; at += size)
                yield return [.. pieces[..at], .. pieces[(at + size)..]];
        }

        if (pieces.Length == 1)
            yield return [];
    }

    /// <summary>Shorter lists, and lists of shorter pieces.</summary>
    public static IEnumerable<string[]> Smaller(string[] pieces) => Shorter(pieces).Concat(
        from i in Enumerable.Range(0, pieces.Length)
        from shorter in Shorter(pieces[i])
        select (string[])[.. pieces[..i], shorter, .. pieces[(i + 1)..]]);

    static IEnumerable<string> Shorter(string piece)
    {
        for (var size = (piece.Length + 1) / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= piece.Length; at += size)
                yield return piece.Remove(at, size);
        }
    }
}
