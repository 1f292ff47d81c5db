using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>421 and the end of the connection at every step of a session (RFC 5321 §3.8).</summary>
public sealed class MiddleOfSessionTests
{
    static readonly (string Client, string Reply)[] Dialogue =
    [
        ("", "220 ready"),
        ("C~ EHLO .*", "250 server.example.org"),
        ("C~ MAIL FROM:<me@example.org>", "250 ok"),
        ("C~ RCPT TO:<you@example.net>", "250 ok"),
        ("C: DATA", "354 go ahead"),
        ("--- message ---", "250 ok"),
    ];

    public static MatrixTheoryData<Flavour, int> Steps { get; } = new(Enum.GetValues<Flavour>(), Enumerable.Range(0, Dialogue.Length));

    [Theory, MemberData(nameof(Steps))]
    public async Task The_mail_is_queued_and_sent_once_to_a_server_that_has_come_back(Flavour flavour, int step)
    {
        await using var server = ScriptedServer.Start(
            $"{Until(step)}--- next connection ---\n{Until(Dialogue.Length)}C: QUIT\nS: 221 bye\n");
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure($"host 127.0.0.1\nport {server.Port}\nfrom me@example.org\n");

        var result = await msmtp.SendAsync(Mails.Ordinary, "you@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        // After EHLO the client asks once more, with HELO, and finds the connection closed.
        Assert.StartsWith(step == 1 ? "" : "421 4.3.2 ", (await msmtp.OnlyAsync()).Reply, StringComparison.Ordinal);
        await msmtp.EmptyAsync();
        Assert.Empty(await msmtp.ListAsync());
        await server.FinishAsync();
        Assert.Equal(step == Dialogue.Length - 1 ? 2 : 1, server.Messages.Count);
    }

    static string Until(int step)
    {
        var said = Dialogue[..step].Select(static turn => $"{turn.Client}\nS: {turn.Reply}\n");
        return string.Concat(said) + (step < Dialogue.Length ? $"{Dialogue[step].Client}\nS: 421 4.3.2 going down\n--- close ---\n" : "");
    }
}
