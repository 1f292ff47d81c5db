using System.Text;
using Ucd = Msmtp.Text.Tests.UnicodeCharacterDatabase;

namespace Msmtp.Text.Tests;

public sealed class DomainNameTests
{
    [Theory]
    [InlineData("BÜCHER.example", "xn--bcher-kva.example")]
    [InlineData("BU\u0308CHER.example", "xn--bcher-kva.example")]
    [InlineData("bücher.Example", "xn--bcher-kva.example")]
    [InlineData("straße.example", "xn--strae-oqa.example")]
    [InlineData("STRAẞE.example", "xn--strae-oqa.example")]
    [InlineData("βόλος.com", "xn--nxasmm1c.com")]
    [InlineData("ΒΌΛΟΣ.com", "xn--nxasmq6b.com")]
    [InlineData("ｅｘａｍｐｌｅ。ｃｏｍ", "example.com")]
    [InlineData("例え｡テスト", "xn--r8jz45g.xn--zckzah")]
    [InlineData("例え．テスト.", "xn--r8jz45g.xn--zckzah.")]
    [InlineData("نامه\u200Cای.com", "xn--mgba3gch31f060k.com")]
    [InlineData("ශ්\u200Dරී.com", "xn--10cl1a0b660p.com")]
    [InlineData("faß.de", "xn--fa-hia.de")]
    [InlineData("bu\u00ADcher.de", "bucher.de")]
    [InlineData("ﬀﬂ.example", "fffl.example")]
    [InlineData("_tcp.bücher.example", "_tcp.xn--bcher-kva.example")]
    [InlineData("İstanbul.example", "xn--istanbul-o0e.example")]
    [InlineData("한국.kr", "xn--3e0b707e.kr")]
    [InlineData("\u1112\u1161\u11AB국.kr", "xn--3e0b707e.kr")]
    [InlineData("i❤.ws", "xn--i-7iq.ws")]
    [InlineData("𝔟üCHER.example", "xn--bcher-kva.example")]
    [InlineData("почта.xn--p1ai", "xn--80a1acny.xn--p1ai")]
    [InlineData("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye")]
    [InlineData("Pročprostěnemluvíčesky", "xn--proprostnemluvesky-uyb24dma41a")]
    [InlineData("安室奈美恵-with-SUPER-MONKEYS", "xn---with-super-monkeys-pc58ag80a8qai00g7n9n")]
    [InlineData("ひとつ屋根の下2", "xn--2-u9tlzr9756bt3uc0v")]
    public void Finds_the_name_that_the_DNS_knows(string name, string ascii)
    {
        Assert.Equal(ascii, DomainName.ToAscii(name));
        Assert.Equal(ascii, DomainName.ToAscii(DomainName.ToUnicode(name)));
    }

    [Theory]
    [InlineData("BU\u0308CHER.Example", "bücher.example")]
    [InlineData("例え。テスト.", "例え.テスト.")]
    [InlineData("Example.COM", "Example.COM")]
    public void Spells_it_in_letters(string name, string letters) => Assert.Equal(letters, DomainName.ToUnicode(name));

    [Theory]
    [InlineData("")]
    [InlineData("Mail.Example.ORG.")]
    [InlineData("[IPv6:::1]")]
    [InlineData("under_score..example")]
    [InlineData("-a-.example")]
    public void A_name_in_ASCII_stays_as_it_is(string name)
    {
        Assert.Same(name, DomainName.ToAscii(name));
    }

    [Theory]
    [InlineData("bücher..example", "a label is empty")]
    [InlineData(".bücher", "a label is empty")]
    [InlineData("\u00AD.example", "a label is empty")]
    [InlineData("-bücher.example", "begins or ends with a hyphen")]
    [InlineData("bücher-.example", "begins or ends with a hyphen")]
    [InlineData("bü--cher.example", "third and fourth")]
    [InlineData("\u0308u.example", "combining mark U+0308")]
    [InlineData("bü cher.example", "U+0020")]
    [InlineData("bü@cher.example", "U+0040")]
    [InlineData("bü\u00A0cher.example", "U+0020")]
    [InlineData("a\u2024é.example", "U+002E")]
    [InlineData("a\u2100é.example", "U+002F")]
    [InlineData("a\u200Db.example", "U+200D")]
    [InlineData("a\u200Cb.example", "U+200C")]
    [InlineData("a\u202Eb.example", "U+202E")]
    [InlineData("a\u2028b.example", "U+2028")]
    [InlineData("a\u0378b.example", "U+0378")]
    [InlineData("a\uE000b.example", "U+E000")]
    [InlineData("a\uFFFDb.example", "U+FFFD")]
    [InlineData("\u06CC\u200C\u200C\u06CC.example", "U+200C")]
    public void What_cannot_be_is_refused_by_name_and_reason(string name, string reason)
    {
        var wrong = Assert.Throws<InvalidDataException>(() => DomainName.ToAscii(name));

        Assert.Contains(PrintableText.Text(name), wrong.Message, StringComparison.Ordinal);
        Assert.Contains(reason, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Octets_that_are_not_UTF8_are_no_part_of_a_name()
    {
        var wrong = Assert.Throws<InvalidDataException>(static () => DomainName.ToAscii(OctetText.Decode([0x62, 0xFC, 0x63])));

        Assert.Contains("not UTF-8", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_has_63_characters_at_most()
    {
        Assert.Equal(63, DomainName.ToAscii(new string('a', 55) + "ü").Length);
        Assert.Throws<InvalidDataException>(() => DomainName.ToAscii(new string('a', 56) + "ü"));
        Assert.Throws<InvalidDataException>(() => DomainName.ToAscii(new string('ü', 1_000_000)));
        Assert.Throws<InvalidDataException>(() => DomainName.ToAscii(new string('a', 64) + ".ü"));
    }

    [Fact]
    public void A_name_has_253_characters_at_most()
    {
        var rest = string.Concat(Enumerable.Repeat("." + new string('a', 49), 4));

        Assert.Equal(253, DomainName.ToAscii(new string('a', 45) + "ü" + rest).Length);
        Assert.Equal(254, DomainName.ToAscii(new string('a', 45) + "ü" + rest + ".").Length);
        Assert.Throws<InvalidDataException>(() => DomainName.ToAscii(new string('a', 46) + "ü" + rest));
    }

    [Fact]
    public void Every_code_point_is_mapped_as_Unicode_says()
    {
        Assert.SkipUnless(Ucd.Version is not null, "unicode-data is not installed");
        var changed = Ucd.CaseFolds
            .Where(static pair => !UnicodeTablesSource.IsExcluded(pair.Key) && pair.Key is not (0xDF or 0x3C2 or 0x1E9E));

        Assert.All(changed, static pair => Assert.Equal(
            Ucd.Text(pair.Value),
            DomainMapping.Map(char.ConvertFromUtf32(pair.Key))));
    }

    [Fact]
    public void What_has_been_mapped_stays_as_it_is()
    {
        for (var codePoint = 0x80; codePoint < 0x110000; codePoint++)
        {
            if (!Rune.IsValid(codePoint))
                continue;
            var mapped = DomainMapping.Map(char.ConvertFromUtf32(codePoint));
            Assert.Equal(mapped, DomainMapping.Map(mapped));
        }
    }
}
