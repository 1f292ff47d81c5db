using System.Security.Cryptography.X509Certificates;
using Msmtp.TestKit;

namespace Msmtp.Connector.Tcp.Tests.Certificates;

public sealed class CertificateNamesTests
{
    static readonly Authority Root = new("Root");

    [Theory]
    [InlineData("localhost", "dns:localhost")]
    [InlineData("LOCALhost", "dns:localHOST")]
    [InlineData("localhost", "dns:caf\u00e9.example dns:localhost")]
    [InlineData("localhost", "dns:localhost dns:caf\u00e9.example")]
    [InlineData("localhost", "mail:caf\u00e9@x dns:localhost")]
    [InlineData("localhost", "ip:7f000001ffffffff dns:localhost")]
    [InlineData("localhost", "ip: dns: dns:localhost")]
    [InlineData("127.0.0.1", "ip:7f000001ff ip:7f000001")]
    [InlineData("127.0.0.1", "dns:localhost ip:7f000001")]
    [InlineData("::1", "ip:00000000000000000000000000000001")]
    [InlineData("0:0:0:0:0:0:0:1", "ip:00000000000000000000000000000001")]
    [InlineData("a.example.org", "dns:*.example.org")]
    [InlineData("A.Example.ORG", "dns:*.eXample.org")]
    [InlineData("foo.co.uk", "dns:*.co.uk")]
    [InlineData("a_b.example.org", "dns:*.example.org")]
    [InlineData("a_b.example.org", "dns:a_b.example.org")]
    [InlineData("xn--bcher-kva.example.org", "dns:*.example.org")]
    [InlineData("127.1", "dns:127.1")]
    public void A_name_that_is_there_counts_whatever_stands_beside_it(string host, string entries) => Assert.True(Match(host, entries));

    [Theory]
    [InlineData("localhost", "dns:localhost.")]
    [InlineData("localhost", "dns:localhost ")]
    [InlineData("localhost", "dns:localhost\0.evil.example")]
    [InlineData("localhost", "dns:*")]
    [InlineData("localhost", "mail:localhost")]
    [InlineData("example.com", "dns:*.com")]
    [InlineData("foo.localhost", "dns:*.localhost")]
    [InlineData("foo.com.", "dns:*.com.")]
    [InlineData("example.org", "dns:*.example.org")]
    [InlineData(".example.org", "dns:*.example.org")]
    [InlineData("a.b.example.org", "dns:*.example.org")]
    [InlineData("a.b.example.org", "dns:*.*.example.org")]
    [InlineData("a.b.org", "dns:a.*.org")]
    [InlineData("foo.example.org", "dns:f*.example.org")]
    [InlineData("foo.example.org", "dns:*foo.example.org")]
    [InlineData("xn--bcher-kva.example.org", "dns:xn--*.example.org")]
    [InlineData("a.example.org", "dns:.example.org")]
    [InlineData("a..org", "dns:*..org")]
    [InlineData("127.0.0.1", "dns:127.0.0.1")]
    [InlineData("127.0.0.1", "dns:*.0.0.1")]
    [InlineData("127.0.0.1", "ip:7f000001ff")]
    [InlineData("127.1", "ip:7f000001")]
    [InlineData("2130706433", "ip:7f000001")]
    [InlineData("0x7f.0.0.1", "ip:7f000001")]
    [InlineData("0177.0.0.1", "ip:7f000001")]
    [InlineData("127.0.0.1.", "ip:7f000001")]
    [InlineData("::ffff:127.0.0.1", "ip:7f000001")]
    [InlineData("[::1]", "ip:00000000000000000000000000000001")]
    [InlineData("", "dns:")]
    public void Another_name_does_not(string host, string entries) => Assert.False(Match(host, entries));

    [Theory]
    [InlineData("localhost", "", true)]
    [InlineData("localhost", "mail:a@b.example", true)]
    [InlineData("localhost", "dns:other", false)]
    [InlineData("localhost", "ip:7f000001", false)]
    public void The_common_name_counts_where_there_is_no_other(string host, string entries, bool isTaken) =>
        Assert.Equal(isTaken, Match(host, entries, host));

    [Fact]
    public void Nor_does_it_count_for_an_address() => Assert.False(Match("127.0.0.1", "mail:a@b", "127.0.0.1"));

    [Theory]
    [InlineData("a.example.org", "*.example.org", true)]
    [InlineData("example.org", "*.org", false)]
    public void An_asterisk_is_one_in_a_common_name_too(string host, string name, bool isTaken) =>
        Assert.Equal(isTaken, Match(host, "mail:a@b", name));

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("3005")]
    [InlineData("30058203")]
    [InlineData("0500")]
    [InlineData("30028205")]
    [InlineData("3003820161 ")]
    [InlineData("30848fffffff8201")]
    [InlineData("3006bf8fffffff01")]
    public void What_cannot_be_read_is_nobodys_name(string extension)
    {
        var octets = Convert.FromHexString(extension.Trim());
        using var certificate = Root.IssueWith("localhost", new X509Extension("2.5.29.17", octets, critical: false));

        Assert.False(CertificateNames.Of(certificate).Match("localhost"));
    }

    [Theory]
    [InlineData("300b82096c6f63616c686f7374")]
    [InlineData("30810b82096c6f63616c686f7374")]
    [InlineData("30840000000b82096c6f63616c686f7374")]
    public void A_length_may_be_longer_than_it_has_to_be(string extension)
    {
        using var certificate = Root.IssueWith("x", new X509Extension("2.5.29.17", Convert.FromHexString(extension), critical: false));

        Assert.True(CertificateNames.Of(certificate).Match("localhost"));
    }

    [Fact]
    public void All_can_be_shown()
    {
        using var certificate = Root.IssueWith("x", Authority.NamesOf("dns:a", "ip:7f000001", "ip:7f"));

        Assert.Equal(["a", "127.0.0.1", "an address of 1 octets"], CertificateNames.Of(certificate).All);
    }

    static bool Match(string host, string entries, string commonName = "x")
    {
        using var certificate = Root.IssueWith(commonName, Authority.NamesOf(entries.Split(' ') is [""] ? [] : Entries(entries)));
        return CertificateNames.Of(certificate).Match(host);
    }

    // A blank at the end belongs to the last one.
    static string[] Entries(string text) => text.EndsWith(' ') ? [text] : text.Split(' ');
}
