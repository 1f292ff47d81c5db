using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Msmtp.Cli.Tests.Documentation;

/// <summary>A piece of a manual that is translated as one: what stands behind a heading, an item of a list, or a made entry.</summary>
/// <param name="Anchor">What it begins with: <c>Sh</c>, <c>Ss</c>, <c>It</c>, or the title of an entry.</param>
/// <param name="Place">Where it is, for people: the section, and its first line.</param>
/// <param name="Line">The number of the line behind its anchor, from 0.</param>
/// <param name="Lines">Its lines with that of its anchor, without comments.</param>
/// <param name="Of">The digest of the original that the page says it was translated from; null: none is noted.</param>
sealed record ManualUnit(string Anchor, string Place, int Line, IReadOnlyList<string> Lines, string? Of)
{
    /// <summary>Changes when a word of it changes, and not when its lines are broken elsewhere.</summary>
    public string Digest
    {
        get
        {
            var words = string.Join('\n', Lines).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', words))))[..8];
        }
    }
}

/// <summary>Cuts manuals.</summary>
static partial class ManualUnits
{
    public const string Of = ".\\\" <of ";

    /// <summary>The pieces of a page in their order; its head is none.</summary>
    public static IReadOnlyList<ManualUnit> Cut(string page)
    {
        var units = new List<ManualUnit>();
        var lines = page.Split('\n');
        string? block = null;
        var section = "";
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (block is null && Opening().Match(line) is { Success: true } opening && lines.Contains($".\\\" </{opening.Groups[1].Value}>"))
                block = opening.Groups[1].Value;
            else if (block is not null && line == $".\\\" </{block}>")
            {
                if (block != ManualTranslation.Head)
                    units.Add(Start(block, $"{section}, {block}", i, null));
                block = null;
            }
            else if (block is null && Anchor().Match(line) is { Success: true } anchor)
            {
                section = anchor.Groups[1].Value == "Sh" ? line[4..] : section;
                units.Add(Start(anchor.Groups[1].Value, anchor.Groups[1].Value == "Sh" ? section : $"{section}, {line[1..]}", i, line));
            }
            else if (block is null && units.Count > 0)
                units[^1] = Add(units[^1], line);
        }
        return units;
    }

    static ManualUnit Start(string anchor, string place, int line, string? first) => new(anchor, place, line + 1, first is null ? [] : [first], null);

    static ManualUnit Add(ManualUnit unit, string line) =>
        line.StartsWith(Of, StringComparison.Ordinal) ? unit with { Of = line[Of.Length..].TrimEnd('>') }
        : line.StartsWith(".\\\"", StringComparison.Ordinal) || line.Length == 0 ? unit
        : unit with { Lines = [.. unit.Lines, line] };

    [GeneratedRegex("""^\.\\" <([^/>][^>]*)>$""")]
    private static partial Regex Opening();

    [GeneratedRegex("""^\.(Sh|Ss|It)( |$)""")]
    private static partial Regex Anchor();
}
