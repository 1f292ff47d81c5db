using System.Text;
using FsCheck.Xunit;
using Msmtp.Text;

namespace Msmtp.Auth.Sasl.Tests.Preparation;

public sealed class SaslPrepTests
{
    [Theory]
    // RFC 4013 §3.
    [InlineData("I\u00ADX", "IX")]
    [InlineData("user", "user")]
    [InlineData("USER", "USER")]
    [InlineData("\u00AA", "a")]
    [InlineData("\u2168", "IX")]
    [InlineData("\u0007", null)]
    [InlineData("\u0627\u0031", null)]
    // RFC 4013 §2.1: spaces become the one of ASCII, and U+200B, which stands in both tables, is a space.
    [InlineData("a\u00A0b\u3000c\u200Bd", "a b c d")]
    [InlineData("a\u200Db\uFEFFc\uFE0Fd", "abcd")]
    // §2.2: the form KC.
    [InlineData("Gru\u0308\u00DFe", "Grüße")]
    [InlineData("ｅｘ①ﬁ", "ex1fi")]
    // Hangul is put together, and reordered marks too.
    [InlineData("\u1112\u1161\u11AB", "한")]
    [InlineData("a\u0307\u0323", "ạ\u0307")]
    // §2.3, prohibited: controls, private use, non-characters, replacements, description characters, deprecated ones, tags.
    [InlineData("a\u007F", null)]
    [InlineData("a\u0085", null)]
    [InlineData("a\u2028", null)]
    [InlineData("\uE000", null)]
    [InlineData("\U000F0000", null)]
    [InlineData("\uFDD0", null)]
    [InlineData("\U0001FFFE", null)]
    [InlineData("\uFFFD", null)]
    [InlineData("\u2FF0", null)]
    [InlineData("a\u200Eb", null)]
    [InlineData("\U000E0041", null)]
    // RFC 3454 §6: right to left begins and ends so, without anything of the other direction.
    [InlineData("\u0627", "\u0627")]
    [InlineData("\u0627\u0031\u0628", "\u0627\u0031\u0628")]
    [InlineData("\u0627a\u0628", null)]
    [InlineData("1\u0627", null)]
    [InlineData("\u05D0 \u05D1", "\u05D0 \u05D1")]
    // What a letter becomes counts, not what it was: U+FB50 is a form of U+0671.
    [InlineData("\uFB50", "\u0671")]
    // Nothing is left.
    [InlineData("\u00AD", null)]
    [InlineData("", "")]
    [InlineData("p ss,w=rd", "p ss,w=rd")]
    public void Prepares(string text, string? expected)
    {
        foreach (var isQuery in (bool[])[true, false])
            Assert.Equal(expected, Prepare(text, isQuery));
    }

    [Theory]
    // Unicode 3.2 does not know them: 😀 has no form, and 🄀 would become "0." in later versions.
    [InlineData("o\u0308😀o\u0308", "ö😀ö")]
    [InlineData("🄀\u00AA", "🄀a")]
    [InlineData("\u0221", "\u0221")]
    public void What_unicode_learnt_later_may_stand_in_a_query_only(string text, string expected)
    {
        Assert.Equal(expected, Prepare(text, isQuery: true));
        Assert.Null(Prepare(text, isQuery: false));
    }

    [Fact]
    public void What_is_not_utf8_cannot_be_prepared() => Assert.Null(SaslPrep.Prepare([(byte)'j', 0xF6], isQuery: true));

    [Theory]
    [InlineData(new byte[] { (byte)'j', 0xF6 })]
    [InlineData(new byte[] { (byte)'a', 7 })]
    [InlineData(new byte[] { 0xC2, 0xAD })]
    public void What_cannot_be_prepared_goes_as_it_is(byte[] octets)
    {
        using var password = new Secret([.. octets]);

        Assert.Equal(octets, SaslPrep.Password(password));
        Assert.Equal(octets, OctetText.Encode(SaslPrep.Name(OctetText.Decode(octets))));
    }

    [Fact]
    public void The_password_itself_stays()
    {
        using var password = Secret.FromText("\u2168");

        var prepared = SaslPrep.Password(password);
        Array.Clear(prepared);

        Assert.Equal(OctetText.Encode("\u2168"), password.Reveal());
    }

    [Property(MaxTest = 2000)]
    public void What_is_prepared_is_prepared(string text)
    {
        foreach (var isQuery in (bool[])[true, false])
            if (Prepare(text ?? "", isQuery) is { } once)
                Assert.Equal(once, Prepare(once, isQuery));
    }

    [Property(MaxTest = 1000)]
    public void Printable_ascii_stays(byte[] octets)
    {
        byte[] text = [.. octets.Select(static octet => (byte)(' ' + octet % ('~' - ' ' + 1)))];

        Assert.Equal(text, SaslPrep.Prepare(text, isQuery: false));
    }

    [Property(MaxTest = 1000)]
    public void Octets_of_any_kind_are_prepared_or_refused(byte[] octets)
    {
        foreach (var isQuery in (bool[])[true, false])
            Assert.True(SaslPrep.Prepare(octets, isQuery) is not { } prepared || System.Text.Unicode.Utf8.IsValid(prepared));
    }

    static string? Prepare(string text, bool isQuery) =>
        SaslPrep.Prepare(Encoding.UTF8.GetBytes(text), isQuery) is { } prepared ? Encoding.UTF8.GetString(prepared) : null;
}
