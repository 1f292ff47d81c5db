using System.Text;
using Msmtp.TestKit;
using NSubstitute;

namespace Msmtp.Connector.Tcp.Tests.ClientKeys;

public sealed class ClientIdentityTests : IDisposable
{
    const string Passphrase = "geheim ä€";

    readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("ec-pbes2-aes-256-cbc.key")]
    [InlineData("ec-old-des-ede3-cbc.key")]
    [InlineData("ec-pkcs12-3des.key")]
    public async Task The_passphrase_comes_from_the_secrets_which_hear_that_it_was_right(string key)
    {
        var secrets = new FakeSecrets(Passphrase);

        var identity = await LoadAsync("ec.cert", key, secrets);

        Assert.NotNull(identity);
        Assert.Equal(new SecretQuery(SecretKind.KeyPassphrase) { File = PrivateKeyTests.PathOf(key) }, Assert.Single(secrets.Queries));
        Assert.Equal([(Passphrase, SecretVerdict.Accepted)], secrets.Verdicts);
    }

    [Fact]
    public async Task Nobody_is_asked_for_a_key_that_is_open()
    {
        var secrets = new FakeSecrets(Passphrase);

        Assert.NotNull(await LoadAsync("rsa.cert", "rsa-old.key", secrets));
        Assert.Empty(secrets.Queries);
    }

    [Fact]
    public async Task Nobody_is_asked_without_tls()
    {
        var secrets = new FakeSecrets(Passphrase);
        await using var server = new LoopbackServer(static (_, _) => Task.CompletedTask);
        var settings = Settings("ec.cert", "ec-pbes2-aes-256-cbc.key").With(CommonSettings.Tls, false)
            .With(CommonSettings.Host, "127.0.0.1").With(CommonSettings.Port, server.Port);

        await using var connection = await Context(settings, secrets).Connector.ConnectAsync(new ConnectionRequest(), TestContext.Current.CancellationToken);

        Assert.Empty(secrets.Queries);
    }

    [Fact]
    public async Task A_wrong_passphrase_is_one_clear_error_and_its_source_hears_so()
    {
        var secrets = new FakeSecrets("wrong", Passphrase);

        var failure = await FailAsync("ec.cert", "ec-pbes2-aes-256-cbc.key", secrets);

        Assert.EndsWith(" for TLS session: Decryption has failed.", failure.Message, StringComparison.Ordinal);
        Assert.Equal((ExitCode.NoInput, DeliveryStage.Tls), (failure.ExitCode, failure.Stage));
        Assert.Contains("the passphrase does not open the key in", failure.Advice, StringComparison.Ordinal);
        Assert.Equal([("wrong", SecretVerdict.Rejected)], secrets.Verdicts);
    }

    [Fact]
    public async Task A_passphrase_that_nobody_knows_is_told_as_msmtp_does()
    {
        var failure = await FailAsync("ec.cert", "ec-old-aes-256-cbc.key", new FakeSecrets());

        Assert.EndsWith(" for TLS session: Decryption has failed.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("tls_key_passwordeval", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rsa.cert", "ec-pbes2-aes-256-cbc.key")]
    [InlineData("ec.cert", "rsa-old-aes-256-cbc.key")]
    [InlineData("ec.cert", "rsa.key")]
    public async Task The_key_of_another_is_told_apart_from_a_wrong_passphrase(string certificate, string key)
    {
        var failure = await FailAsync(certificate, key, new FakeSecrets(Passphrase));

        Assert.EndsWith(" for TLS session: The certificate and the given key do not match.", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"is \"O=Tests,CN={certificate[..^5]}\"", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_of_key_that_the_runtime_cannot_use_is_named_before_anybody_is_asked()
    {
        var secrets = new FakeSecrets(Passphrase);

        var failure = await FailAsync("ed25519.cert", "ed25519.key", secrets);

        Assert.EndsWith(" for TLS session: Ed25519 keys cannot be used by this TLS library.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(secrets.Queries);
    }

    [Fact]
    public async Task A_source_that_was_told_to_know_and_fails_ends_it()
    {
        var secrets = Substitute.For<ISecretLookup>();
        secrets.FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>())
            .Returns<ValueTask<Secret?>>(_ => throw new MailException(ExitCode.Config, DeliveryStage.Configure, "cannot read output of 'x'"));

        var failure = await FailAsync("ec.cert", "ec-pbes2-aes-256-cbc.key", secrets);

        Assert.Equal(ExitCode.Config, failure.ExitCode);
    }

    [Fact]
    public async Task Both_may_lie_in_one_file()
    {
        var both = folder.Write("both.pem", Encoding.ASCII.GetString([.. PrivateKeyTests.Read("ec.cert"), .. PrivateKeyTests.Read("ec-old-aes-128-cbc.key")]));
        var settings = Msmtp.AccountSettings.Empty.With(TlsSettings.CertFile, both).With(TlsSettings.KeyFile, both);

        Assert.NotNull(await ClientIdentity.LoadAsync(Context(settings, new FakeSecrets(Passphrase)), TestContext.Current.CancellationToken));
    }

    static AccountSettings Settings(string certificate, string key) => Msmtp.AccountSettings.Empty
        .With(TlsSettings.CertFile, PrivateKeyTests.PathOf(certificate))
        .With(TlsSettings.KeyFile, PrivateKeyTests.PathOf(key));

    static PluginContext Context(AccountSettings settings, ISecretLookup secrets) =>
        Given.Context(IoMode.Blocking, settings) with { Secrets = secrets };

    static async Task<object?> LoadAsync(string certificate, string key, ISecretLookup secrets) =>
        await ClientIdentity.LoadAsync(Context(Settings(certificate, key), secrets), TestContext.Current.CancellationToken);

    static Task<MailException> FailAsync(string certificate, string key, ISecretLookup secrets) =>
        Assert.ThrowsAsync<MailException>(() => LoadAsync(certificate, key, secrets));
}
