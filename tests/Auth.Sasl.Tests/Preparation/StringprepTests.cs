using System.Diagnostics;
using System.Text;

namespace Msmtp.Auth.Sasl.Tests.Preparation;

/// <summary>The tables of RFC 3454 against those of Python, which are made from Unicode 3.2.</summary>
public sealed class StringprepTests
{
    const string Script = """
        import sys, stringprep as s
        last = ''
        prohibited = [s.in_table_c12, s.in_table_c21_c22, s.in_table_c3, s.in_table_c4, s.in_table_c6, s.in_table_c7, s.in_table_c8, s.in_table_c9]
        for c in range(0x110000):
            if not 0xD800 <= c < 0xE000:
                t = chr(c)
                sets = s.in_table_b1(t), s.in_table_c12(t), any(f(t) for f in prohibited), s.in_table_a1(t), s.in_table_d1(t), s.in_table_d2(t)
                text = ''.join('01'[f] for f in sets)
                if text != last:
                    print('%X' % c, text)
                last = text
        """;

    [Fact]
    public async Task Every_code_point_is_in_the_tables_where_python_has_it()
    {
        var lines = await PythonAsync();
        Assert.SkipWhen(lines is null, "python3 is not installed (package python3)");

        Assert.Equal(lines, Lines());
    }

    // Where the sets change: the first code point of each run, and the sets that it is in.
    static IEnumerable<string> Lines()
    {
        var last = "";
        foreach (var codePoint in Enumerable.Range(0, 0x110000).Where(Rune.IsValid))
            if (Sets(codePoint) is var sets && sets != last)
            {
                yield return $"{codePoint:X} {sets}";
                last = sets;
            }
    }

    static string Sets(int codePoint)
    {
        bool[] sets =
        [
            Stringprep.IsIgnored(codePoint), Stringprep.IsSpace(codePoint), Stringprep.IsProhibited(codePoint),
            Stringprep.IsUnassigned(codePoint), Stringprep.IsRightToLeft(codePoint), Stringprep.IsLeftToRight(codePoint),
        ];
        return string.Concat(sets.Select(static isIn => isIn ? '1' : '0'));
    }

    static async Task<string[]?> PythonAsync()
    {
        try
        {
            var start = new ProcessStartInfo("python3", ["-c", Script]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.ASCII };
            using var python = Process.Start(start)!;
            var text = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
