using System.Diagnostics;
using System.Text;
using Ucd = Msmtp.Text.Tests.UnicodeCharacterDatabase;

namespace Msmtp.Text.Tests;

public sealed class UnicodeTextTests
{
    static readonly NormalizationForm[] Forms =
        [NormalizationForm.FormC, NormalizationForm.FormD, NormalizationForm.FormKC, NormalizationForm.FormKD];

    [Theory]
    [InlineData("plain", NormalizationForm.FormKC, "plain")]
    [InlineData("BU\u0308CHER", NormalizationForm.FormC, "BÜCHER")]
    [InlineData("BÜCHER", NormalizationForm.FormD, "BU\u0308CHER")]
    [InlineData("ｅｘ①ﬁ", NormalizationForm.FormKC, "ex1fi")]
    [InlineData("ｅｘ①ﬁ", NormalizationForm.FormC, "ｅｘ①ﬁ")]
    [InlineData("a\u0323\u0307", NormalizationForm.FormC, "ạ\u0307")]
    [InlineData("a\u0307\u0323", NormalizationForm.FormC, "ạ\u0307")]
    [InlineData("\u1112\u1161\u11AB", NormalizationForm.FormC, "한")]
    [InlineData("한", NormalizationForm.FormD, "\u1112\u1161\u11AB")]
    [InlineData("\u1E9B\u0323", NormalizationForm.FormKC, "\u1E69")]
    [InlineData("\u0344", NormalizationForm.FormC, "\u0308\u0301")]
    public void Normalizes(string text, NormalizationForm form, string expected)
    {
        Assert.Equal(expected, UnicodeText.Normalize(text, form));
    }

    [Theory]
    [InlineData("é\uDC80")]
    [InlineData("\uD800é")]
    public void A_lone_surrogate_stays(string text)
    {
        Assert.Equal(text, UnicodeText.Normalize(text, NormalizationForm.FormC));
    }

    [Fact]
    public async Task Every_code_point_is_normalized_as_by_another_implementation()
    {
        const string Script = """
            import sys, unicodedata
            for c in range(0x80, 0x110000):
                if unicodedata.category(chr(c)) not in ('Cn', 'Cs'):
                    forms = [unicodedata.normalize(f, chr(c)) for f in ('NFC', 'NFD', 'NFKC', 'NFKD')]
                    sys.stdout.buffer.write(('\t'.join([chr(c)] + forms) + '\n').encode())
            """;
        var lines = await PythonAsync(Script);
        Assert.SkipWhen(lines is null, "python3 is not installed");

        Assert.True(lines.Length > 140_000);
        Assert.All(lines, static line => AssertForms(line.Split('\t')));

        static void AssertForms(string[] fields) => Assert.Equal(
            fields[1..],
            Forms.Select(form => UnicodeText.Normalize(fields[0], form)));
    }

    [Fact]
    public void Unicodes_own_test_passes()
    {
        var lines = Ucd.NormalizationTest();
        Assert.SkipUnless(lines.Count > 0, "unicode-data or bzcat is not installed");

        Assert.True(lines.Count > 18_000);
        Assert.All(lines, static line =>
        {
            var c = line.Split(';').Take(5).Select(static field => Ucd.Text(field)).ToArray();
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(c[i < 3 ? 1 : 3], UnicodeText.Normalize(c[i], NormalizationForm.FormC));
                Assert.Equal(c[i < 3 ? 2 : 4], UnicodeText.Normalize(c[i], NormalizationForm.FormD));
                Assert.Equal(c[3], UnicodeText.Normalize(c[i], NormalizationForm.FormKC));
                Assert.Equal(c[4], UnicodeText.Normalize(c[i], NormalizationForm.FormKD));
            }
        });
    }

    static async Task<string[]?> PythonAsync(string script)
    {
        try
        {
            var start = new ProcessStartInfo("python3", ["-c", script])
            {
                RedirectStandardOutput = true,
                StandardOutputEncoding = Encoding.UTF8,
            };
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
