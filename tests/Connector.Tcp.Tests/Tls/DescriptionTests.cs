using System.Formats.Asn1;
using Msmtp.TestKit;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace Msmtp.Connector.Tcp.Tests.Tls;

public sealed class DescriptionTests
{
    [Theory]
    [InlineData(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_256_GCM_SHA384, "(TLS1.3)-(AES-256-GCM)")]
    [InlineData(SslProtocols.Tls13, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256, "(TLS1.3)-(CHACHA20-POLY1305)")]
    [InlineData(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_128_CCM_8_SHA256, "(TLS1.3)-(AES-128-CCM-8)")]
    [InlineData(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, "(TLS1.2)-(ECDHE-RSA)-(AES-256-GCM)")]
    [InlineData(SslProtocols.Tls12, TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, "(TLS1.2)-(RSA)-(AES-128-CBC)")]
    public void A_session_is_told_as_gnutls_does(SslProtocols protocol, TlsCipherSuite suite, string text) =>
        Assert.Equal(text, CipherSuiteText.Describe(protocol, suite));

    [Fact]
    public void A_certificate_is_told_as_msmtp_does()
    {
        var end = new DateTimeOffset(2047, 11, 12, 13, 14, 15, TimeSpan.Zero);

        var lines = CertificateText.Describe(new Authority("Root").Issue("localhost", Authority.Year(2020), end), TimeZoneInfo.Utc);

        Assert.Equal(
            [
                "TLS certificate information:",
                "    Subject:",
                "        CN=localhost",
                "    Issuer:",
                "        CN=Root",
                "    Validity:",
                "        Activation time: Wed Jan  1 00:00:00 2020",
                "        Expiration time: Tue Nov 12 13:14:15 2047",
                "    Fingerprints:",
            ],
            lines.Take(9));
        Assert.Matches("^        SHA256: ([0-9A-F]{2}:){31}[0-9A-F]{2}$", lines[9]);
        Assert.Matches("^        SHA1 \\(deprecated\\): ([0-9A-F]{2}:){19}[0-9A-F]{2}$", lines[10]);
    }

    [Theory]
    [InlineData("2.5.4.10", "Lab, \"x\"+<y>;\\", "O=Lab\\, \\\"x\\\"\\+\\<y\\>\\;\\\\")]
    [InlineData("2.5.4.3", " a ", "CN=\\ a\\ ")]
    [InlineData("2.5.4.3", "#a#=b", "CN=\\#a#=b")]
    [InlineData("2.5.4.3", "Bücher", "CN=Bücher")]
    [InlineData("2.5.4.3", "a\r\nb", "CN=a??b")]
    [InlineData("1.2.840.113549.1.9.1", "a@b.c", "EMAIL=a@b.c")]
    [InlineData("1.2.3.4", "zz", "1.2.3.4=#0c027a7a")]
    public void A_name_is_escaped(string type, string value, string text) =>
        Assert.Equal(text, DistinguishedNameText.Show(Name([(type, value)])));

    [Fact]
    public void Names_keep_the_order_of_the_certificate()
    {
        var name = Name([("2.5.4.6", "DE")], [("2.5.4.10", "Lab"), ("2.5.4.11", "Mail")], [("2.5.4.3", "localhost")]);

        Assert.Equal("C=DE,O=Lab+OU=Mail,CN=localhost", DistinguishedNameText.Show(name));
    }

    [Fact]
    public void A_name_that_is_none_is_shown_in_digits() => Assert.Equal("#3003", DistinguishedNameText.Show(new byte[] { 0x30, 3 }));

    [Theory]
    [InlineData("error:0A000410:SSL routines::sslv3 alert handshake failure", "A TLS fatal alert has been received.")]
    [InlineData("error:0A00010B:SSL routines::wrong version number", "An unexpected TLS packet was received.")]
    [InlineData("error:0A00018A:SSL routines::dh key too small", "dh key too small")]
    public void Openssls_reasons_are_told_in_gnutlss_words(string reason, string text)
    {
        var inner = new InvalidOperationException("", new CryptographicException(reason));

        Assert.Equal(text, TlsFailure.Reason(new AuthenticationException("failed", inner)));
    }

    static ReadOnlyMemory<byte> Name(params (string Type, string Value)[][] parts)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var part in parts)
                WriteRelative(writer, part);
        }
        return writer.Encode();
    }

    static void WriteRelative(AsnWriter writer, (string Type, string Value)[] attributes)
    {
        using (writer.PushSetOf())
        {
            foreach (var (type, value) in attributes)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(type);
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, value);
                }
            }
        }
    }
}
