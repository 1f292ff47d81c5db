namespace Msmtp.Cli.Tests.Terminal;

public sealed class TerminalDialogueTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("joe\n", "joe", "joe\r\n")]
    [InlineData("\n", "", "\r\n")]
    public async Task An_answer_that_is_no_secret_is_shown_while_it_is_typed(string keys, string answer, string shown)
    {
        Assert.SkipWhen(PseudoTerminal.Missing is not null, PseudoTerminal.Missing ?? "");
        using var terminal = PseudoTerminal.Open();
        using var open = terminal.OpenTerminal();
        var asking = Task.Run(async () => await new TerminalDialogue(terminal.Path).AskAsync("Who? ", Token));

        Assert.Equal("Who? ", terminal.Shown());
        Assert.True(terminal.Echoes);
        terminal.Type(keys);

        Assert.Equal(answer, await asking);
        Assert.Equal(shown, terminal.Shown());
    }

    [Theory]
    [InlineData("/does/not/exist")]
    [InlineData("/dev/null")]
    public async Task Without_a_terminal_nobody_answers(string terminal)
    {
        Assert.Null(await new TerminalDialogue(terminal).AskAsync("Who? ", Token));
        Assert.Null(await new TerminalDialogue(terminal).AskSecretAsync("What? ", Token));
    }
}
