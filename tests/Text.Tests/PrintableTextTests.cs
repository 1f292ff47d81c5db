using System.Text;

namespace Msmtp.Text.Tests;

public class PrintableTextTests
{
    [Theory]
    [InlineData("Grüße, Ωμέγα, Привет, 你好, שלום, مرحبا, é as two")]
    [InlineData("\U0001F480 \U0001F468\u200D\U0001F469\u200D\U0001F467 می\u200Cخواهم")]
    [InlineData("\u00A0\u00A1\u00AD\u00FF\uFFFD")]
    public void Letters_of_every_script_stay(string text) => Assert.Equal(text, PrintableText.Text(text));

    [Theory]
    [InlineData("a\u001B[31mb", "a?[31mb")]
    [InlineData("a\tb\r\nc\0d\u007Fe", "a?b??c?d?e")]
    [InlineData("a\u009B31mb\u0080\u0085\u009F", "a?31mb???")]
    [InlineData("moc\u202Elive", "moc?live")]
    [InlineData("\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u2066\u2067\u2068\u2069\u206A\u206F", "?????????????")]
    [InlineData("a\u2028b\u2029c", "a?b?c")]
    [InlineData("pay\u200Bpal \u2060\uFEFF", "pay?pal ??")]
    public void What_acts_on_a_terminal_or_on_the_reader_is_replaced(string text, string expected) =>
        Assert.Equal(expected, PrintableText.Text(text));

    [Fact]
    public void An_octet_that_acts_is_replaced_and_a_letter_of_another_charset_is_not()
    {
        var text = OctetText.Decode([0xFC, (byte)'a', 0x9B, (byte)'3', (byte)'1', (byte)'m', 0x80, 0x9F, 0xA0]);

        Assert.Equal<byte>([0xFC, (byte)'a', (byte)'?', (byte)'3', (byte)'1', (byte)'m', (byte)'?', (byte)'?', 0xA0], OctetText.Encode(PrintableText.Text(text)));
    }

    [Fact]
    public void No_two_texts_make_a_control_character_where_they_meet()
    {
        var joined = PrintableText.Text(OctetText.Decode([0xC2]) + OctetText.Decode([0x9B]) + OctetText.Decode([0xE2]) + OctetText.Decode([0x80, 0xAE]));

        var sent = Encoding.UTF8.GetString(OctetText.Encode(joined));

        Assert.Equal("\uFFFD?\uFFFD?\uFFFD", sent);
    }
}
