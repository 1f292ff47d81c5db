using Msmtp.Secrets.OAuth.SignIn;
using Msmtp.Secrets.OAuth.Tests.Support;

namespace Msmtp.Secrets.OAuth.Tests.SignIn;

public sealed class PastePromptTests
{
    [Fact]
    public async Task What_is_pasted_is_read()
    {
        var person = new Typist("http://127.0.0.1:8025/?code=c&state=xyz");

        var response = await AskAsync(person);

        Assert.Equal("c", response.Code);
        Assert.Equal(["address: "], person.Questions);
    }

    [Fact]
    public async Task What_cannot_be_used_is_asked_for_again()
    {
        var person = new Typist("", "http://127.0.0.1:8025/?code=c&state=abc", "http://127.0.0.1:8025/?code=d&state=xyz");

        var response = await AskAsync(person);

        Assert.Equal("d", response.Code);
        Assert.Equal(
            [
                "address: ",
                "nothing was pasted; address: ",
                "it belongs to another sign-in (its state differs), or its end is missing; address: ",
            ],
            person.Questions);
    }

    [Fact]
    public async Task Lines_that_belong_together_are_put_together()
    {
        var response = await AskAsync(new Typist("http://127.0.0.1:8025/?code=abc", "def&sta", "te=xyz"));

        Assert.Equal("abcdef", response.Code);
    }

    [Fact]
    public async Task The_rest_of_an_address_is_no_code()
    {
        var person = new Typist("http://127.0.0.1:8025/?code=abc", "defghijklmnopqrstuvw", "xyz&state=xyz&iss=https%3A%2F%2Fx");

        Assert.Equal("abcdefghijklmnopqrstuvwxyz", (await AskAsync(person)).Code);
    }

    [Fact]
    public async Task A_code_is_what_was_pasted_last_after_something_else() =>
        Assert.Equal("4/0AbCdEfGhIjKlMn", (await AskAsync(new Typist("what is this?", "yes", "4/0AbCdEfGhIjKlMn"))).Code);

    [Fact]
    public async Task Where_the_issuer_is_needed_a_code_is_not_enough()
    {
        var person = new Typist("4/0AbCdEfGhIjKlMn", "http://127.0.0.1:8025/?code=c&state=xyz");

        Assert.Equal("c", (await AskAsync(person, needsAddress: true)).Code);
        Assert.Equal("the code alone is not enough: it has to be the whole address; address: ", person.Questions[1]);
    }

    [Fact]
    public async Task Whoever_pastes_nothing_useful_five_times_is_not_asked_again()
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => AskAsync(new Typist("a", "b", "c", "d", "e", "code=c&state=xyz")));

        Assert.Equal(ExitCode.DataErr, failure.ExitCode);
        Assert.Equal("cannot use what was pasted: it is neither an address with a code in it nor a code", failure.Message);
    }

    [Fact]
    public async Task Without_a_terminal_nobody_can_paste()
    {
        foreach (var person in new IPrompt?[] { null, new Typist() })
        {
            var failure = await Assert.ThrowsAsync<MailException>(() => AskAsync(person));

            Assert.Equal((ExitCode.NoInput, "there is no terminal to paste the address at"), (failure.ExitCode, failure.Message));
            Assert.Equal("run it in a terminal, or use --authorize=browser or --authorize=device", failure.Advice);
        }
    }

    [Fact]
    public async Task What_comes_in_another_way_is_as_good()
    {
        var looks = 0;
        var person = new Typist { Waits = true };

        var prompt = new PastePrompt(person, "xyz", needsAddress: false);
        await prompt.AwaitAsync(() => ++looks < 3 ? null : AuthorizationResponse.OfCode("c"), TestContext.Current.CancellationToken);

        Assert.Equal("c", prompt.Response.Code);
        Assert.Equal(3, looks);
        person.Release();
    }

    static async Task<AuthorizationResponse> AskAsync(IPrompt? person, bool needsAddress = false)
    {
        var prompt = new PastePrompt(person, "xyz", needsAddress);
        await prompt.AwaitAsync(look: null, TestContext.Current.CancellationToken);
        return prompt.Response;
    }
}
