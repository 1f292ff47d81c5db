using Msmtp.Text;

namespace Msmtp.Abstractions.Tests.Mail;

public sealed class NotificationTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("order 1+1=2", "order+201+2B1+3D2")]
    [InlineData("~!\\", "~!\\")]
    [InlineData("\u00FC\n", "+C3+BC+0A")]
    public void Xtext_comes_back_as_it_was(string text, string encoded)
    {
        Assert.Equal(encoded, Xtext.Encode(text));
        Assert.Equal(text, Xtext.TryDecode(encoded));
    }

    [Fact]
    public void Octets_that_are_no_text_come_back_too()
    {
        var text = OctetText.Decode([0xFF]);

        Assert.Equal("+FF", Xtext.Encode(text));
        Assert.Equal(text, Xtext.TryDecode("+FF"));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a=b")]
    [InlineData("+")]
    [InlineData("+2")]
    [InlineData("+2b")]
    [InlineData("+ZZ")]
    [InlineData("\u00FC")]
    [InlineData("a\r\nRCPT")]
    public void What_is_not_xtext_is_nothing(string text)
    {
        Assert.Null(Xtext.TryDecode(text));
        Assert.Throws<ArgumentException>(() => Envelope with { EnvelopeId = text });
        Assert.Throws<ArgumentException>(() => new ForwardPath("a@x") { OriginalRecipient = "rfc822;" + text });
    }

    [Fact]
    public void Names_have_a_length()
    {
        Assert.Equal(100, (Envelope with { EnvelopeId = new('x', 100) }).EnvelopeId?.Length);
        Assert.Throws<ArgumentException>(() => Envelope with { EnvelopeId = new('x', 101) });
        Assert.Throws<ArgumentException>(() => Envelope with { EnvelopeId = "" });
        Assert.Throws<ArgumentException>(() => new ForwardPath("a@x") { OriginalRecipient = "rfc822;" + new string('x', 494) });
    }

    [Theory]
    [InlineData("rfc822;a+2Bb@x", true)]
    [InlineData("utf-8;\\x{FC}@x", true)]
    [InlineData("a@x", false)]
    [InlineData(";a@x", false)]
    [InlineData("rfc822;", false)]
    [InlineData("r f;a@x", false)]
    public void An_original_recipient_has_a_type(string text, bool isOne) => Assert.Equal(isOne, ForwardPath.IsOriginal(text));

    [Fact]
    public void Other_recipients_leave_the_rest_of_an_envelope_alone()
    {
        var envelope = Envelope with { Return = DsnReturn.Headers, EnvelopeId = "x" };

        var other = envelope.WithRecipients([new ForwardPath("c@x") { Notify = DsnNotify.Delay }]);

        Assert.Equal((envelope.From, DsnReturn.Headers, "x"), (other.From, other.Return, other.EnvelopeId));
        Assert.Equal((false, true), (envelope.AsksForNotifications, other.AsksForNotifications));
        Assert.False(envelope.WithRecipients([new ForwardPath("c@x") { Notify = DsnNotify.Never }]).AsksForNotifications);
    }

    [Fact]
    public void Another_spelling_is_the_same_recipient()
    {
        var path = new ForwardPath("a@\u00FC.example") { Notify = DsnNotify.Success, OriginalRecipient = "rfc822;a@x" };

        Assert.Equal(path with { }, path.Spelt(path.Address));
        Assert.Equal((DsnNotify.Success, "rfc822;a@x"), (path.Spelt("a@xn--tda.example").Notify, path.Spelt("a@xn--tda.example").OriginalRecipient));
    }

    static SmtpEnvelope Envelope => new(ReversePath.Null, [new ForwardPath("a@x")]);
}
