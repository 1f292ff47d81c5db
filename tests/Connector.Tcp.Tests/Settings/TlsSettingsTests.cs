using NSubstitute;

namespace Msmtp.Connector.Tcp.Tests.Settings;

public sealed class TlsSettingsTests
{
    static readonly AccountSettings Encrypted = AccountSettings.Empty.With(CommonSettings.Tls, true).With(CommonSettings.Host, "h");

    [Fact]
    public void Nothing_set_is_well()
    {
        Assert.Null(TlsSettings.Check(AccountSettings.Empty));
        Assert.Null(TlsSettings.Check(Encrypted));
    }

    [Fact]
    public void A_name_to_compare_with_is_needed()
    {
        var settings = AccountSettings.Empty.With(CommonSettings.Tls, true).With(CommonSettings.Socket, "/s");

        Assert.Equal("host not set", TlsSettings.Check(settings));
        Assert.Null(TlsSettings.Check(settings.With(TlsSettings.HostOverride, "h")));
    }

    [Fact]
    public void Key_and_certificate_come_together_even_without_tls()
    {
        Assert.Equal("tls_key_file requires tls_cert_file", TlsSettings.Check(AccountSettings.Empty.With(TlsSettings.KeyFile, "k")));
        Assert.Equal("tls_cert_file requires tls_key_file", TlsSettings.Check(AccountSettings.Empty.With(TlsSettings.CertFile, "c")));
        Assert.Null(TlsSettings.Check(AccountSettings.Empty.With(TlsSettings.KeyFile, "k").With(TlsSettings.CertFile, "c")));
    }

    [Fact]
    public void Somebody_must_be_trusted()
    {
        var settings = Encrypted.With(CommonSettings.TlsTrustFile, null);

        Assert.Equal(
            "tls requires either tls_trust_file (highly recommended) or tls_fingerprint or a disabled tls_certcheck",
            TlsSettings.Check(settings));
        Assert.Null(TlsSettings.Check(settings.With(CommonSettings.TlsCertCheck, false)));
        Assert.Null(TlsSettings.Check(settings.With(TlsSettings.PinnedFingerprint, Parsed(32))));
    }

    [Fact]
    public void Revocation_needs_trust() => Assert.Equal(
        "tls_crl_file requires tls_trust_file",
        TlsSettings.Check(AccountSettings.Empty.With(CommonSettings.TlsTrustFile, null).With(TlsSettings.CrlFile, "f")));

    [Theory]
    [InlineData(32)]
    [InlineData(20)]
    [InlineData(16)]
    public void A_fingerprint_is_shown_in_upper_case_with_colons(int length)
    {
        Assert.True(Fingerprint.TryParse(new SettingArgument(string.Join(' ', Enumerable.Repeat("aB", length))), out var value));

        Assert.Equal(string.Join(':', Enumerable.Repeat("AB", length)), value?.ToString());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("00:11")]
    [InlineData(" 00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff")]
    [InlineData("00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:")]
    [InlineData("00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:fg")]
    [InlineData("00-11-22-33-44-55-66-77-88-99-aa-bb-cc-dd-ee-ff")]
    [InlineData("00112233445566778899aabbccddeeff")]
    public void Anything_else_is_no_fingerprint(string text) => Assert.False(Fingerprint.TryParse(new SettingArgument(text), out _));

    [Fact]
    public void Nothing_unsets_a_fingerprint()
    {
        Assert.True(Fingerprint.TryParse(new SettingArgument(""), out var value));
        Assert.Null(value);
    }

    [Fact]
    public void Every_setting_is_registered_with_its_rules()
    {
        var registry = Substitute.For<IPluginRegistry>();
        registry.Add(Arg.Any<IRegistration>()).Returns(registry);

        TlsSettings.Register(registry);

        var arguments = registry.ReceivedCalls().SelectMany(static call => call.GetArguments());
        var registered = arguments.OfType<SettingKey>().Select(static key => key.Name);
        Assert.Equal(
            [
                "tls_cert_file", "tls_crl_file", "tls_fingerprint", "tls_force_sslv3", "tls_host_override",
                "tls_key_file", "tls_min_dh_prime_bits", "tls_priorities",
            ],
            registered.Order(StringComparer.Ordinal));
        registry.Received(1).Add(Arg.Any<AccountCheckRegistration>());
    }

    static Fingerprint? Parsed(int length)
    {
        Assert.True(Fingerprint.TryParse(new SettingArgument(string.Join(':', Enumerable.Repeat("00", length))), out var value));
        return value;
    }
}
