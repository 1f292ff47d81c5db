using Msmtp.Auth.Sasl.Digest;
using Msmtp.Text;

namespace Msmtp.Auth.Sasl.Tests.Digest;

public sealed class DigestMd5ClientTests
{
    const string Challenge = "realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\",algorithm=md5-sess,charset=utf-8";

    [Fact]
    public async Task It_plays_the_example_of_the_rfc()
    {
        // RFC 2831 §4, the IMAP example.
        using var client = Chris();

        Assert.Null(await client.StartTextAsync());
        Assert.Equal(
            "username=\"chris\",realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",cnonce=\"OA6MHXh6VqTrRk\",nc=00000001,qop=auth,"
            + "digest-uri=\"imap/elwood.innosoft.com\",response=d388dad90d4bbd760a152321f2143af7,charset=utf-8",
            await client.RespondTextAsync(Challenge));
        Assert.False(client.IsComplete);
        Assert.Equal("", await client.RespondTextAsync("rspauth=ea40f60335c427b5527b84dbabcdfffd"));
        Assert.True(client.IsComplete);
        await client.FailsAsync("");
    }

    [Theory]
    [InlineData("rspauth=ea40f60335c427b5527b84dbabcdfffe", "the server does not know the password")]
    [InlineData("rspauth=\"\"", "the server does not know the password")]
    [InlineData("", "the server does not know the password")]
    [InlineData("hello", "the server's message is malformed")]
    public async Task A_server_that_proves_nothing_is_not_believed(string final, string reason)
    {
        using var client = Chris();
        await client.RespondTextAsync(Challenge);

        var failure = await client.FailsAsync(final);

        Assert.Equal($"authentication failed (method DIGEST-MD5): {reason}", failure.Message);
        Assert.Equal(ExitCode.Software, failure.ExitCode);
        Assert.False(client.IsComplete);
    }

    [Theory]
    [InlineData("", "the server's challenge has not exactly one nonce")]
    [InlineData("hello", "the server's message is malformed")]
    [InlineData("realm=\"x", "the server's message has an open quote")]
    [InlineData("realm=\"x\" y", "the server's message is malformed")]
    [InlineData("realm=", "the server's message is malformed")]
    [InlineData("realm=\"x\",algorithm=md5-sess", "the server's challenge has not exactly one nonce")]
    [InlineData("nonce=\"a\",nonce=\"b\",algorithm=md5-sess", "the server's challenge has not exactly one nonce")]
    [InlineData("nonce=\"a\"", "the server's challenge is not for md5-sess")]
    [InlineData("nonce=\"a\",algorithm=md5", "the server's challenge is not for md5-sess")]
    [InlineData("nonce=\"a\",algorithm=md5-sess,qop=\"auth-int,auth-conf\"", "the server demands a security layer")]
    public async Task A_wrong_challenge_is_an_error(string challenge, string reason)
    {
        using var client = Chris();

        var failure = await client.FailsAsync(challenge);

        Assert.Equal($"authentication failed (method DIGEST-MD5): {reason}", failure.Message);
    }

    [Fact]
    public async Task A_challenge_of_2048_octets_is_too_long()
    {
        using var client = Chris();

        var failure = await client.FailsAsync(Challenge + new string(' ', 2048 - Challenge.Length));

        Assert.Equal("authentication failed (method DIGEST-MD5): the server's challenge is too long", failure.Message);
    }

    [Theory]
    [InlineData("nonce=\"n\",algorithm=md5-sess", "username=\"chris\",nonce=\"n\",")]
    [InlineData("realm=\"one\",realm=\"two\",nonce=\"n\",algorithm=md5-sess", "username=\"chris\",realm=\"one\",nonce=\"n\",")]
    [InlineData("realm=\"a\\\"b\\\\c\",nonce=\"n\",algorithm=md5-sess", "username=\"chris\",realm=\"a\\\"b\\\\c\",nonce=\"n\",")]
    [InlineData(", , NONCE = n ,\t algorithm = \"md5-sess\" ,qop=\"auth, auth-int\",,x=y, ", "username=\"chris\",nonce=\"n\",")]
    public async Task The_first_realm_is_taken_and_none_is_left_out(string challenge, string start)
    {
        using var client = Chris();

        var response = await client.RespondTextAsync(challenge);

        Assert.StartsWith(start, response, StringComparison.Ordinal);
        Assert.DoesNotContain("charset", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_without_utf8_is_iso_8859_1()
    {
        using var client = new DigestMd5Client(Some.Context("jö"));

        var response = await client.RespondAsync(Some.Octets("nonce=\"n\",algorithm=md5-sess"), TestContext.Current.CancellationToken);

        Assert.Equal([.. "username=\"j"u8, 0xF6, .. "\",nonce"u8], response[..19].ToArray());
    }

    [Theory]
    [InlineData("Grüße", new byte[] { (byte)'G', (byte)'r', 0xFC, 0xDF, (byte)'e' })]
    [InlineData("plain", new byte[] { (byte)'p', (byte)'l', (byte)'a', (byte)'i', (byte)'n' })]
    [InlineData("€", new byte[] { 0xE2, 0x82, 0xAC })]
    public void What_is_hashed_is_iso_8859_1_where_that_is_possible(string text, byte[] expected) =>
        Assert.Equal(expected, Latin1.Encode(OctetText.Encode(text)));

    [Fact]
    public void What_is_not_utf8_is_hashed_as_it_is() => Assert.Equal([(byte)'j', 0xF6], Latin1.Encode([(byte)'j', 0xF6]));

    static DigestMd5Client Chris() =>
        new(Some.Context("chris", "secret") with { Service = "imap", Host = "elwood.innosoft.com" }, "OA6MHXh6VqTrRk");
}
