using System.Collections.Concurrent;

namespace Msmtp.Server.Tests;

public sealed class DialogueLineTests
{
    const string Plain = "AG1lAHNlY3JldA=="; // NUL me NUL secret

    [Theory]
    [InlineData($"AUTH PLAIN {Plain}", "C: AUTH PLAIN ***")]
    [InlineData($"auth  plain  {Plain}", "C: auth  plain ***")]
    [InlineData($"AUTH PLAIN {Plain} more", "C: AUTH PLAIN ***")]
    [InlineData("AUTH PLAIN", "C: AUTH PLAIN")]
    [InlineData("AUTH", "C: AUTH")]
    [InlineData("MAIL FROM:<> AUTH=<>", "C: MAIL FROM:<> AUTH=<>")]
    public async Task A_printed_command_contains_no_password(string command, string printed)
    {
        var lines = new ConcurrentQueue<DialogueLine>();
        await using var sink = MailSink.Start(options => options with { Observer = lines.Enqueue });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.AskAsync(command);

        var line = Assert.Single(lines, line => line.Text == command);
        Assert.Equal(printed, line.ToString());
    }

    [Theory]
    [InlineData("AUTH LOGIN", "bWU=", "c2VjcmV0")]
    [InlineData("AUTH LOGIN bWU=", "c2VjcmV0")]
    [InlineData("AUTH PLAIN", Plain)]
    [InlineData("AUTH PLAIN", "my secret in clear")]
    public async Task A_printed_answer_to_a_challenge_shows_nothing(string command, params string[] answers)
    {
        var lines = new ConcurrentQueue<DialogueLine>();
        await using var sink = MailSink.Start(options => options with
        {
            Observer = lines.Enqueue,
            CredentialsCheck = new PasswordTable("me", "secret").CheckAsync,
            RequireTlsForAuth = false,
        });
        await using var client = await RawClient.GreetedAsync(sink.Port);
        await client.AskAsync(command);

        foreach (var answer in answers)
            await client.AskAsync(answer);

        Assert.All(answers, answer => Assert.Equal("C: ***", Assert.Single(lines, line => line.Text == answer).ToString()));
        Assert.Equal("250 2.0.0 ok", await client.AskAsync("NOOP"));
        Assert.Contains(lines, static line => line.ToString() == "C: NOOP");
    }
}
