using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Connector.Tcp.Tests.Tls;

public sealed class TlsLayerTests : IDisposable
{
    const string Refused = "TLS certificate verification failed: The certificate is NOT trusted. ";
    const string Unknown = "The certificate issuer is unknown. ";
    const string Expired = "The certificate chain uses expired certificate. ";
    const string WrongName = "The name in the certificate does not match the expected. ";

    static readonly Authority Root = new("Root");
    static readonly Authority Other = new("Other");

    readonly TempDirectory folder = new();

    public static TheoryData<IoMode> Modes => [IoMode.Blocking, IoMode.Asynchronous];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    AccountSettings Trusting => Trust(Root.Pem);

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_server_with_a_good_certificate_is_spoken_to(IoMode io)
    {
        await using var server = TlsServer.Start(Root.Issue("localhost"));

        Assert.Equal("220", await GreetingAsync(server, Trusting, io));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_wrong_name_is_refused(IoMode io)
    {
        await using var server = TlsServer.Start(Root.Issue("mail.example.org"));

        var failure = await FailureAsync(server, Trusting, io);

        Assert.Equal(Refused + WrongName, failure.Message);
        Assert.Equal((ExitCode.Unavailable, DeliveryStage.Tls), (failure.ExitCode, failure.Stage));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task An_unknown_issuer_is_refused(IoMode io)
    {
        await using var server = TlsServer.Start(Other.Issue("localhost"));

        Assert.Equal(Refused + Unknown, (await FailureAsync(server, Trusting, io)).Message);
    }

    [Fact]
    public async Task An_issuer_with_a_trusted_name_and_another_key_is_refused()
    {
        await using var server = TlsServer.Start(new Authority("Root").Issue("localhost"));

        Assert.StartsWith(Refused, (await FailureAsync(server, Trusting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        await using var server = TlsServer.Start(Root.Issue("localhost", to: Authority.Year(2021)));

        Assert.Equal(Refused + Expired, (await FailureAsync(server, Trusting)).Message);
    }

    [Fact]
    public async Task A_certificate_of_the_future_is_refused()
    {
        await using var server = TlsServer.Start(Root.Issue("localhost", from: Authority.Year(2080)));

        Assert.Equal(Refused + "The certificate chain uses not yet valid certificate. ", (await FailureAsync(server, Trusting)).Message);
    }

    [Fact]
    public async Task The_time_is_the_contexts()
    {
        await using var server = TlsServer.Start(Root.Issue("localhost", from: Authority.Year(2080)));
        var time = new ManualTime();
        time.Advance(Authority.Year(2081) - time.GetUtcNow());

        await using var session = await StartAsync(server, Trusting, IoMode.Blocking, time);

        Assert.NotNull(session.Certificate);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_in_msmtps_order()
    {
        await using var server = TlsServer.Start(Other.Issue("mail.example.org", to: Authority.Year(2021)));

        Assert.Equal(Refused + Unknown + Expired + WrongName, (await FailureAsync(server, Trusting)).Message);
    }

    [Fact]
    public async Task A_certificate_for_clients_is_no_servers()
    {
        await using var server = TlsServer.Start(Root.IssueForClient("localhost"));

        var failure = await FailureAsync(server, Trusting);

        Assert.Equal(Refused + "The certificate chain does not match the intended purpose. ", failure.Message);
    }

    [Fact]
    public async Task A_self_signed_certificate_is_refused_unless_it_is_trusted_itself()
    {
        var certificate = Authority.SelfSigned("localhost");
        await using var server = TlsServer.Start(certificate);

        Assert.Equal(Refused + Unknown, (await FailureAsync(server, Trusting)).Message);
        Assert.Equal("220", await GreetingAsync(server, Trust(certificate.ExportCertificatePem())));
    }

    [Fact]
    public async Task A_certificate_in_the_trust_file_needs_no_issuer_there()
    {
        var certificate = Root.Issue("localhost");
        await using var server = TlsServer.Start(certificate);

        Assert.Equal("220", await GreetingAsync(server, Trust(certificate.ExportCertificatePem())));
    }

    [Fact]
    public async Task A_trusted_certificate_expires_all_the_same()
    {
        var certificate = Root.Issue("localhost", to: Authority.Year(2021));
        await using var server = TlsServer.Start(certificate);

        Assert.Equal(Refused + Expired, (await FailureAsync(server, Trust(certificate.ExportCertificatePem()))).Message);
    }

    [Fact]
    public async Task A_certificate_that_only_looks_like_a_trusted_one_is_refused()
    {
        var original = Root.Issue("localhost");
        await using var server = TlsServer.Start(Authority.Forge(original, "localhost"));

        Assert.StartsWith(Refused, (await FailureAsync(server, Trust(original.ExportCertificatePem()))).Message, StringComparison.Ordinal);
        Assert.StartsWith(Refused, (await FailureAsync(server, Trusting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trusted_server_is_no_authority()
    {
        var trusted = Root.Issue("localhost");
        await using var server = TlsServer.Start(Authority.SignedByServer(trusted, "localhost"), trusted);

        Assert.StartsWith(Refused, (await FailureAsync(server, Trust(trusted.ExportCertificatePem()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_authority_between_is_sent_by_the_server_or_missed()
    {
        var between = Root.Below("Between");
        var certificate = between.Issue("localhost");
        await using var complete = TlsServer.Start(certificate, between.Certificate);
        await using var incomplete = TlsServer.Start(certificate);

        Assert.Equal("220", await GreetingAsync(complete, Trusting));
        Assert.Equal(Refused + Unknown, (await FailureAsync(incomplete, Trusting)).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_authority_below_a_root_can_be_trusted_alone(bool isSent)
    {
        var between = Root.Below("Between");
        await using var server = TlsServer.Start(between.Issue("localhost"), isSent ? [between.Certificate] : []);

        Assert.Equal("220", await GreetingAsync(server, Trust(between.Pem)));
    }

    [Fact]
    public async Task A_forged_certificate_below_a_trusted_authority_is_refused()
    {
        var between = Root.Below("Between");
        await using var server = TlsServer.Start(Authority.Forge(between.Issue("localhost"), "localhost"), between.Certificate);

        Assert.StartsWith(Refused, (await FailureAsync(server, Trust(between.Pem))).Message, StringComparison.Ordinal);
        Assert.StartsWith(Refused, (await FailureAsync(server, Trusting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_may_hold_several()
    {
        var rsa = Authority.WithRsa("Rsa");
        await using var server = TlsServer.Start(rsa.Issue("localhost"));

        Assert.Equal("220", await GreetingAsync(server, Trust(Other.Pem + "\n# a remark\n" + rsa.Pem + "\n" + Root.Pem)));
    }

    [Theory]
    [InlineData("*.example.org", "mx.example.org", true)]
    [InlineData("*.example.org", "MX.EXAMPLE.ORG", true)]
    [InlineData("*.example.org", "a.mx.example.org", false)]
    [InlineData("*.example.org", "example.org", false)]
    [InlineData("mx.example.org", "mx.example.org.", true)]
    [InlineData("*.example.org", "*.example.org", false)]
    [InlineData("m*.example.org", "mx.example.org", false)]
    [InlineData("*", "localhost", false)]
    [InlineData("*.xn--bcher-kva.example", "mx.BÜCHER.example", true)]
    [InlineData("::1", "::1", true)]
    [InlineData("::1", "0:0:0:0:0:0:0:1", true)]
    [InlineData("::2", "::1", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("localhost", "127.0.0.1", false)]
    [InlineData("localhost", "not a name", false)]
    public async Task The_name_is_compared_label_by_label(string certificate, string name, bool isIt)
    {
        await using var server = TlsServer.Start(Root.Issue(certificate));
        var settings = Trusting.With(TlsSettings.HostOverride, name);

        if (isIt)
            Assert.Equal("220", await GreetingAsync(server, settings));
        else
            Assert.Equal(Refused + WrongName, (await FailureAsync(server, settings)).Message);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", false)]
    public async Task Without_another_name_the_common_name_counts_but_for_addresses(string name, bool isIt)
    {
        await using var server = TlsServer.Start(Root.IssueWithoutAlternativeName(name));
        var settings = Trusting.With(TlsSettings.HostOverride, name);

        if (isIt)
        {
            Assert.Equal("220", await GreetingAsync(server, settings));
            return;
        }
        var failure = await FailureAsync(server, settings);
        Assert.Equal(Refused + WrongName, failure.Message);
        Assert.StartsWith($"the certificate names {name} only in its common name", failure.Advice, StringComparison.Ordinal);
    }

    // RFC 6066 §3: without the dot that ends an absolute name.
    [Theory]
    [InlineData("mail.example.org", "mail.example.org")]
    [InlineData("mail.example.org.", "mail.example.org")]
    public async Task The_server_is_told_the_name_that_is_expected(string name, string expected)
    {
        string? told = null;
        var options = TlsServer.Options(Root.Issue(expected));
        var context = options.ServerCertificateContext;
        options.ServerCertificateContext = null;
        options.ServerCertificateSelectionCallback = (_, name) =>
        {
            told = name;
            return context!.TargetCertificate;
        };
        await using var server = TlsServer.Start(options, TlsServer.GreetAsync);

        await GreetingAsync(server, Trusting.With(TlsSettings.HostOverride, name));

        Assert.Equal(expected, told);
    }

    [Theory]
    [InlineData("SHA256")]
    [InlineData("SHA1")]
    [InlineData("MD5")]
    public async Task A_fingerprint_replaces_all_other_checks(string algorithm)
    {
        var certificate = Other.Issue("mail.example.org", to: Authority.Year(2021));
        await using var server = TlsServer.Start(certificate);
        var settings = Trust(null).With(TlsSettings.PinnedFingerprint, FingerprintOf(certificate, algorithm));

        Assert.Equal("220", await GreetingAsync(server, settings));
    }

    [Fact]
    public async Task Another_fingerprint_is_refused_however_good_the_certificate()
    {
        await using var server = TlsServer.Start(Root.Issue("localhost"));
        var settings = Trusting.With(TlsSettings.PinnedFingerprint, FingerprintOf(Root.Issue("localhost"), "SHA256"));

        var failure = await FailureAsync(server, settings);

        Assert.Equal("TLS certificate verification failed: the certificate fingerprint does not match", failure.Message);
        Assert.Equal(ExitCode.Unavailable, failure.ExitCode);
    }

    [Fact]
    public async Task Without_checks_anything_goes()
    {
        await using var server = TlsServer.Start(Other.Issue("mail.example.org", to: Authority.Year(2021)));
        var settings = Trust(null)
            .With(CommonSettings.TlsCertCheck, false)
            .With(TlsSettings.PinnedFingerprint, FingerprintOf(Root.Certificate, "SHA256"))
            .With(TlsSettings.CrlFile, "/nowhere/crl");

        Assert.Equal("220", await GreetingAsync(server, settings));
    }

    [Fact]
    public async Task A_revoked_certificate_is_refused()
    {
        var root = new Authority("Revoking");
        var (good, bad) = (root.Issue("localhost"), root.Issue("localhost"));
        await using var one = TlsServer.Start(good);
        await using var other = TlsServer.Start(bad);
        // Two lists in a file, and one of them has not been replaced in time.
        var lists = Other.RevocationListPem() + "\n" + root.Revoke(bad).RevocationListPem(Authority.Year(2021), Authority.Year(2022));
        var settings = Trust(root.Pem).With(TlsSettings.CrlFile, folder.Write("crl", lists));

        Assert.Equal("220", await GreetingAsync(one, settings));
        Assert.Equal(Refused + "The certificate chain is revoked. ", (await FailureAsync(other, settings)).Message);
    }

    [Fact]
    public async Task A_revoked_authority_is_refused_with_all_below_it()
    {
        var root = Authority.WithRsa("Revoking");
        var between = root.Below("Between");
        await using var server = TlsServer.Start(between.Issue("localhost"), between.Certificate);
        var settings = Trust(root.Pem).With(TlsSettings.CrlFile, folder.Write("crl", root.Revoke(between.Certificate).RevocationListPem()));

        Assert.Equal(Refused + "The certificate chain is revoked. ", (await FailureAsync(server, settings)).Message);
    }

    [Fact]
    public async Task A_list_that_the_authority_has_not_signed_revokes_nothing()
    {
        var (root, impostor) = (new Authority("Same name"), new Authority("Same name"));
        var certificate = root.Issue("localhost");
        await using var server = TlsServer.Start(certificate);
        var settings = Trust(root.Pem).With(TlsSettings.CrlFile, folder.Write("crl", impostor.Revoke(certificate).RevocationListPem()));

        Assert.Equal("220", await GreetingAsync(server, settings));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_client_shows_its_certificate_when_asked(IoMode io)
    {
        var certificate = Root.IssueForClient("joe");
        string? shown = null;
        await using var server = TlsServer.Start(Demanding(client => shown = client?.Subject), TlsServer.GreetAsync);
        var settings = Trusting
            .With(TlsSettings.CertFile, folder.Write("cert", certificate.ExportCertificatePem()))
            .With(TlsSettings.KeyFile, folder.Write("key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()));

        Assert.Equal("220", await GreetingAsync(server, settings, io));
        Assert.Equal("CN=joe", shown);
    }

    [Fact]
    public async Task A_server_with_no_version_in_common_fails_the_handshake()
    {
        var options = TlsServer.Options(Root.Issue("localhost"));
        options.EnabledSslProtocols = SslProtocols.Tls12;
        await using var server = TlsServer.Start(options, TlsServer.GreetAsync);

        var failure = await FailureAsync(server, Trusting.With(TlsSettings.Priorities, "NORMAL:-VERS-TLS1.2"));

        Assert.Equal("TLS handshake failed: A TLS fatal alert has been received.", failure.Message);
        Assert.Equal((ExitCode.Protocol, DeliveryStage.Tls), (failure.ExitCode, failure.Stage));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_server_that_drips_under_tls_cannot_hold_it(IoMode io)
    {
        await using var server = TlsServer.Start(TlsServer.Options(Root.Issue("localhost")), Drip.ServeAsync);
        await using var stream = await Dialer.ConnectAsync(Context(server, Trusting, io).Own(), Token);
        var session = await (await TlsLayer.PrepareAsync(Context(server, Trusting, io).Own(), Token)).StartAsync(stream, Token);

        stream.SetDeadline(TimeSpan.FromMilliseconds(200));
        var failure = await Drip.ReadAsync(session.Stream, Token);

        Assert.IsType<TimeoutException>(failure.InnerException);
        Assert.Equal("the operation timed out", TlsFailure.Reason(failure));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_server_that_does_not_shake_hands_cannot_hold_it(IoMode io)
    {
        await using var server = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await using var stream = await Dialer.ConnectAsync(Context(server, Trusting, io).Own(), Token);

        var layer = await TlsLayer.PrepareAsync(Context(server, Trusting, io).Own(), Token);

        stream.SetDeadline(TimeSpan.FromMilliseconds(200));
        var failure = await Assert.ThrowsAsync<MailException>(async () => await layer.StartAsync(stream, Token));

        Assert.Equal("TLS handshake failed: the operation timed out", failure.Message);
        Assert.Equal(ExitCode.IoErr, failure.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_server_without_tls_fails_the_handshake(IoMode io)
    {
        await using var server = new LoopbackServer(static async (connection, cancellationToken) =>
        {
            await connection.WriteAsync("220 mail.example.org ESMTP\r\n"u8.ToArray(), cancellationToken);
            await connection.CopyToAsync(Stream.Null, cancellationToken);
        });

        var failure = await FailureAsync(server, Trusting, io);

        Assert.Equal("TLS handshake failed: An unexpected TLS packet was received.", failure.Message);
        Assert.Equal(ExitCode.Protocol, failure.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_server_that_hangs_up_fails_the_handshake(IoMode io)
    {
        await using var server = new LoopbackServer(
            static (connection, cancellationToken) => connection.ReadAtLeastAsync(new byte[4096], 64, false, cancellationToken).AsTask());

        var failure = await FailureAsync(server, Trusting, io);

        Assert.Equal("TLS handshake failed: The TLS connection was non-properly terminated.", failure.Message);
        Assert.Equal(ExitCode.Protocol, failure.ExitCode);
    }

    [Theory]
    [InlineData("NORMAL", SslProtocols.Tls13)]
    [InlineData("NORMAL:-VERS-TLS1.3", SslProtocols.Tls12)]
    [InlineData("NORMAL:-VERS-ALL:+VERS-TLS1.3", SslProtocols.Tls13)]
    public async Task The_priorities_choose_the_version(string priorities, SslProtocols version)
    {
        await using var server = TlsServer.Start(Root.Issue("localhost"));

        await using var session = await StartAsync(server, Trusting.With(TlsSettings.Priorities, priorities));

        Assert.Equal(version, session.Protocol);
    }

    [Fact]
    public async Task A_smallest_prime_leaves_no_suite_with_a_prime()
    {
        var options = TlsServer.Options(Root.Issue("localhost"));
        options.EnabledSslProtocols = SslProtocols.Tls12;
        await using var server = TlsServer.Start(options, TlsServer.GreetAsync);

        await using var session = await StartAsync(server, Trusting.With<int?>(TlsSettings.MinDhPrimeBits, 2048));

        Assert.StartsWith("TLS_ECDHE_", session.CipherSuite.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_binding_to_the_end_point_is_the_hash_of_the_certificate()
    {
        var rsa = Authority.WithRsa("Rsa");
        await using var one = TlsServer.Start(Root.Issue("localhost"));
        await using var other = TlsServer.Start(rsa.Issue("localhost"));

        await using var sha256 = await StartAsync(one, Trusting);
        await using var sha384 = await StartAsync(other, Trust(rsa.Pem));

        Assert.Equal(SHA256.HashData(sha256.Certificate!.RawData), sha256.ChannelBinding("tls-server-end-point")?.ToArray());
        Assert.Equal(SHA384.HashData(sha384.Certificate!.RawData), sha384.ChannelBinding("tls-server-end-point")?.ToArray());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Below_tls_1_3_there_is_a_unique_binding_which_is_the_servers_too(IoMode io)
    {
        var (options, binding) = (TlsServer.Options(Root.Issue("localhost")), new TaskCompletionSource<string>());
        options.EnabledSslProtocols = SslProtocols.Tls12;
        await using var server = TlsServer.Start(options, async (stream, cancellationToken) =>
        {
            binding.SetResult(UniqueBinding(stream));
            await TlsServer.GreetAsync(stream, cancellationToken);
        });

        await using var session = await StartAsync(server, Trusting, io);

        // RFC 5929 §3: a Finished message, which TLS 1.2 has of 12 octets.
        var unique = session.ChannelBinding("tls-unique")!.Value;
        Assert.Equal(12, unique.Length);
        Assert.EndsWith(Convert.ToHexString(unique.Span), await binding.Task, StringComparison.Ordinal);
        Assert.NotNull(session.ChannelBinding("tls-server-end-point"));
        Assert.Null(session.ChannelBinding("tls-exporter"));
    }

    [Fact]
    public async Task Under_tls_1_3_there_is_no_unique_binding_although_the_runtime_hands_one_out()
    {
        var binding = new TaskCompletionSource<string>();
        await using var server = TlsServer.Start(TlsServer.Options(Root.Issue("localhost")), async (stream, cancellationToken) =>
        {
            binding.SetResult(UniqueBinding(stream));
            await TlsServer.GreetAsync(stream, cancellationToken);
        });

        await using var session = await StartAsync(server, Trusting);

        Assert.Equal(SslProtocols.Tls13, session.Protocol);
        Assert.NotEmpty(await binding.Task);
        Assert.Null(session.ChannelBinding("tls-unique"));
        Assert.Null(session.ChannelBinding("tls-exporter"));
        Assert.Null(session.ChannelBinding("whatever"));
    }

    static string UniqueBinding(SslStream stream)
    {
        using var binding = stream.TransportContext.GetChannelBinding(ChannelBindingKind.Unique)!;
        var octets = new byte[binding.Size];
        Marshal.Copy(binding.DangerousGetHandle(), octets, 0, octets.Length);
        return Convert.ToHexString(octets);
    }

    [Fact]
    public async Task A_session_describes_itself_and_the_certificate()
    {
        await using var server = TlsServer.Start(Root.Issue("localhost"));

        await using var session = await StartAsync(server, Trusting);

        var lines = session.Describe();
        Assert.Equal("TLS session parameters:", lines[0]);
        Assert.StartsWith("    (TLS1.3)-(", lines[1], StringComparison.Ordinal);
        Assert.Equal("        CN=localhost", lines[4]);
    }

    [Fact]
    public async Task A_cancelled_handshake_is_the_callers_business()
    {
        await using var server = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await using var stream = await Dialer.ConnectAsync(Context(server, Trusting, IoMode.Asynchronous).Own(), Token);
        using var source = new CancellationTokenSource();

        var layer = await TlsLayer.PrepareAsync(Context(server, Trusting, IoMode.Asynchronous).Own(), Token);
        var starting = layer.StartAsync(stream, source.Token).AsTask();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
    }

    static SslServerAuthenticationOptions Demanding(Action<X509Certificate?> see)
    {
        var options = TlsServer.Options(Root.Issue("localhost"));
        options.ClientCertificateRequired = true;
        options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            see(certificate);
            return certificate is not null;
        };
        return options;
    }

    static Fingerprint FingerprintOf(X509Certificate2 certificate, string algorithm)
    {
        var hash = CryptographicOperations.HashData(new HashAlgorithmName(algorithm), certificate.RawData);
        Assert.True(Fingerprint.TryParse(new SettingArgument(BitConverter.ToString(hash).Replace('-', ':')), out var value));
        return value!;
    }

    static PluginContext Context(LoopbackServer server, AccountSettings settings, IoMode io, TimeProvider? time = null)
    {
        var host = settings.Get(TlsSettings.HostOverride) is null ? "localhost" : "127.0.0.1";
        return Given.Context(io, Given.Server(host, server.Port).With(settings), time);
    }

    static async Task<LiveSession> StartAsync(
        LoopbackServer server, AccountSettings settings, IoMode io = IoMode.Blocking, TimeProvider? time = null)
    {
        var context = Context(server, settings, io, time);
        var layer = await TlsLayer.PrepareAsync(context.Own(), Token);
        var stream = await Dialer.ConnectAsync(context.Own(), Token);
        return new LiveSession(await layer.StartAsync(stream, Token));
    }

    static async Task<string> GreetingAsync(LoopbackServer server, AccountSettings settings, IoMode io = IoMode.Blocking)
    {
        await using var session = await StartAsync(server, settings, io);
        var octets = new byte[3];
        await session.Stream.ReadExactlyAsync(octets, Token);
        return Encoding.ASCII.GetString(octets);
    }

    static Task<MailException> FailureAsync(LoopbackServer server, AccountSettings settings, IoMode io = IoMode.Blocking) =>
        Assert.ThrowsAsync<MailException>(() => StartAsync(server, settings, io));

    AccountSettings Trust(string? pem) =>
        AccountSettings.Empty.With(CommonSettings.TlsTrustFile, pem is null ? null : folder.Write("trust", pem));

    sealed class LiveSession(SecuredConnection session) : IAsyncDisposable
    {
        public Stream Stream => session.Stream;

        public X509Certificate2? Certificate => session.Certificate;

        public SslProtocols Protocol => session.Protocol;

        public TlsCipherSuite CipherSuite => session.CipherSuite;

        public ReadOnlyMemory<byte>? ChannelBinding(string type) => session.ChannelBinding(type);

        public IReadOnlyList<string> Describe() => session.Describe();

        public ValueTask DisposeAsync() => session.Stream.DisposeAsync();
    }
}
