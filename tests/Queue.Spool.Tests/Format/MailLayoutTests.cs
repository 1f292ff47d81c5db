using Msmtp.Queue.Spool.Format;

namespace Msmtp.Queue.Spool.Tests.Format;

public sealed class MailLayoutTests
{
    static readonly MailLayout Some = new(0x123456789, 0x1234, 0x56, 0xFEDCBA98, 0, uint.MaxValue);

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        var prefix = new byte[MailLayout.PrefixLength];

        Some.WritePrefix(prefix);

        Assert.Equal(Some, MailLayout.Read([.. prefix, .. "and more"u8]));
        Assert.StartsWith("msmtp-mail 1 0000000123456789 00001234 00000056 fedcba98 00000000 ffffffff ", System.Text.Encoding.ASCII.GetString(prefix), StringComparison.Ordinal);
        Assert.EndsWith("\n", System.Text.Encoding.ASCII.GetString(prefix), StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_of_it_is_none()
    {
        var prefix = new byte[MailLayout.PrefixLength];
        Some.WritePrefix(prefix);

        for (var length = 0; length < prefix.Length; length++)
            Assert.Throws<InvalidDataException>(() => MailLayout.Read(prefix.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(0, MailLayout.Limit + 1, 0)]
    [InlineData(0, 0, MailLayout.Limit + 1)]
    public void Lengths_that_no_mail_has_are_refused(long body, int header, int text)
    {
        var prefix = new byte[MailLayout.PrefixLength];
        new MailLayout(body, header, text, 0, 0, 0).WritePrefix(prefix);

        Assert.Throws<InvalidDataException>(() => MailLayout.Read(prefix));
    }

    [Fact]
    public void The_checksum_is_that_of_Castagnoli()
    {
        // RFC 3720 §B.4.
        Assert.Equal(0x8A9136AAu, Checksum.Of(new byte[32]));
        Assert.Equal(0xE3069283u, Checksum.Of("123456789"u8));
        Assert.Equal(Checksum.Of("123456789"u8), ~Checksum.Add(Checksum.Add(Checksum.Start, "1234"u8), "56789"u8));
    }

    [Fact]
    public void Names_are_in_the_order_of_time()
    {
        var start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        var names = Enumerable.Range(0, 100).Select(i => MailId.New(start + TimeSpan.FromMilliseconds(i * i * 1000))).ToList();

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.All(names, static name => Assert.True(MailId.IsValid(name)));
        Assert.True(MailId.IsValid(MailId.OfKey("a key", null)));
        Assert.Equal(MailId.OfKey("a key", null), MailId.OfKey("a key", null));
        Assert.NotEqual(MailId.OfKey("a key", null), MailId.OfKey("another", null));
    }
}
