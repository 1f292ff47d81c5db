using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Connector.Tcp.Tests.Network;

/// <summary>What a plugin gets that asks for a connection, and what of the account's settings applies to which host.</summary>
public sealed class TcpConnectorTests : IDisposable
{
    static readonly Authority Root = new("Root");

    readonly TempDirectory folder = new();

    public static TheoryData<IoMode> Modes => [IoMode.Blocking, IoMode.Asynchronous];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory, MemberData(nameof(Modes))]
    public async Task The_accounts_server_is_reached_as_its_settings_say(IoMode io)
    {
        await using var server = TlsServer.Start(Root.Issue("localhost"));
        var context = Given.Context(io, Account(server).With(CommonSettings.Tls, true).With(CommonSettings.TlsStartTls, false));

        await using var connection = await context.Connector.ConnectAsync(new ConnectionRequest(), Token);

        Assert.Equal("220", await ReadAsync(connection));
        Assert.Equal("CN=localhost", connection.Tls?.Certificate?.Subject);
        Assert.NotNull(connection.Tls?.ChannelBinding("tls-server-end-point"));
        Assert.StartsWith("TLS session parameters:", connection.Tls?.Describe()[0], StringComparison.Ordinal);
        Assert.Equal(IPAddress.Loopback, connection.RemoteAddress);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task What_begins_in_the_clear_is_encrypted_once(IoMode io)
    {
        await using var server = StartTlsServer(Root.Issue("localhost"));
        var context = Given.Context(io, Account(server).With(CommonSettings.Tls, true));
        await using var connection = await context.Connector.ConnectAsync(new ConnectionRequest(), Token);
        Assert.Null(connection.Tls);

        await connection.WriteAsync("STARTTLS"u8.ToArray(), Token);
        await connection.StartTlsAsync(Token);

        Assert.Equal("220", await ReadAsync(connection));
        Assert.NotNull(connection.Tls);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await connection.StartTlsAsync(Token));
    }

    [Fact]
    public async Task What_was_to_stay_in_the_clear_is_not_encrypted()
    {
        await using var server = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        var context = Given.Context(IoMode.Blocking, Account(server));
        await using var connection = await context.Connector.ConnectAsync(new ConnectionRequest(), Token);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await connection.StartTlsAsync(Token));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Another_host_is_encrypted_and_verified_for_its_own_name(IoMode io)
    {
        await using var server = TlsServer.Start(Root.Issue("localhost"));
        var elsewhere = Trusting().With(CommonSettings.Host, "mail.invalid").With(CommonSettings.Port, 25).With(CommonSettings.Socket, "/nowhere");
        var context = Given.Context(io, elsewhere.With(TlsSettings.HostOverride, "mail.invalid"));

        await using var connection = await context.Connector.ConnectAsync(new ConnectionRequest("localhost", server.Port), Token);

        Assert.Equal("220", await ReadAsync(connection));
    }

    [Fact]
    public async Task What_is_pinned_for_the_accounts_server_is_not_asked_of_another()
    {
        await using var server = TlsServer.Start(Root.Issue("localhost"));
        var context = Given.Context(IoMode.Blocking, Account(server).With(TlsSettings.PinnedFingerprint, Fingerprint(Root.Issue("other"))));
        var request = new ConnectionRequest("localhost", server.Port);

        await using (var connection = await context.Connector.ConnectAsync(request, Token))
            Assert.NotNull(connection.Tls);
        var failure = await FailureAsync(context, request with { IsAccountServer = true });

        Assert.Equal("TLS certificate verification failed: the certificate fingerprint does not match", failure.Message);
    }

    [Fact]
    public async Task A_pin_that_another_host_would_meet_does_not_let_it_in()
    {
        var certificate = new Authority("Other").Issue("localhost");
        await using var server = TlsServer.Start(certificate);
        var context = Given.Context(IoMode.Blocking, Account(server).With(TlsSettings.PinnedFingerprint, Fingerprint(certificate)));

        var failure = await FailureAsync(context, new ConnectionRequest("localhost", server.Port));

        Assert.Equal("TLS certificate verification failed: The certificate is NOT trusted. The certificate issuer is unknown. ", failure.Message);
        Assert.DoesNotContain("tls_fingerprint", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_host_may_have_a_trust_file_of_its_own()
    {
        var authority = new Authority("Other");
        using var folder = new TempDirectory();
        var trust = folder.Write("trust.pem", authority.Pem);
        await using var server = TlsServer.Start(authority.Issue("localhost"));
        var context = Given.Context(IoMode.Blocking, Account(server));
        var request = new ConnectionRequest("localhost", server.Port);

        Assert.Equal(DeliveryStage.Tls, (await FailureAsync(context, request)).Stage);
        await using var connection = await context.Connector.ConnectAsync(request with { TrustFile = trust }, Token);
        Assert.NotNull(connection.Tls);
    }

    [Fact]
    public async Task Checks_that_are_off_for_the_accounts_server_are_on_for_another()
    {
        await using var server = TlsServer.Start(new Authority("Other").Issue("mail.example.org"));
        var context = Given.Context(IoMode.Blocking, Account(server).With(CommonSettings.TlsCertCheck, false));
        var request = new ConnectionRequest("localhost", server.Port);

        Assert.Equal(DeliveryStage.Tls, (await FailureAsync(context, request)).Stage);
        await using var connection = await context.Connector.ConnectAsync(request with { IsAccountServer = true }, Token);
        Assert.NotNull(connection.Tls);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "CN=joe")]
    public async Task The_clients_certificate_is_shown_to_the_accounts_server_alone(bool isAccountServer, string? expected)
    {
        string? shown = null;
        var options = TlsServer.Options(Root.Issue("localhost"));
        options.ClientCertificateRequired = true;
        options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            shown = certificate?.Subject;
            return certificate is null || certificate.Subject == expected;
        };
        await using var server = TlsServer.Start(options, TlsServer.GreetAsync);
        var context = Given.Context(IoMode.Blocking, WithClientCertificate(Account(server)));

        await using var connection = await context.Connector.ConnectAsync(
            new ConnectionRequest("localhost", server.Port) { IsAccountServer = isAccountServer }, Token);

        Assert.Equal("220", await ReadAsync(connection));
        Assert.Equal(expected, shown);
    }

    [Fact]
    public async Task A_passphrase_is_asked_for_once_however_many_connections_there_are()
    {
        await using var server = StartTlsServer(Root.Issue("localhost"));
        var secrets = new FakeSecrets("geheim");
        var settings = WithClientCertificate(Account(server).With(CommonSettings.Tls, true), "geheim");
        var connector = (Given.Context(IoMode.Blocking, settings) with { Secrets = secrets }).Connector;

        await using var one = await connector.ConnectAsync(new ConnectionRequest(), Token);
        await using var other = await connector.ConnectAsync(new ConnectionRequest(), Token);

        Assert.Single(secrets.Queries);
    }

    [Theory]
    [InlineData(false, DeliveryStage.Tls)]
    [InlineData(true, DeliveryStage.Connect)]
    public async Task Files_are_read_first_unless_the_connection_is_asked_about(bool connectsFirst, DeliveryStage stage)
    {
        var settings = Given.Server(LoopbackServer.ClosedPort()).With(CommonSettings.Tls, true).With(CommonSettings.TlsTrustFile, "/nowhere/ca");

        var failure = await FailureAsync(Given.Context(IoMode.Blocking, settings), new ConnectionRequest { ConnectsFirst = connectsFirst });

        Assert.Equal(stage, failure.Stage);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task A_limit_of_the_request_comes_before_the_accounts(IoMode io)
    {
        await using var server = new LoopbackServer(static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        var context = Given.Context(io, Account(server).With(CommonSettings.Timeout, TimeSpan.FromHours(1)));

        var failure = await FailureAsync(context, new ConnectionRequest("localhost", server.Port) { Timeout = TimeSpan.FromMilliseconds(200) });

        Assert.Equal((ExitCode.IoErr, "TLS handshake failed: the operation timed out"), (failure.ExitCode, failure.Message));
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task What_has_arrived_is_read_without_waiting_for_more(IoMode io)
    {
        using var turn = new SemaphoreSlim(0);
        await using var server = TlsServer.Start(TlsServer.Options(Root.Issue("localhost")), async (stream, cancellationToken) =>
        {
            await turn.WaitAsync(cancellationToken);
            await stream.WriteAsync("hello"u8.ToArray(), cancellationToken);
            await turn.WaitAsync(cancellationToken);
        });
        var context = Given.Context(io, Account(server));
        await using var connection = await context.Connector.ConnectAsync(new ConnectionRequest("localhost", server.Port), Token);
        var octets = new byte[32 * 1024];

        Assert.Null(await connection.TryReadAsync(octets, Token));
        turn.Release();
        var count = await UntilSomethingCameAsync(connection, octets);
        Assert.Equal("hello", Encoding.ASCII.GetString(octets, 0, count ?? 0));
        Assert.Null(await connection.TryReadAsync(octets, Token));
        turn.Release();
        Assert.Equal(0, await UntilSomethingCameAsync(connection, octets));
    }

    [Theory]
    [InlineData(IoMode.Blocking, true)]
    [InlineData(IoMode.Asynchronous, false)]
    public async Task Where_calls_block_the_stream_can_be_read_synchronously(IoMode io, bool canBe)
    {
        await using var server = TlsServer.Start(Root.Issue("localhost"));
        await using var connection = await Given.Context(io, Account(server)).Connector.ConnectAsync(new ConnectionRequest("localhost", server.Port), Token);
        var octets = new byte[3];

        if (canBe)
            Assert.Equal(3, connection.ReadAtLeast(octets, 3));
        else
            Assert.Throws<NotSupportedException>(() => connection.ReadAtLeast(octets, 3));
    }

    [Fact]
    public async Task An_encrypted_connection_that_breaks_says_why_in_words_for_a_user()
    {
        await using var server = TlsServer.Start(TlsServer.Options(Root.Issue("localhost")), static (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        await using var connection = await Given.Context(IoMode.Blocking, Account(server)).Connector
            .ConnectAsync(new ConnectionRequest("localhost", server.Port), Token);

        connection.SetDeadline(TimeSpan.Zero);
        var failure = await Assert.ThrowsAsync<IOException>(async () => await connection.ReadExactlyAsync(new byte[1], Token));

        Assert.Equal("the operation timed out", failure.Message);
    }

    [Theory]
    [InlineData("", 443)]
    [InlineData("localhost", 0)]
    [InlineData("localhost", 65536)]
    public void A_host_that_cannot_be_is_the_callers_mistake(string host, int port) =>
        Assert.ThrowsAny<ArgumentException>(() => new ConnectionRequest(host, port));

    // What TLS says to itself arrives too, and is none of the caller's.
    static async Task<int?> UntilSomethingCameAsync(ConnectionStream connection, Memory<byte> buffer)
    {
        int? count = null;
        while (count is null)
        {
            Assert.True(await connection.WaitToReadAsync(TimeSpan.FromSeconds(20), Token));
            count = await connection.TryReadAsync(buffer, Token);
        }
        return count;
    }

    static LoopbackServer StartTlsServer(X509Certificate2 certificate) => new(async (connection, cancellationToken) =>
    {
        await connection.ReadExactlyAsync(new byte["STARTTLS".Length], cancellationToken);
        await using var stream = new SslStream(connection);
        await stream.AuthenticateAsServerAsync(TlsServer.Options(certificate), cancellationToken);
        await TlsServer.GreetAsync(stream, cancellationToken);
    });

    static async Task<string> ReadAsync(ConnectionStream connection)
    {
        var octets = new byte[3];
        await connection.ReadExactlyAsync(octets, Token);
        return Encoding.ASCII.GetString(octets);
    }

    static Task<MailException> FailureAsync(PluginContext context, ConnectionRequest request) =>
        Assert.ThrowsAsync<MailException>(async () => await context.Connector.ConnectAsync(request, Token));

    static Fingerprint? Fingerprint(X509Certificate2 certificate)
    {
        var text = BitConverter.ToString(SHA256.HashData(certificate.RawData)).Replace('-', ':');
        Assert.True(Tcp.Fingerprint.TryParse(new SettingArgument(text), out var value));
        return value;
    }

    AccountSettings Account(LoopbackServer server) =>
        Trusting().With(Given.Server("localhost", server.Port)).With(CommonSettings.Timeout, TimeSpan.FromSeconds(20));

    AccountSettings Trusting() => AccountSettings.Empty.With(CommonSettings.TlsTrustFile, folder.Write("root.pem", Root.Pem));

    AccountSettings WithClientCertificate(AccountSettings settings, string? passphrase = null)
    {
        var certificate = Root.IssueForClient("joe");
        var key = certificate.GetECDsaPrivateKey()!;
        var pem = passphrase is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 10));
        return settings
            .With(TlsSettings.CertFile, folder.Write("cert", certificate.ExportCertificatePem()))
            .With(TlsSettings.KeyFile, folder.Write("key", pem));
    }
}
