using System.Globalization;

namespace Msmtp.Server;

/// <summary>What BDAT announces (RFC 3030 §2): <c>chunk-size [ SP "LAST" ]</c>.</summary>
/// <param name="Size">The octets that follow the command line.</param>
/// <param name="IsLast">Whether the content ends with them.</param>
readonly record struct Chunk(long Size, bool IsLast)
{
    /// <summary>Reads the argument of BDAT; false: it is malformed, so there is no telling how many octets follow.</summary>
    public static bool TryParse(string argument, out Chunk chunk)
    {
        var blank = argument.IndexOf(' ', StringComparison.Ordinal);
        var isLast = blank >= 0;
        var size = isLast ? argument.AsSpan(0, blank) : argument;
        var isWhole = long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var octets)
            && (!isLast || argument.AsSpan(blank + 1).Equals("LAST", StringComparison.OrdinalIgnoreCase));
        chunk = new Chunk(octets, isLast);
        return isWhole;
    }
}
