using System.Text;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.TestKit;

namespace Msmtp.Secrets.OAuth.Tests.Store;

public sealed class SignInFormatTests
{
    const string Least = """{"version":1,"client_id":"c","scope":"s","signed_in_at":7}""";

    [Fact]
    public void A_sign_in_is_one_object_of_JSON()
    {
        using var signIn = Full();

        using var written = SignInFormat.Write(signIn);

        Assert.Equal(
            """
            {"version":1,"user":"jörg@example.org","client_id":"c","client_secret":"cs\"\\","scope":"mail offline_access",
            "token_endpoint":"https://id.example.org/token","authentication_methods":"client_secret_post none",
            "revocation_endpoint":"https://id.example.org/revoke","refresh_token":"r+/=","access_token":"a.b.c",
            "expires_at":2000,"renewed_at":1500,"signed_in_at":1000}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(written.Reveal()));
    }

    [Fact]
    public void What_was_written_is_read()
    {
        using var signIn = Full();
        using var written = SignInFormat.Write(signIn);

        using var read = SignInFormat.Read(written.Reveal());

        Assert.Equal(("jörg@example.org", "c", "mail offline_access"), (read.User, read.ClientId, read.Scope));
        Assert.Equal(("cs\"\\", "r+/=", "a.b.c"), (Text(read.ClientSecret), Text(read.RefreshToken), Text(read.AccessToken)));
        Assert.Equal("https://id.example.org/token", read.TokenEndpoint?.AbsoluteUri);
        Assert.Equal("https://id.example.org/revoke", read.RevocationEndpoint?.AbsoluteUri);
        Assert.Equal(["client_secret_post", "none"], read.AuthenticationMethods);
        Assert.Equal((2000, 1500), (read.ExpiresAt?.ToUnixTimeSeconds(), read.RenewedAt?.ToUnixTimeSeconds()));
        Assert.Equal(1000, read.SignedInAt.ToUnixTimeSeconds());
    }

    [Fact]
    public void What_is_not_known_is_not_written()
    {
        using var signIn = new StoredSignIn { ClientId = "c", Scope = "s", SignedInAt = DateTimeOffset.FromUnixTimeSeconds(7) };
        using var written = SignInFormat.Write(signIn);

        Assert.Equal(Least, Encoding.UTF8.GetString(written.Reveal()));
        using var read = SignInFormat.Read(written.Reveal());
        Assert.Null(read.User);
        Assert.Null(read.ClientSecret);
        Assert.Null(read.RefreshToken);
        Assert.Null(read.AccessToken);
        Assert.Null(read.TokenEndpoint);
        Assert.Null(read.RevocationEndpoint);
        Assert.Null(read.ExpiresAt);
        Assert.Null(read.RenewedAt);
        Assert.Empty(read.AuthenticationMethods);
    }

    [Theory]
    [InlineData("""{"version":1,"client_id":"c","scope":"s","later":{"a":[1,{"version":9}]},"x":null}""")]
    [InlineData("""{"scope":"s","version":1,"later":true,"client_id":"c"}""")]
    public void What_a_later_program_adds_is_skipped(string json)
    {
        using var read = SignInFormat.Read(Encoding.UTF8.GetBytes(json));

        Assert.Equal(("c", "s"), (read.ClientId, read.Scope));
    }

    [Theory]
    [InlineData("""{"version":2,"client_id":"c","scope":"s"}""", "a newer version of this program wrote it")]
    [InlineData("""{"version":2}""", "a newer version of this program wrote it")]
    [InlineData("""{"version":0,"client_id":"c","scope":"s"}""", "it is incomplete")]
    [InlineData("""{"client_id":"c","scope":"s"}""", "it is incomplete")]
    [InlineData("""{"version":1,"scope":"s"}""", "it is incomplete")]
    [InlineData("""{"version":1,"client_id":"c"}""", "it is incomplete")]
    [InlineData("""{"version":1,"client_id":1,"scope":"s"}""", "it is incomplete")]
    [InlineData("""{"version":1,"client_id":"c","scope":"s","token_endpoint":"nowhere"}""", "token_endpoint is not a URL")]
    [InlineData("""{"version":1,"client_id":"c","scope":"s","expires_at":-1}""", "expires_at is not a time")]
    [InlineData("""{"version":1,"client_id":"c","scope":"s","renewed_at":253402300800}""", "renewed_at is not a time")]
    [InlineData("""[{"version":1}]""", "it is not a JSON object")]
    [InlineData("secret", "it is not a JSON object")]
    [InlineData("", "it is not a JSON object")]
    public void Anything_else_is_refused(string json, string reason)
    {
        var failure = Assert.Throws<InvalidDataException>(() => SignInFormat.Read(Encoding.UTF8.GetBytes(json)));

        Assert.Equal(reason, failure.Message);
    }

    [Fact]
    public void A_part_of_a_sign_in_is_none_nor_is_one_with_something_behind_it()
    {
        using var signIn = Full();
        using var written = SignInFormat.Write(signIn);
        var octets = written.Reveal().ToArray();

        for (var length = 0; length < octets.Length; length++)
            Assert.Throws<InvalidDataException>(() => SignInFormat.Read(octets.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => SignInFormat.Read([.. octets, (byte)'}']));
    }

    // A disk that has lost a block, and whoever edits the file.
    [Fact]
    public void One_wrong_octet_is_read_or_refused_and_nothing_else()
    {
        using var signIn = Full();
        using var written = SignInFormat.Write(signIn);
        for (var at = 0; at < written.Reveal().Length; at++)
            foreach (var octet in (byte[])[0, (byte)'"', (byte)'\\', (byte)'9', (byte)'{', 0x80, 0xFF])
            {
                var octets = written.Reveal().ToArray();
                octets[at] = octet;

                var failure = Record.Exception(() => SignInFormat.Read(octets).Dispose());

                Assert.True(failure is null or InvalidDataException, $"{octet} at {at}: {failure}");
            }
    }

    [Fact]
    public void Work_grows_as_the_sign_in_does() =>
        Assert.Empty(Growth.TooFast(static (byte[] octets) => SignInFormat.Read(octets).Dispose(), """{"version":1,"client_id":"""));

    static StoredSignIn Full() => new()
    {
        User = "jörg@example.org",
        ClientId = "c",
        ClientSecret = Secret.FromText("cs\"\\"),
        Scope = "mail offline_access",
        TokenEndpoint = new Uri("https://id.example.org/token"),
        AuthenticationMethods = ["client_secret_post", "none"],
        RevocationEndpoint = new Uri("https://id.example.org/revoke"),
        RefreshToken = Secret.FromText("r+/="),
        AccessToken = Secret.FromText("a.b.c"),
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(2000),
        RenewedAt = DateTimeOffset.FromUnixTimeSeconds(1500),
        SignedInAt = DateTimeOffset.FromUnixTimeSeconds(1000),
    };

    static string? Text(Secret? secret) => secret is null ? null : Encoding.UTF8.GetString(secret.Reveal());
}
