using System.Text;
using Msmtp.Text;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class WireEnvelopeTests
{
    static readonly Capabilities SmtpUtf8 = Capabilities.None with { SmtpUtf8 = true };

    [Theory]
    [InlineData("jörg@example.org", "you@example.net")]
    [InlineData("me@bücher.example", "you@example.net")]
    [InlineData("me@example.org", "jörg@example.net")]
    [InlineData("me@example.org", "you@bücher.example")]
    [InlineData("", "日本@例え.example")]
    public void An_address_beyond_ASCII_makes_the_mail_international_where_the_server_knows_it(string from, string to)
    {
        var envelope = WireEnvelope.Of(Some.MailFrom(from, "plain@example.net", to), SmtpUtf8);

        Assert.True(envelope.IsInternational);
        Assert.Equal(from, envelope.From.Address);
        Assert.Equal(to, envelope.To[1].Address);
    }

    [Theory]
    [InlineData("you@BÜCHER.example", "you@bücher.example")]
    [InlineData("JÖRG@BU\u0308CHER.example", "JÖRG@bücher.example")]
    public void Its_domain_is_spelt_as_the_DNS_knows_it(string address, string sent)
    {
        var envelope = WireEnvelope.Of(Some.MailFrom(address, "x@example.net", address), SmtpUtf8);

        Assert.Equal(sent, envelope.From.Address);
        Assert.Equal(["x@example.net", sent], envelope.To.Select(static path => path.Address));
    }

    [Fact]
    public void So_does_UTF8_in_the_header()
    {
        Assert.True(WireEnvelope.Of(WithHeader("Subject: ä\n\n"u8.ToArray()), SmtpUtf8).IsInternational);
        Assert.False(WireEnvelope.Of(WithHeader("Subject: ä\n\n"u8.ToArray()), Capabilities.None).IsInternational);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, false)]
    public void Octets_beyond_ASCII_are_announced_where_the_mail_says_so_and_the_server_takes_them(
        bool saysSo, bool takesThem, bool isAnnounced)
    {
        foreach (var address in (string[])["me@example.org", "me@bücher.example"])
        {
            var mail = Some.MailFrom(address, "you@example.net");
            mail = mail with { Content = mail.Content with { IsEightBit = saysSo } };

            Assert.Equal(isAnnounced, WireEnvelope.Of(mail, Capabilities.None with { EightBitMime = takesThem }).IsEightBit);
        }
    }

    [Fact]
    public void Nothing_else_does()
    {
        Assert.False(WireEnvelope.Of(Some.Mail(), SmtpUtf8).IsInternational);
        Assert.False(WireEnvelope.Of(WithBody("ä"u8.ToArray()), SmtpUtf8).IsInternational);
        Assert.False(WireEnvelope.Of(WithHeader(Encoding.Latin1.GetBytes("Subject: ä\n\n")), SmtpUtf8).IsInternational);
    }

    [Theory]
    [InlineData("you@BÜCHER.example", "you@xn--bcher-kva.example")]
    [InlineData("\"a@b\"@bücher.example", "\"a@b\"@xn--bcher-kva.example")]
    [InlineData("you@example.net", "you@example.net")]
    [InlineData("local", "local")]
    public void Without_it_a_domain_is_sent_in_ASCII(string address, string sent)
    {
        var envelope = WireEnvelope.Of(Some.MailFrom(address, "x@example.net", address), Capabilities.None);

        Assert.Equal(sent, envelope.From.Address);
        Assert.Equal(["x@example.net", sent], envelope.To.Select(static path => path.Address));
    }

    [Theory]
    [InlineData("jörg@example.org")]
    [InlineData("jörg@bücher.example")]
    [InlineData("jörg")]
    public void Without_it_a_local_part_cannot_be_sent(string address)
    {
        var recipient = Assert.Throws<MailException>(() => WireEnvelope.Of(Some.MailFrom("me@example.org", address), Capabilities.None));
        var sender = Assert.Throws<MailException>(() => WireEnvelope.Of(Some.MailFrom(address, "you@example.net"), Capabilities.None));

        Assert.Equal($"the server does not support SMTPUTF8, which the address {address} needs", recipient.Message);
        Assert.Equal(ExitCode.Unavailable, recipient.ExitCode);
        Assert.Equal(recipient.Message, sender.Message);
    }

    [Fact]
    public void A_domain_that_cannot_be_is_named()
    {
        var wrong = Assert.Throws<MailException>(static () => WireEnvelope.Of(Some.MailFrom("", "you@bü..example"), Capabilities.None));

        Assert.Equal(ExitCode.DataErr, wrong.ExitCode);
        Assert.Contains("you@bü..example", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("a label is empty", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Octets_that_are_no_UTF8_pass_as_they_are(bool isOffered)
    {
        var latin1 = OctetText.Decode(Encoding.Latin1.GetBytes("jörg@bücher.example"));

        var envelope = WireEnvelope.Of(Some.MailFrom(latin1, latin1), Capabilities.None with { SmtpUtf8 = isOffered });

        Assert.False(envelope.IsInternational);
        Assert.Equal(latin1, envelope.From.Address);
        Assert.Equal(latin1, envelope.To[0].Address);
    }

    static OutgoingMail WithHeader(byte[] header) => Some.Mail() with { Content = new MessageContent(header, Stream.Null) };

    static OutgoingMail WithBody(byte[] body) =>
        Some.Mail() with { Content = new MessageContent("Subject: x\n\n"u8.ToArray(), new MemoryStream(body)) };
}
