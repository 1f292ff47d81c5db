using System.Security.Cryptography;
using Msmtp.TestKit;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Msmtp.Connector.Tcp.Tests.Certificates;

/// <summary>What no server of the runtime would show: certificates whose signature can be forged.</summary>
public sealed class ServerVerifierTests
{
    const string Insecure = "The certificate chain uses insecure algorithm. ";
    const string Unknown = "The certificate issuer is unknown. ";

    static readonly Authority Old = Authority.WithRsa("Old");

    public static TheoryData<string> Forgeable => [HashAlgorithmName.MD5.Name!, HashAlgorithmName.SHA1.Name!];

    [Theory, MemberData(nameof(Forgeable))]
    public void A_signature_that_can_be_forged_vouches_for_nothing(string hash)
    {
        var certificate = Old.IssueForgeable("localhost", new HashAlgorithmName(hash));

        Assert.Equal(Insecure, Faults(Old.Pem, certificate));
        Assert.Equal(Unknown + Insecure, Faults(new Authority("Other").Pem, certificate));
    }

    [Theory, MemberData(nameof(Forgeable))]
    public void Nor_does_it_anywhere_on_the_way_up(string hash)
    {
        var between = Old.BelowForgeable("Between", new HashAlgorithmName(hash));
        var certificate = between.Issue("localhost");

        Assert.Equal(Insecure, Faults(Old.Pem, certificate, between.Certificate));
        Assert.Equal("", Faults(between.Pem, certificate, between.Certificate));
    }

    [Theory, MemberData(nameof(Forgeable))]
    public void A_certificate_that_is_trusted_itself_may_be_signed_as_it_likes(string hash)
    {
        var certificate = Old.IssueForgeable("localhost", new HashAlgorithmName(hash));

        Assert.Equal("", Faults(certificate.ExportCertificatePem(), certificate));
    }

    [Fact]
    public void A_name_that_looks_like_a_roots_is_no_way_around_it()
    {
        var certificate = Old.IssueForgeable("Old", HashAlgorithmName.MD5);

        Assert.Equal(Insecure, Faults(Old.Pem, certificate, name: "Old"));
    }

    [Fact]
    public void An_authority_that_writes_its_name_otherwise_than_what_it_issues_is_found_all_the_same()
    {
        var root = new Authority("Root");
        var otherwise = new X500DistinguishedNameBuilder();
        otherwise.Add("2.5.4.3", "Root", System.Formats.Asn1.UniversalTagNumber.BMPString);
        var certificate = root.IssueUnder(otherwise.Build(), "localhost");
        var bundle = $"{Old.Pem}\n{root.Pem}\n{new Authority("Another").Pem}";

        Assert.Empty(new TrustRoots(Encoding.ASCII.GetBytes(bundle)).Named([certificate.IssuerName.RawData]));
        Assert.Equal("", Faults(bundle, certificate));
        Assert.Equal(Unknown, Faults(Old.Pem, certificate));
    }

    [Fact]
    public void Somebody_else_of_the_same_name_is_not_it()
    {
        var certificate = new Authority("Root").Issue("localhost");

        Assert.NotEqual("", Faults($"{Old.Pem}\n{new Authority("Root").Pem}", certificate));
    }

    static string Faults(string trusted, X509Certificate2 server, X509Certificate2? other = null, string name = "localhost")
    {
        var verifier = new ServerVerifier(new TrustRoots(Encoding.ASCII.GetBytes(trusted)), [], name, TimeProvider.System);
        return string.Concat(verifier.Examine(server, other is null ? [] : [other], out _).Select(static fault => fault.Sentence));
    }
}
