namespace Msmtp.Auth.Sasl.Tests;

public sealed class LoginClientTests
{
    [Theory]
    [InlineData("Username:", "Password:")]
    [InlineData("", "Pass")]
    [InlineData("Password:", "Username:")]
    public async Task Name_and_password_answer_whatever_the_prompts_say(string first, string second)
    {
        using var client = new LoginClient(Some.Context());

        Assert.Null(await client.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal("joe", await client.RespondTextAsync(first));
        Assert.Equal("secret", await client.RespondTextAsync(second));
        Assert.True(client.IsComplete);
    }

    [Fact]
    public async Task A_success_before_the_password_is_not_believed()
    {
        using var client = new LoginClient(Some.Context());
        await client.RespondTextAsync("Username:");

        Assert.False(client.IsComplete);
    }

    [Fact]
    public async Task A_third_prompt_is_an_error()
    {
        using var client = new LoginClient(Some.Context());
        await client.RespondTextAsync("Username:");
        await client.RespondTextAsync("Password:");

        var failure = await client.FailsAsync("Realm:");

        Assert.Equal("authentication failed (method LOGIN): the server sent a challenge after the last response", failure.Message);
    }

    [Fact]
    public async Task The_password_that_was_sent_is_zeroed_in_the_end()
    {
        var client = new LoginClient(Some.Context());
        await client.RespondTextAsync("");
        var response = await client.RespondAsync(default, TestContext.Current.CancellationToken);

        client.Dispose();

        Assert.Equal(new byte[6], response.ToArray());
    }
}
