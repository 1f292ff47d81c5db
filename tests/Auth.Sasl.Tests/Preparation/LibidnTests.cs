using System.Runtime.InteropServices;
using System.Text;

namespace Msmtp.Auth.Sasl.Tests.Preparation;

/// <summary>SASLprep against that of GNU libidn, which GNU SASL uses and so msmtp.</summary>
public sealed partial class LibidnTests
{
    const int Count = 50_000;
    const int NoUnassigned = 4;

    // Unicode has mended these since 3.2 (NormalizationCorrections.txt); libidn has them as they were.
    static readonly int[] Corrected = [0xF951, 0x2F868, 0x2F874, 0x2F91F, 0x2F95F, 0x2F9BF];

    // Where code points that SASLprep does something with are likely: Latin, marks, Hebrew and Arabic, Hangul, signs, kana, ideographs,
    // forms, other planes.
    static readonly (int First, int Last)[] Blocks =
    [
        (0x01, 0x7F), (0x80, 0x24F), (0x250, 0x36F), (0x370, 0x58F), (0x590, 0x6FF), (0x900, 0xE7F), (0x1100, 0x11FF), (0x1E00, 0x1FFF),
        (0x2000, 0x26FF), (0x2F00, 0x33FF), (0xAC00, 0xACFF), (0xF900, 0xFFFD), (0x1D000, 0x1D7FF), (0x2F800, 0x2FA1D), (0xE0000, 0xE01FF),
        (0x01, 0xD7FF), (0xE000, 0x10FFFF),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Random_texts_are_prepared_as_by_libidn(bool isQuery)
    {
        var random = new Random(20260101);
        Assert.SkipUnless(NativeLibrary.TryLoad("libidn.so.12", out _), "libidn is not installed (package idn)");

        var (prepared, refused) = (0, 0);
        for (var i = 0; i < Count; i++)
        {
            var text = Text(random);
            // Unicode 3.2 told two stories of how some texts are composed. libidn follows the one that later versions do not.
            if (Pr29([.. text, 0]) != 0)
                continue;
            var expected = Libidn(text, isQuery ? 0 : NoUnassigned);
            var actual = SaslPrep.Prepare(text, isQuery);
            Assert.True(Same(expected, actual), $"{Show(text)}: libidn makes {Show(expected)} of it, we {Show(actual)}");
            _ = expected is null ? refused++ : prepared++;
        }

        Assert.True(prepared > Count / 20 && refused > Count / 20, $"{prepared} prepared, {refused} refused: too few to mean anything");
    }

    // Of what is mapped to nothing libidn leaves nothing, where this leaves it as it was.
    static bool Same(byte[]? expected, byte[]? actual) =>
        expected is null or [] ? actual is null or [] : actual is not null && expected.AsSpan().SequenceEqual(actual);

    static byte[] Text(Random random)
    {
        var block = Blocks[random.Next(Blocks.Length)];
        var text = new StringBuilder();
        for (var length = random.Next(1, 5); length > 0;)
        {
            var (first, last) = random.Next(3) == 0 ? Blocks[random.Next(3)] : block;
            var codePoint = random.Next(first, last + 1);
            if (!Rune.IsValid(codePoint) || Corrected.Contains(codePoint))
                continue;
            text.Append(char.ConvertFromUtf32(codePoint));
            length--;
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    static byte[]? Libidn(byte[] text, int flags)
    {
        if (StringprepProfile([.. text, 0], out var prepared, "SASLprep", flags) != 0)
            return null;
        var octets = Encoding.UTF8.GetBytes(Marshal.PtrToStringUTF8(prepared)!);
        Free(prepared);
        return octets;
    }

    static string Show(byte[]? text) => text is null
        ? "nothing"
        : string.Join(' ', Encoding.UTF8.GetString(text).EnumerateRunes().Select(static rune => $"{rune.Value:X4}"));

    [LibraryImport("libidn.so.12", EntryPoint = "stringprep_profile", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StringprepProfile(byte[] text, out nint prepared, string profile, int flags);

    [LibraryImport("libidn.so.12", EntryPoint = "pr29_8z")]
    private static partial int Pr29(byte[] text);

    [LibraryImport("libidn.so.12", EntryPoint = "idn_free")]
    private static partial void Free(nint text);
}
