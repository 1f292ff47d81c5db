using System.Text;
using FsCheck.Xunit;
using Msmtp.TestKit;

namespace Msmtp.Connector.Tcp.Tests.Certificates;

public sealed class TrustRootsTests
{
    static readonly Authority One = new("One");
    static readonly Authority Two = new("Two");
    static readonly Authority Three = Authority.WithRsa("Three");
    static readonly string Bundle =
        $"# One\n{One.Pem}\nsome text\n{Begin("X509 CRL")}AAAA\n{End("X509 CRL")}{Two.Pem.ReplaceLineEndings("\r\n")}\r\n{Three.Pem}";

    [Fact]
    public void Only_those_with_a_name_that_is_asked_for_are_found()
    {
        var found = Roots(Bundle).Named([Two.Certificate.SubjectName.RawData, One.Issue("a").SubjectName.RawData]);

        Assert.Equal(Two.Certificate.RawData, Assert.Single(found).RawData);
    }

    [Fact]
    public void Two_of_the_same_name_are_both_found()
    {
        var twin = new Authority("Two");

        Assert.Equal(2, Roots(Bundle + "\n" + twin.Pem).Named([Two.Certificate.SubjectName.RawData]).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(300)]
    public void One_is_found_wherever_it_stands(int place)
    {
        var others = Enumerable.Repeat(One.Pem, 150).Concat(Enumerable.Repeat(Three.Pem.ReplaceLineEndings("\r\n"), 150)).ToList();
        others.Insert(place, $"text before it {Two.Pem}text behind it");

        var found = Roots(string.Join('\n', others)).Named([Two.Certificate.SubjectName.RawData]);

        Assert.Equal(Two.Certificate.RawData, Assert.Single(found).RawData);
    }

    // Some 200 octets longer than the name: within the first look at a certificate, within the second, and in none.
    [Theory]
    [InlineData(100, true)]
    [InlineData(600, true)]
    [InlineData(2000, false)]
    public void A_name_may_be_long(int length, bool isFound)
    {
        var organization = Authority.OfOrganization(new string('x', length));
        var roots = Roots(Bundle + "\n" + organization.Pem);

        Assert.Equal(isFound ? 1 : 0, roots.Named([organization.Certificate.SubjectName.RawData]).Count);
        Assert.Equal(4, roots.All().Count);
    }

    [Fact]
    public void All_are_all() => Assert.Equal(["CN=One", "CN=Two", "CN=Three"], Roots(Bundle).All().Select(static root => root.Subject));

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB!\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END X509 CRL-----\n")]
    public void A_broken_one_does_not_hide_the_others(string broken)
    {
        var roots = Roots(broken + Bundle);

        Assert.Equal(3, roots.All().Count);
        Assert.Single(roots.Named([Two.Certificate.SubjectName.RawData]));
    }

    [Fact]
    public void What_has_no_certificate_is_empty()
    {
        Assert.False(Roots(Bundle).IsEmpty);
        Assert.True(Roots("").IsEmpty);
        Assert.True(Roots("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n").IsEmpty);
    }

    [Property]
    public bool No_octets_confuse_the_scanner(byte[] octets)
    {
        var roots = new TrustRoots(
            [.. Encoding.ASCII.GetBytes(Begin("CERTIFICATE")), .. octets, .. Encoding.ASCII.GetBytes("\n" + End("CERTIFICATE"))]);

        return roots.All().Count + roots.Named([Two.Certificate.SubjectName.RawData]).Count == 0;
    }

    [Fact]
    public void A_head_that_is_cut_anywhere_has_its_subject_or_none()
    {
        var der = Three.Certificate.RawData;
        var subject = Three.Certificate.SubjectName.RawData;
        var end = der.AsSpan().LastIndexOf(subject) + subject.Length;

        for (var length = 0; length <= der.Length; length++)
        {
            var isFound = CertificateHead.TrySubject(der.AsSpan(0, length), out var found);
            Assert.Equal(length >= end, isFound);
            Assert.True(!isFound || found.SequenceEqual(subject));
        }
    }

    [Fact]
    public void The_systems_bundle_can_be_another()
    {
        using var folder = new TempDirectory();

        Assert.Equal(3, TrustRoots.OfSystem(folder.Write("bundle", Bundle))?.All().Count);
        Assert.Null(TrustRoots.OfSystem(folder.File("nothing")));
    }

    static string Begin(string label) => $"-----BEGIN {label}-----\n";

    static string End(string label) => $"-----END {label}-----\n";

    static TrustRoots Roots(string pem) => new(Encoding.ASCII.GetBytes(pem));
}
