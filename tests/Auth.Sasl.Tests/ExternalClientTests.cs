namespace Msmtp.Auth.Sasl.Tests;

public sealed class ExternalClientTests
{
    [Theory]
    [InlineData("joe", "joe")]
    [InlineData(null, "")]
    public async Task The_user_answers_the_first_challenge(string? user, string response)
    {
        using var client = new ExternalClient(Some.Context(user, password: null));

        Assert.Null(await client.StartTextAsync());
        Assert.False(client.IsComplete);
        Assert.Equal(response, await client.RespondTextAsync(""));
        Assert.True(client.IsComplete);
    }

    [Fact]
    public async Task A_second_challenge_is_an_error()
    {
        using var client = new ExternalClient(Some.Context());
        await client.RespondTextAsync("");

        Assert.Equal(ExitCode.Software, (await client.FailsAsync("")).ExitCode);
    }
}
