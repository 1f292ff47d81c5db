using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Connector.Tcp.Tests.Certificates;

/// <summary>Certificates that strangers wrote: whatever they hold, they are taken or refused, and are nobody's bug.</summary>
public sealed class StrangeCertificateTests : IDisposable
{
    const string Violation = "TLS handshake failed: Key usage violation in certificate has been detected.";

    static readonly Authority Root = new("Root");

    readonly TempDirectory folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("dns:localhost dns:caf\u00e9.example")]
    [InlineData("ip:7f000001ffffffff dns:localhost")]
    [InlineData("mail:\u00e9@x dns:localhost")]
    public async Task A_good_name_is_enough(string entries)
    {
        await using var server = TlsServer.Start(Root.IssueWith("x", Authority.NamesOf(entries.Split(' '))));

        Assert.Null(await FailureAsync(server, "localhost"));
    }

    [Theory]
    [InlineData("example.com", "dns:*.com")]
    [InlineData("foo.localhost", "dns:*.localhost")]
    [InlineData("localhost", "dns:localhost.")]
    [InlineData("127.1", "ip:7f000001")]
    [InlineData("2130706433", "ip:7f000001")]
    [InlineData("0x7f.0.0.1", "ip:7f000001")]
    [InlineData("127.0.0.1.", "ip:7f000001")]
    [InlineData("::1.", "ip:00000000000000000000000000000001")]
    public async Task A_name_that_only_looks_like_it_is_not(string host, string entries)
    {
        await using var server = TlsServer.Start(Root.IssueWith("x", Authority.NamesOf(entries)));

        var failure = await FailureAsync(server, host);

        Assert.Equal(
            "TLS certificate verification failed: The certificate is NOT trusted. The name in the certificate does not match the expected. ",
            failure?.Message);
    }

    // The runtime fails where it is to tell the server such a name.
    [Theory]
    [InlineData(".example.org")]
    [InlineData("a..b")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234.example")]
    [InlineData("a b")]
    [InlineData("-")]
    [InlineData("!")]
    public async Task A_host_that_cannot_be_is_another_than_the_certificates(string host)
    {
        await using var server = TlsServer.Start(Root.Issue("localhost"));
        await using var same = TlsServer.Start(Root.IssueWith("x", Authority.NamesOf($"dns:{host}")));

        Assert.Equal((ExitCode.Unavailable, DeliveryStage.Tls), await FailureAsync(server, host) is { } failure ? (failure.ExitCode, failure.Stage) : default);
        Assert.Null(await FailureAsync(same, host));
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.KeyCertSign)]
    [InlineData(X509KeyUsageFlags.CrlSign)]
    [InlineData(X509KeyUsageFlags.NonRepudiation)]
    [InlineData(X509KeyUsageFlags.DataEncipherment)]
    [InlineData(X509KeyUsageFlags.KeyEncipherment)]
    public async Task A_key_that_is_not_meant_to_sign_is_no_servers(X509KeyUsageFlags usage)
    {
        var certificate = Root.IssueWith("localhost", Authority.NamesOf("dns:localhost"), new X509KeyUsageExtension(usage, critical: true));
        await using var server = TlsServer.Start(certificate);

        var failure = await FailureAsync(server, "localhost");
        // Nor where the user trusts it.
        var trusted = await FailureAsync(server, "localhost", certificate.ExportCertificatePem());

        Assert.Equal((ExitCode.Protocol, Violation), (failure?.ExitCode, failure?.Message));
        Assert.Equal(Violation, trusted?.Message);
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.DigitalSignature)]
    [InlineData(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign)]
    public async Task One_that_may_sign_is(X509KeyUsageFlags usage)
    {
        await using var server = TlsServer.Start(
            Root.IssueWith("localhost", Authority.NamesOf("dns:localhost"), new X509KeyUsageExtension(usage, critical: true)));

        Assert.Null(await FailureAsync(server, "localhost"));
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.2", false)]
    [InlineData("1.3.6.1.5.5.7.3.1", true)]
    [InlineData("2.5.29.37.0", true)]
    public void A_purpose_has_to_be_servers_or_anything(string purpose, bool isTaken)
    {
        using var certificate = Root.IssueWith(
            "x", Authority.NamesOf("dns:localhost"), new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));

        Assert.Equal(isTaken, CertificateUse.IsForServers(certificate));
        Assert.Equal(isTaken ? "" : "The certificate chain does not match the intended purpose. ", Faults(certificate));
    }

    [Fact]
    public void A_critical_extension_that_nobody_knows_is_called_so()
    {
        using var certificate = Root.IssueWith("x", Authority.NamesOf("dns:localhost"), new X509Extension("1.2.3.4", [5, 0], critical: true));

        Assert.Equal("The certificate contains an unknown critical extension. ", Faults(certificate));
    }

    // Each octet of a certificate with everything in it, turned to something else: what can still be loaded is judged and shown.
    [Fact]
    public void No_octet_of_a_certificate_is_a_bug()
    {
        using var certificate = Root.IssueWith(
            "localhost",
            Authority.NamesOf("dns:localhost", "ip:7f000001", "mail:a@b"),
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true),
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false),
            new X509BasicConstraintsExtension(false, false, 0, true),
            new X509Extension("2.5.29.32", [0x30, 6, 0x30, 4, 6, 2, 0x2A, 3], false),
            new X509Extension("2.5.29.36", [0x30, 3, 0x80, 1, 0], false),
            new X509Extension("2.5.29.54", [2, 1, 0], false),
            new X509Extension("2.5.29.30", [0x30, 0], false),
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Root.Certificate, true, true));
        var judged = 0;
        for (var at = 0; at < certificate.RawData.Length; at++)
        {
            foreach (var octet in new byte[] { 0, 0x7F, 0x80, 0xFF, (byte)(certificate.RawData[at] ^ 1), (byte)(certificate.RawData[at] ^ 0x20) })
            {
                var octets = certificate.RawData;
                octets[at] = octet;
                judged += Judge(octets) ? 1 : 0;
            }
        }

        Assert.True(judged > 1000, $"only {judged} could be loaded");
    }

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n", "Base64 unexpected header error.")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END PKCS7-----\n", "Base64 unexpected header error.")]
    [InlineData("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n", "Base64 unexpected header error.")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n", "ASN1 parser: Error in DER parsing.")]
    public void A_broken_block_beside_a_good_one_is_an_error(string broken, string complaint)
    {
        foreach (var text in new[] { $"{Root.Pem}\n{broken}", $"{broken}{Root.Pem}" })
            Assert.Equal(complaint, Assert.Throws<InvalidDataException>(() => new TrustRoots(Encoding.ASCII.GetBytes(text)).Checked()).Message);
    }

    [Theory]
    [InlineData(16, false)]
    [InlineData(64, true)]
    public void A_file_is_read_up_to_a_limit(int mebibytes, bool isRevocationList)
    {
        var file = folder.Write("long", "");
        Resize(file, mebibytes * 1024L * 1024);
        Assert.Equal(mebibytes * 1024 * 1024, Read().Length);

        Resize(file, mebibytes * 1024L * 1024 + 1);
        Assert.Equal($"the file is longer than {mebibytes} MiB.", Assert.Throws<InvalidDataException>(Read).Message);

        byte[] Read() => isRevocationList ? X509File.OctetsOfRevocationList(file) : X509File.Octets(file);
    }

    // The system tells no length of a pipe.
    [Fact]
    public void What_comes_in_pieces_is_put_together()
    {
        var octets = X509File.Octets("/proc/self/maps");

        Assert.True(octets.Length > 4096);
        Assert.DoesNotContain((byte)0, octets);
    }

    static void Resize(string file, long length)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength(length);
    }

    static bool Judge(byte[] octets)
    {
        X509Certificate2 strange;
        try
        {
            strange = X509CertificateLoader.LoadCertificate(octets);
        }
        catch (CryptographicException)
        {
            return false;
        }
        using (strange)
        {
            TlsLayer.Judge(
                new ServerVerifier(new TrustRoots(Encoding.ASCII.GetBytes(Root.Pem)), [], "localhost", TimeProvider.System),
                new CertificateAdvice(AccountSettings.Empty, "localhost"), strange, [], DateTimeOffset.UnixEpoch);
            CertificateText.Describe(strange, TimeZoneInfo.Utc);
            CertificateUse.AllowsHandshake(strange, System.Net.Security.TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA);
            ChannelBindings.EndPoint(strange);
        }
        return true;
    }

    static string Faults(X509Certificate2 server)
    {
        var verifier = new ServerVerifier(new TrustRoots(Encoding.ASCII.GetBytes(Root.Pem)), [], "localhost", TimeProvider.System);
        return string.Concat(verifier.Examine(server, [], out _).Select(static fault => fault.Sentence));
    }

    async Task<MailException?> FailureAsync(LoopbackServer server, string name, string? trusted = null)
    {
        var settings = Given.Server("localhost", server.Port)
            .With(CommonSettings.Timeout, TimeSpan.FromSeconds(20))
            .With(TlsSettings.HostOverride, name)
            .With(CommonSettings.TlsTrustFile, folder.Write($"{Guid.NewGuid()}.pem", trusted ?? Root.Pem));
        var context = Given.Context(IoMode.Blocking, settings);
        var layer = await TlsLayer.PrepareAsync(context.Own(), Token);
        await using var socket = await Dialer.ConnectAsync(context.Own(), Token);
        try
        {
            await using var stream = (await layer.StartAsync(socket, Token)).Stream;
            return null;
        }
        catch (MailException e)
        {
            return e;
        }
    }
}
