using System.Text;

namespace Msmtp.Cli.Tests.Terminal;

public sealed class TerminalPromptTests
{
    static readonly SecretQuery Query = new(SecretKind.Password) { User = "joe", Host = "mail.example.org" };

    [Theory]
    [InlineData("secret\n", "secret", "\r\n")]
    [InlineData("pa\u007fss\n", "pss", "\r\n")]
    [InlineData("\n", "", "\r\n")]
    [InlineData("\u0004", "", "")]
    [InlineData("secret\u0004", "secret", "")]
    public async Task The_answer_is_read_without_being_shown(string keys, string answer, string shown)
    {
        Assert.SkipWhen(PseudoTerminal.Missing is not null, PseudoTerminal.Missing ?? "");
        using var terminal = PseudoTerminal.Open();
        // Whoever holds the terminal open keeps what was shown.
        using var open = terminal.OpenTerminal();
        var asking = Task.Run(async () => await new TerminalPrompt(terminal.Path).FindAsync(Query, TestContext.Current.CancellationToken));

        Assert.Equal("password for joe at mail.example.org: ", terminal.Shown());
        Assert.False(terminal.Echoes);
        terminal.Type(keys);
        using var secret = await asking;

        Assert.Equal(answer, Encoding.UTF8.GetString(secret!.Reveal()));
        Assert.True(terminal.Echoes);
        if (shown.Length > 0)
            Assert.Equal(shown, terminal.Shown());
    }

    [Fact]
    public async Task Without_a_terminal_nobody_can_be_asked()
    {
        Assert.Null(await new TerminalPrompt("/does/not/exist").FindAsync(Query, TestContext.Current.CancellationToken));
        Assert.Null(await new TerminalPrompt("/dev/null").FindAsync(Query, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_the_server_refused_is_not_asked_for_again()
    {
        using var rejected = Secret.FromText("x");

        var prompt = new TerminalPrompt("/dev/tty");

        Assert.Null(await prompt.FindAsync(Query with { Rejected = rejected }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_client_that_may_have_no_secret_is_asked_for_none()
    {
        Assert.SkipWhen(PseudoTerminal.Missing is not null, PseudoTerminal.Missing ?? "");
        using var terminal = PseudoTerminal.Open();
        using var open = terminal.OpenTerminal();
        var query = new SecretQuery(SecretKind.ClientSecret) { User = "client", Host = "id.example.org" };

        Assert.Null(await new TerminalPrompt(terminal.Path).FindAsync(query, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(SecretKind.Password, "joe", "h", null, "password for joe at h: ")]
    [InlineData(SecretKind.Token, "joe", "h", null, "password for joe at h: ")]
    [InlineData(SecretKind.Password, null, "h", null, "password at h: ")]
    [InlineData(SecretKind.Pin, "token", null, null, "PIN for token: ")]
    [InlineData(SecretKind.KeyPassphrase, null, null, null, "passphrase of the private key: ")]
    [InlineData(SecretKind.KeyPassphrase, null, null, "/home/joe/key.pem", "passphrase of the private key in /home/joe/key.pem: ")]
    public void The_prompt_says_whose_secret_is_wanted(SecretKind kind, string? user, string? host, string? file, string prompt)
    {
        Assert.Equal(prompt, TerminalPrompt.Prompt(new SecretQuery(kind) { User = user, Host = host, File = file }));
    }
}
