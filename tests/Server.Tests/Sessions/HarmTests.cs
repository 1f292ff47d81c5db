using Msmtp.TestKit;

namespace Msmtp.Server.Tests;

/// <summary>Clients that try to guess passwords or to shut others out.</summary>
public sealed class HarmTests
{
    readonly ManualTime time = new();
    int checks;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_password_is_answered_with_a_delay()
    {
        await using var server = Start(static options => options with { AuthFailureDelay = TimeSpan.FromSeconds(3) });
        await using var client = await RawClient.GreetedAsync(server.Port);

        var reply = client.AskAsync("AUTH PLAIN AG1lAHg=");
        await time.UntilTimerAsync(TimeSpan.FromSeconds(3), Ct);
        Assert.False(reply.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("535 5.7.8 credentials invalid", await reply);
    }

    [Fact]
    public async Task A_session_has_three_guesses()
    {
        await using var server = Start(static options => options);
        await using var client = await RawClient.GreetedAsync(server.Port);

        await client.PlayAsync("""
            C: AUTH PLAIN AG1lAHg=
            S: 535 5.7.8 credentials invalid
            C: AUTH PLAIN AG1lAHk=
            S: 535 5.7.8 credentials invalid
            C: AUTH PLAIN AG1lAHo=
            S: 535 5.7.8 credentials invalid
            S: 421 4.7.0 too many failed logins
            """);
        Assert.Equal("(closed)", await client.ReadLineAsync());
    }

    [Fact]
    public async Task A_client_has_ten_guesses_over_all_its_sessions_and_then_its_password_is_not_checked()
    {
        await using var server = Start(static options => options);
        var refused = 0;
        for (var session = 0; session < 12; session++)
        {
            await using var client = await RawClient.GreetedAsync(server.Port);
            refused += await client.AskAsync("AUTH PLAIN AG1lAHg=") == "454 4.7.0 too many failed logins, try again later" ? 1 : 0;
        }

        Assert.Equal((2, 10), (refused, checks));

        time.Advance(TimeSpan.FromMinutes(10));
        await using var later = await RawClient.GreetedAsync(server.Port);
        Assert.Equal("235 2.7.0 authenticated", await later.AskAsync("AUTH PLAIN AG1lAHNlY3JldA=="));
    }

    [Fact]
    public async Task Concurrent_guesses_gain_nothing()
    {
        await using var server = Start(static options => options with { AuthFailureDelay = TimeSpan.FromHours(1), MaxConnectionsPerClient = 50 });
        var clients = new List<RawClient>();
        var replies = new List<Task<string>>();
        for (var session = 0; session < 30; session++)
        {
            clients.Add(await RawClient.GreetedAsync(server.Port));
            replies.Add(clients[^1].AskAsync("AUTH PLAIN AG1lAHg="));
        }

        await Eventually.TrueAsync("the others are refused", () => replies.Count(static reply => reply.IsCompleted) == 20, Ct);

        Assert.Equal(10, checks);
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task Right_passwords_do_not_count_as_guesses()
    {
        await using var server = Start(static options => options with { MaxAuthFailuresPerClient = 1 });
        for (var session = 0; session < 5; session++)
        {
            await using var client = await RawClient.GreetedAsync(server.Port);
            Assert.Equal("235 2.7.0 authenticated", await client.AskAsync("AUTH PLAIN AG1lAHNlY3JldA=="));
        }
    }

    [Fact]
    public async Task One_client_cannot_take_all_sessions()
    {
        await using var server = Start(static options => options with { MaxConnectionsPerClient = 2 });
        await using var one = await RawClient.GreetedAsync(server.Port);
        await using (var two = await RawClient.GreetedAsync(server.Port))
        {
            await using var three = await RawClient.ConnectAsync(server.Port);
            Assert.Equal("421 4.7.0 too many connections from your address", await three.ReadLineAsync());
            Assert.Equal("(closed)", await three.ReadLineAsync());
        }

        await Eventually.TrueAsync("a place is free again", IsGreetedAsync, Ct);

        async Task<bool> IsGreetedAsync()
        {
            await using var again = await RawClient.ConnectAsync(server.Port);
            return (await again.ReadReplyAsync()).StartsWith("220", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_silent_client_is_disconnected_after_a_minute()
    {
        await using var server = Start(static options => options);
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.ReadReplyAsync();

        await time.UntilTimerAsync(TimeSpan.FromMinutes(1), Ct);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("421 4.4.2 timeout exceeded", await client.ReadLineAsync());
    }

    [Fact]
    public async Task Whatever_is_said_before_EHLO_buys_no_time()
    {
        await using var server = Start(static options => options);
        await using var client = await RawClient.ConnectAsync(server.Port);
        await client.ReadReplyAsync();

        for (var left = TimeSpan.FromMinutes(1); left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(10))
        {
            Assert.Equal("250 2.0.0 ok", await client.AskAsync("NOOP"));
            // The server has worked out how long it waits when it waits.
            await time.UntilTimerAsync(left, Ct);
            time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal("421 4.4.2 timeout exceeded", await client.ReadLineAsync());
    }

    [Fact]
    public async Task A_required_login_has_to_come_in_time()
    {
        await using var server = Start(static options => options with { RequireAuth = true });
        await using var client = await RawClient.GreetedAsync(server.Port);

        Assert.Equal("250 2.0.0 ok", await client.AskAsync("NOOP"));
        time.Advance(TimeSpan.FromMinutes(3));
        Assert.StartsWith("250", await client.AskAsync("EHLO again"), StringComparison.Ordinal);
        await time.UntilTimerAsync(TimeSpan.FromMinutes(2), Ct);
        time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("421 4.4.2 timeout exceeded", await client.ReadLineAsync());
    }

    [Theory]
    [InlineData("NOOP")]
    [InlineData("RSET")]
    [InlineData("EHLO x")]
    [InlineData("VRFY x")]
    public async Task Commands_that_make_no_progress_end_the_session(string command)
    {
        await using var server = Start(static options => options with { MaxIdleCommands = 5 });
        await using var client = await RawClient.GreetedAsync(server.Port);
        await client.AskAsync("MAIL FROM:<>");

        var replies = new List<string>();
        for (var i = 0; i < 4; i++)
            replies.Add(await client.AskAsync(command));

        Assert.All(replies, static reply => Assert.StartsWith("25", reply, StringComparison.Ordinal));
        Assert.Equal("421 4.7.0 too many commands without a mail", await client.ReadLineAsync());
    }

    [Fact]
    public async Task Recipients_beyond_the_limit_eventually_count_as_errors()
    {
        await using var server = Start(static options => options with { MaxRecipients = 2, MaxErrors = 1 });
        await using var client = await RawClient.GreetedAsync(server.Port);
        await client.AskAsync("MAIL FROM:<>");

        var replies = new List<string>();
        for (var i = 0; i < 6; i++)
            replies.Add((await client.AskAsync($"RCPT TO:<{i}@example.net>"))[..3]);

        Assert.Equal(["250", "250", "452", "452", "452", "452"], replies);
        Assert.Equal("421 4.7.0 too many errors", await client.ReadLineAsync());
    }

    SmtpServer Start(Func<SmtpServerOptions, SmtpServerOptions> configure) => SmtpServer.Start(
        configure(new SmtpServerOptions
        {
            CredentialsCheck = CheckAsync,
            RequireTlsForAuth = false,
            TimeProvider = time,
            AuthFailureDelay = TimeSpan.Zero,
        }),
        new MaildirHandler("/nowhere"));

    ValueTask<bool> CheckAsync(SmtpCredentials credentials, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref checks);
        return new(credentials.HasPassword("secret"));
    }
}
