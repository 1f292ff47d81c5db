using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>A mail that went out whole and was not answered for may have been delivered: that is told, with msmtp's exit status.</summary>
public sealed class FinalDotTests : EndToEndTest
{
    const string UpToDot = """
        S: 220 ready
        C: EHLO localhost
        S: 250 localhost
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<you@example.net>
        S: 250 ok
        C: DATA
        S: 354 go ahead
        --- message ---

        """;

    [Theory, EachFlavour]
    public async Task A_connection_closed_behind_the_final_dot(Flavour flavour)
    {
        var result = await PlayAsync(flavour, "--- close ---");

        Assert.Equal(76, result.ExitCode);
        Assert.StartsWith("msmtp: the server sent an empty reply\n", result.ErrorText, StringComparison.Ordinal);
        AssertDoubt(result);
        Assert.Contains("exitcode=EX_PROTOCOL", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_closed_inside_the_reply()
    {
        var result = await PlayAsync(Flavour.Native, "--- raw 25 ---\n--- close ---");

        Assert.Equal(76, result.ExitCode);
        AssertDoubt(result);
    }

    [Fact]
    public async Task A_connection_reset_behind_the_final_dot()
    {
        var result = await PlayAsync(Flavour.Native, "--- reset ---");

        Assert.Equal(74, result.ExitCode);
        Assert.Contains("Connection reset by peer", result.ErrorText, StringComparison.Ordinal);
        AssertDoubt(result);
    }

    [Fact]
    public async Task A_reply_that_does_not_come_in_time()
    {
        var result = await PlayAsync(Flavour.Native, "--- stall ---", "--timeout=1");

        Assert.Equal(74, result.ExitCode);
        Assert.Contains("the operation timed out", result.ErrorText, StringComparison.Ordinal);
        AssertDoubt(result);
    }

    [Fact]
    public async Task A_reply_that_is_none()
    {
        var result = await PlayAsync(Flavour.Native, "S: hello\n--- gone ---");

        Assert.Equal(76, result.ExitCode);
        Assert.Contains("the server sent an invalid reply", result.ErrorText, StringComparison.Ordinal);
        AssertDoubt(result);
    }

    [Fact]
    public async Task A_refusal_leaves_no_doubt()
    {
        var result = await PlayAsync(Flavour.Native, "S: 554 no");

        Assert.Equal(69, result.ExitCode);
        Assert.DoesNotContain("may have been delivered", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("smtpstatus=554", result.OutputText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_success_that_comes_before_the_dot_is_none(Flavour flavour)
    {
        var result = await PlayEarlyAsync(flavour, "250 sure");

        Assert.Equal(76, result.ExitCode);
        Assert.StartsWith(
            "msmtp: the server sent a reply that it was not asked for\nmsmtp: server message: 250 sure\n", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("may have been delivered", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_refusal_that_comes_before_the_dot_is_the_mails(Flavour flavour)
    {
        var result = await PlayEarlyAsync(flavour, "552 5.3.4 too large");

        Assert.Equal(69, result.ExitCode);
        Assert.StartsWith(
            "msmtp: the server did not accept the mail\nmsmtp: server message: 552 5.3.4 too large\n", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("may have been delivered", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_success_by_another_number(Flavour flavour)
    {
        var result = await PlayAsync(flavour, "S: 251 forwarded\nC: QUIT\nS: 221 bye");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("smtpstatus=251", result.OutputText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task An_answer_that_says_neither_yes_nor_no(Flavour flavour)
    {
        var result = await PlayAsync(flavour, "S: 354 go on\n--- gone ---");

        Assert.Equal(69, result.ExitCode);
        AssertDoubt(result);
    }

    [Fact]
    public async Task A_connection_closed_before_the_message_leaves_no_doubt()
    {
        await using var server = ScriptedServer.Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250 localhost
            C: MAIL FROM:<me@example.org>
            --- close ---
            """);

        var result = await SendAsync(Flavour.Native, [.. Server(server.Port), "you@example.net"]);

        Assert.Equal(76, result.ExitCode);
        Assert.DoesNotContain("may have been delivered", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_came_counts_even_if_the_connection_breaks_with_it()
    {
        var result = await PlayAsync(Flavour.Native, "S: 250 taken\n--- reset ---");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("exitcode=EX_OK", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_LMTP_replies_that_end_early_only_those_that_came_are_told()
    {
        await using var server = ScriptedServer.Start("""
            S: 220 ready
            C: LHLO localhost
            S: 250 localhost
            C: MAIL FROM:<me@example.org>
            S: 250 ok
            C: RCPT TO:<a@example.net>
            S: 250 ok
            C: RCPT TO:<b@example.net>
            S: 250 ok
            C: RCPT TO:<c@example.net>
            S: 250 ok
            C: DATA
            S: 354 go ahead
            --- message ---
            S: 250 taken
            S: 550 full
            --- close ---
            """);

        var result = await SendAsync(
            Flavour.Native, [.. Server(server.Port), "--protocol=lmtp", "a@example.net", "b@example.net", "c@example.net"]);

        await server.FinishAsync();
        Assert.Equal(76, result.ExitCode);
        Assert.Equal(
            """
            msmtp: the server refuses to send the mail to b@example.net
            msmtp: LMTP server message: 550 full
            msmtp: the server sent an empty reply
            msmtp: the message was sent but not answered for: it may have been delivered
            msmtp: could not send mail to all recipients

            """,
            result.ErrorText);
    }

    [Fact]
    public async Task A_TLS_connection_cut_behind_the_final_dot()
    {
        using var certificates = new TestCertificates();
        await using var server = ScriptedServer.Start(
            "--- tls ---\n" + UpToDot + "--- reset ---", new ScriptOptions { Certificate = certificates.Good });

        var result = await SendAsync(
            Flavour.Native,
            [.. Server(server.Port), "--tls", "--tls-starttls=off", $"--tls-trust-file={certificates.AuthorityFile}", "you@example.net"]);

        await server.FinishAsync();
        Assert.Equal(74, result.ExitCode);
        AssertDoubt(result);
    }

    async Task<CommandResult> PlayAsync(Flavour flavour, string end, params string[] options)
    {
        await using var server = ScriptedServer.Start(UpToDot + end);
        var result = await SendAsync(flavour, [.. Server(server.Port), "--logfile=-", .. options, "you@example.net"]);
        // The farewell is of no interest here.
        if (!end.StartsWith("S: 554", StringComparison.Ordinal))
            await server.FinishAsync();
        return result;
    }

    async Task<CommandResult> PlayEarlyAsync(Flavour flavour, string early)
    {
        await using var server = ScriptedServer.Start(
            UpToDot.Replace("--- message ---", $"S: {early}\n--- gone ---", StringComparison.Ordinal));
        var result = await SendAsync(flavour, [.. Server(server.Port), "you@example.net"]);
        await server.FinishAsync();
        return result;
    }

    static void AssertDoubt(CommandResult result)
    {
        Assert.Contains("may have been delivered", result.ErrorText, StringComparison.Ordinal);
        Assert.EndsWith("msmtp: could not send mail\n", result.ErrorText, StringComparison.Ordinal);
    }
}
