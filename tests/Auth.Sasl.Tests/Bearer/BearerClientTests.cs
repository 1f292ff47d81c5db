using Msmtp.Auth.Sasl.Bearer;

namespace Msmtp.Auth.Sasl.Tests.Bearer;

public sealed class BearerClientTests
{
    const string Refusal = """{"status":"401","schemes":"bearer"}""";

    [Fact]
    public async Task Oauthbearer_sends_the_example_of_the_rfc_at_once()
    {
        // RFC 7628 §4.1.
        var context = Some.Context("user@example.com", "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==") with { Host = "server.example.com", Port = 587 };
        using var client = BearerClient.OAuthBearer(context);

        Assert.Equal(
            "n,a=user@example.com,\u0001host=server.example.com\u0001port=587\u0001auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\u0001\u0001",
            await client.StartTextAsync());
        Assert.True(client.IsComplete);
    }

    [Fact]
    public async Task Xoauth2_waits_to_be_asked()
    {
        using var client = BearerClient.XOAuth2(Some.Context());

        Assert.Null(await client.StartTextAsync());
        Assert.False(client.IsComplete);
        Assert.Equal("user=joe\u0001auth=Bearer secret\u0001\u0001", await client.RespondTextAsync(""));
        Assert.True(client.IsComplete);
    }

    [Fact]
    public async Task A_name_between_commas_is_escaped()
    {
        using var client = BearerClient.OAuthBearer(Some.Context("jo,e=x"));

        Assert.StartsWith("n,a=jo=2Ce=3Dx,\u0001", await client.StartTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_follows_an_explanation_is_a_failure_whatever_the_server_calls_it()
    {
        using var client = BearerClient.OAuthBearer(Some.Context());
        await client.StartTextAsync();

        Assert.Equal("", await client.RespondTextAsync(Refusal));
        Assert.False(client.IsComplete);
        await client.FailsAsync(Refusal);
    }

    [Fact]
    public async Task The_explanation_is_there_to_be_shown()
    {
        using var client = BearerClient.XOAuth2(Some.Context());
        ISaslClient contract = client;
        await client.RespondTextAsync("");
        Assert.Null(contract.Explanation);

        await client.RespondTextAsync("""{"status":"400","schemes":"bearer","scope":"https://mail.example.org/"}""");

        Assert.Equal("status 400, scope https://mail.example.org/", contract.Explanation);
    }

    [Theory]
    [InlineData("joe", "to\u0001ken", "authentication method OAUTHBEARER cannot be used: the token holds a control character")]
    [InlineData("jo\u0001e", "token", "authentication method OAUTHBEARER cannot be used: the user name holds a control character")]
    public async Task A_separator_inside_of_a_part_is_refused_without_showing_the_token(string user, string token, string message)
    {
        using var client = BearerClient.OAuthBearer(Some.Context(user, token));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await client.StartTextAsync());

        Assert.Equal(message, failure.Message);
    }

    [Fact]
    public async Task The_token_that_was_sent_is_zeroed_in_the_end()
    {
        var client = BearerClient.OAuthBearer(Some.Context());
        var response = await client.StartAsync(TestContext.Current.CancellationToken);

        client.Dispose();

        Assert.Equal(new byte[response!.Value.Length], response.Value.ToArray());
    }
}
