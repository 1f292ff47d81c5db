namespace Msmtp.Auth.Sasl.Tests;

public sealed class CramMd5ClientTests
{
    [Fact]
    public async Task The_response_is_the_example_of_the_rfc()
    {
        // RFC 2195 §2.
        using var client = new CramMd5Client(Some.Context("tim", "tanstaaftanstaaf"));

        Assert.Null(await client.StartTextAsync());
        Assert.Equal(
            "tim b913a602c7eda7a495b4e6e7334d3890",
            await client.RespondTextAsync("<1896.697170952@postoffice.reston.mci.net>"));
        Assert.True(client.IsComplete);
    }

    [Fact]
    public async Task Name_and_password_are_prepared_as_gnu_sasl_does()
    {
        using var client = new CramMd5Client(Some.Context("jo\u0308\u00AA", "p\u00AD\u2168o\u0308"));

        Assert.Equal("jöa 2ad9abb90eed38a92e570c3268bc6d0d", await client.RespondTextAsync("<1@a>"));
    }

    [Theory]
    [InlineData("jö", "ö", "jö 998b220ddb99f712c58432e8c658dd58")]
    [InlineData("joe", "", "joe cb5ea415cc2a082619fb4bcbdcc16005")]
    public async Task The_response_is_that_of_msmtp(string user, string password, string response)
    {
        using var client = new CramMd5Client(Some.Context(user, password));

        Assert.Equal(response, await client.RespondTextAsync("<1896.697170952@postoffice.example.org>"));
    }

    [Fact]
    public async Task An_empty_challenge_is_an_error()
    {
        using var client = new CramMd5Client(Some.Context());

        var failure = await client.FailsAsync("");

        Assert.Equal("authentication failed (method CRAM-MD5): the server's challenge is empty", failure.Message);
        Assert.False(client.IsComplete);
    }

    [Fact]
    public async Task A_second_challenge_is_an_error()
    {
        using var client = new CramMd5Client(Some.Context());
        await client.RespondTextAsync("<1@a>");

        Assert.Equal(ExitCode.Software, (await client.FailsAsync("<2@a>")).ExitCode);
    }
}
