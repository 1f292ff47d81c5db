using System.Security.Cryptography;
using Msmtp.Secrets.OAuth.Assertions;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Secrets.OAuth.Tests.Assertions;

public sealed class ServiceAccountTests : IDisposable
{
    static readonly PluginEnvironment Nobody = new() { Home = "", GetVariable = static _ => null };

    readonly TempDirectory folder = new();
    readonly ManualTime time = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_assertion_is_signed_with_RS256_on_behalf_of_a_user()
    {
        using var account = Read(Keys.ServiceAccount());

        using var assertion = account.Sign("joe@example.org", "https://mail.google.com/", time);

        var token = new ReadToken(assertion);
        Assert.True(token.IsSignedBy(Keys.Rsa, RSASignaturePadding.Pkcs1));
        Assert.Equal("RS256", token.Header.GetProperty("alg").GetString());
        Assert.Equal("0123456789abcdef", token.Header.GetProperty("kid").GetString());
        Assert.Equal("mail@project.iam.gserviceaccount.com", token.Claims.GetProperty("iss").GetString());
        Assert.Equal("joe@example.org", token.Claims.GetProperty("sub").GetString());
        Assert.Equal("https://mail.google.com/", token.Claims.GetProperty("scope").GetString());
        Assert.Equal("https://oauth2.googleapis.com/token", token.Claims.GetProperty("aud").GetString());
        Assert.Equal("https://oauth2.googleapis.com/token", account.TokenEndpoint.AbsoluteUri);
    }

    [Fact]
    public void It_is_valid_now_and_for_no_more_than_an_hour()
    {
        using var account = Read(Keys.ServiceAccount());

        using var assertion = account.Sign(null, "x", time);

        var claims = new ReadToken(assertion).Claims;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var from = claims.GetProperty("iat").GetInt64();
        Assert.InRange(from, now - 60, now);
        Assert.InRange(claims.GetProperty("exp").GetInt64(), now + 60, from + 3600);
        Assert.False(claims.TryGetProperty("sub", out _));
    }

    [Theory]
    [InlineData("[]", "it is not a JSON object")]
    [InlineData("{", "it is not a JSON object")]
    [InlineData("""{"type":"authorized_user"}""", "it is not the key of a service account")]
    [InlineData("""{"type":"service_account","token_uri":"https://x.example.org/"}""", "client_email or token_uri is missing")]
    [InlineData("""{"type":"service_account","client_email":"a","token_uri":"http://x.example.org/"}""", "its token_uri is no https URL")]
    [InlineData("""{"type":"service_account","client_email":"a","token_uri":"https://x.example.org/"}""", "private_key is missing")]
    [InlineData(
        """{"type":"service_account","client_email":"a","token_uri":"https://x.example.org/","private_key":"x"}""",
        "it has no private key in PEM")]
    public void What_is_not_the_key_of_one_is_refused(string json, string reason)
    {
        var failure = Assert.Throws<MailException>(() => Read(json));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Equal($"cannot use oauth_service_account {folder.File("account.json")}: {reason}", failure.Message);
    }

    [Fact]
    public void A_key_of_another_kind_is_refused()
    {
        var failure = Assert.Throws<MailException>(
            () => Read(Keys.ServiceAccount(pem: ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem())));

        Assert.EndsWith("its key is not an RSA key, which the signature needs", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_others_can_read_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no mode there");
        var path = folder.Write("account.json", Keys.ServiceAccount());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var failure = Assert.Throws<MailException>(() => ServiceAccount.Read(path, Nobody));

        Assert.EndsWith("others can read or change it", failure.Message, StringComparison.Ordinal);
    }

    ServiceAccount Read(string json) => ServiceAccount.Read(folder.Write("account.json", json), Nobody);
}
