using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Server.Tests;

/// <summary>BDAT (RFC 3030).</summary>
public sealed class ChunkingTests : IDisposable
{
    const string Envelope = "MAIL FROM:<me@example.org>\r\nRCPT TO:<a@example.net>\r\n";
    const string TakenEnvelope = "250 2.1.0 sender ok\r\n250 2.1.5 recipient ok\r\n";

    readonly TempDirectory folder = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_comes_in_chunks_and_dots_are_dots()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.PlayAsync("""
            C: MAIL FROM:<me@example.org> BODY=8BITMIME
            S: 250 2.1.0 sender ok
            C: RCPT TO:<a@example.net>
            S: 250 2.1.5 recipient ok
            C: BDAT 14
            C: Subject: x
            C:
            S: 250 2.0.0 14 octets received
            C: bdat 11 last
            C: ..a
            C: .
            C: b
            S: 250 2.0.0 mail accepted
            C: MAIL FROM:<>
            S: 250 2.1.0 sender ok
            """);

        Assert.Equal("Subject: x\r\n\r\n..a\r\n.\r\nb\r\n"u8.ToArray(), (await sink.NextMailAsync(Ct)).Octets);
    }

    [Fact]
    public async Task A_mail_may_be_one_chunk_or_end_with_an_empty_one_or_be_empty()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.SendAsync($"{Envelope}BDAT 3 LAST\r\nx\r\n{Envelope}BDAT 3\r\ny\r\nBDAT 0 LAST\r\n{Envelope}BDAT 0 LAST\r\nQUIT\r\n");

        Assert.Equal("x\r\n"u8.ToArray(), (await sink.NextMailAsync(Ct)).Octets);
        Assert.Equal("y\r\n"u8.ToArray(), (await sink.NextMailAsync(Ct)).Octets);
        Assert.Empty((await sink.NextMailAsync(Ct)).Octets);
    }

    [Fact]
    public async Task Chunks_in_one_packet_are_answered_in_one_packet()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.SendAsync($"{Envelope}BDAT 3\r\nx\r\nBDAT 3\r\ny\r\nBDAT 4 LAST\r\nQUITRSET\r\n");

        Assert.Equal(
            $"{TakenEnvelope}250 2.0.0 3 octets received\r\n250 2.0.0 3 octets received\r\n250 2.0.0 mail accepted\r\n250 2.0.0 reset\r\n",
            await client.ReadBlockAsync());
        Assert.Equal("x\r\ny\r\nQUIT"u8.ToArray(), (await sink.NextMailAsync(Ct)).Octets);
    }

    [Fact]
    public async Task Chunks_may_come_octet_by_octet_and_be_cut_anywhere()
    {
        await using var sink = MailSink.Start(static options => options with { BareLineEnds = BareLineEnds.Refuse });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        foreach (var octet in $"{Envelope}BDAT 2\r\na\rBDAT 1\r\n\nBDAT 2 LAST\r\n\r\n")
            await client.SendAsync(octet.ToString());

        Assert.Equal("a\r\n\r\n"u8.ToArray(), (await sink.NextMailAsync(Ct)).Octets);
    }

    [Fact]
    public async Task Octets_of_a_refused_chunk_are_not_commands()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.PlayAsync("""
            C: BDAT 6
            C: QUIT
            C: MAIL FROM:<>
            C: BDAT 6 LAST
            C: QUIT
            C: NOOP
            S: 503 5.5.1 MAIL first
            S: 250 2.1.0 sender ok
            S: 503 5.5.1 no valid recipients
            S: 250 2.0.0 ok
            """);
        Assert.Null(sink.TakeMail());
    }

    [Fact]
    public async Task A_refused_chunk_longer_than_any_buffer_is_skipped()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.SendAsync("BDAT 1000000 LAST\r\n" + new string('\n', 1_000_000));

        Assert.Equal("503 5.5.1 MAIL first", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 ok", await client.AskAsync("NOOP"));
    }

    [Fact]
    public async Task Only_another_chunk_continues_the_mail()
    {
        await using var sink = MailSink.Start(static options => options with
        {
            CredentialsCheck = new PasswordTable("joe", "secret").CheckAsync,
            RequireTlsForAuth = false,
        });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.PlayAsync("""
            C: MAIL FROM:<me@example.org>
            C: RCPT TO:<a@example.net>
            C: BDAT 3
            C: x
            C: DATA
            C: RCPT TO:<b@example.net>
            C: MAIL FROM:<>
            C: AUTH PLAIN AGpvZQBzZWNyZXQ=
            C: STARTTLS
            C: NOOP
            C: WHAT
            C: BDAT 3 LAST
            C: y
            S: 250 2.1.0 sender ok
            S: 250 2.1.5 recipient ok
            S: 250 2.0.0 3 octets received
            S: 503 5.5.1 content has already begun
            S: 503 5.5.1 content has already begun
            S: 503 5.5.1 sender already given
            S: 503 5.5.1 no AUTH during a mail transaction
            S: 502 5.5.1 command not implemented
            S: 250 2.0.0 ok
            S: 500 5.5.1 unknown command
            S: 250 2.0.0 mail accepted
            """);

        var mail = await sink.NextMailAsync(Ct);
        Assert.Equal("x\ny\n", mail.Text);
        Assert.Equal(["a@example.net"], mail.Recipients);
    }

    [Theory]
    [InlineData("RSET", "250 2.0.0 reset")]
    [InlineData("EHLO again.example.org", "250 CHUNKING")]
    [InlineData("HELO again.example.org", "250 localhost")]
    public async Task A_mail_abandoned_between_chunks_leaves_nothing(string command, string reply)
    {
        await using var server = StartMaildir();
        await using var client = await RawClient.GreetedAsync(server.Port);
        await client.SendAsync($"{Envelope}BDAT 3\r\nx\r\n");
        await ReadRepliesAsync(client, 3);

        Assert.Equal(reply, await client.AskAsync(command));

        Assert.Equal("503 5.5.1 MAIL first", await client.AskAsync("BDAT 3 LAST\r\ny"));
        Assert.Empty(Files("new"));
        Assert.Empty(Files("tmp"));
        await client.SendAsync($"{Envelope}DATA\r\nz\r\n.\r\n");
        await ReadRepliesAsync(client, 3);
        Assert.Equal("250 2.0.0 mail accepted", await client.ReadReplyAsync());
        Assert.Equal("z\n", File.ReadAllText(Assert.Single(Files("new"))));
    }

    [Fact]
    public async Task A_handler_that_swallows_the_abandonment_does_not_turn_it_into_an_acceptance()
    {
        var failures = new List<string>();
        await using var server = SmtpServer.Start(new SmtpServerOptions(), new Handler(async (content, cancellationToken) =>
        {
            for (var reads = 0; reads < 2; reads++)
                failures.Add((await Assert.ThrowsAnyAsync<IOException>(async () => await content.CopyToAsync(Stream.Null, cancellationToken))).Message);
            return MailOutcome.Accepted;
        }));
        await using var client = await RawClient.GreetedAsync(server.Port);

        await client.SendAsync($"{Envelope}BDAT 3\r\nx\r\nRSET\r\nBDAT 3 LAST\r\ny\r\nNOOP\r\n");

        Assert.Equal($"{TakenEnvelope}250 2.0.0 3 octets received\r\n250 2.0.0 reset\r\n503 5.5.1 MAIL first\r\n250 2.0.0 ok\r\n", await client.ReadBlockAsync());
        Assert.Equal(["the client abandoned the mail", "the client abandoned the mail"], failures);
    }

    [Fact]
    public async Task QUIT_between_chunks_leaves_nothing()
    {
        await using (var server = StartMaildir())
        {
            await using var client = await RawClient.GreetedAsync(server.Port);
            await client.SendAsync($"{Envelope}BDAT 3\r\nx\r\nQUIT\r\n");
            await ReadRepliesAsync(client, 3);

            Assert.Equal("221 2.0.0 bye", await client.ReadReplyAsync());
            Assert.Equal("(closed)", await client.ReadLineAsync());
        }

        Assert.Empty(Files("new"));
        Assert.Empty(Files("tmp"));
    }

    [Theory]
    [InlineData("BDAT 6 LAST\r\nx\r\n")]
    [InlineData("BDAT 3\r\nx\r\n")]
    [InlineData("BDAT 3\r\nx\r\nBDAT 3 LAS")]
    [InlineData("BDAT 3\r\nx\r\nBDAT 3 LAST\r\ny")]
    public async Task A_client_that_leaves_in_the_middle_leaves_no_mail(string content)
    {
        await using (var server = StartMaildir())
        {
            await using var client = await RawClient.GreetedAsync(server.Port);
            await client.SendAsync(Envelope + content);
            await ReadRepliesAsync(client, 2);
        }

        Assert.Empty(Files("new"));
        Assert.Empty(Files("tmp"));
    }

    [Fact]
    public async Task Chunks_have_one_limit_together_and_what_follows_a_refused_one_is_skipped()
    {
        await using var server = StartMaildir(static options => options with { MaxMessageSize = 10 });
        await using var client = await RawClient.GreetedAsync(server.Port);

        await client.SendAsync($"{Envelope}BDAT 5\r\nabc\r\nBDAT 6\r\nQUIT\r\nBDAT 6 LAST\r\nQUIT\r\nBDAT 0 LAST\r\nNOOP\r\n");
        Assert.Equal(
            $"""
            {TakenEnvelope}250 2.0.0 5 octets received
            552 5.3.4 message too large
            503 5.5.1 MAIL first
            503 5.5.1 MAIL first
            250 2.0.0 ok

            """.ReplaceLineEndings("\r\n"),
            await client.ReadBlockAsync());
        Assert.Empty(Files("new"));
        Assert.Empty(Files("tmp"));

        await client.SendAsync($"{Envelope}BDAT 5\r\nabc\r\nBDAT 5 LAST\r\ndef\r\n");
        await ReadRepliesAsync(client, 3);
        Assert.Equal("250 2.0.0 mail accepted", await client.ReadReplyAsync());
        Assert.Equal("abc\ndef\n", File.ReadAllText(Assert.Single(Files("new"))));
    }

    [Fact]
    public async Task A_chunk_far_too_large_is_read_to_its_end()
    {
        await using var server = StartMaildir(static options => options with { MaxMessageSize = 10 });
        await using var client = await RawClient.GreetedAsync(server.Port);

        await client.SendAsync($"{Envelope}BDAT 1000000 LAST\r\n{new string('\n', 1_000_000)}NOOP\r\n");
        await ReadRepliesAsync(client, 2);

        Assert.Equal("552 5.3.4 message too large", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 ok", await client.ReadReplyAsync());
        Assert.Empty(Files("tmp"));
    }

    [Fact]
    public async Task A_chunk_reaches_the_handler_while_it_comes()
    {
        const int Half = 300_000;
        var halfway = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var total = 0;
        await using var server = SmtpServer.Start(new SmtpServerOptions(), new Handler(async (content, cancellationToken) =>
        {
            var buffer = new byte[10_000];
            for (int count; (count = await content.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                total += count;
                if (total == Half)
                    halfway.SetResult();
            }

            return MailOutcome.Accepted;
        }));
        await using var client = await RawClient.GreetedAsync(server.Port);

        await client.SendAsync($"{Envelope}BDAT {2 * Half} LAST\r\n{new string('x', Half)}");
        await halfway.Task.WaitAsync(TimeSpan.FromMinutes(1), Ct);
        await client.SendAsync(new string('y', Half));

        await ReadRepliesAsync(client, 2);
        Assert.Equal("250 2.0.0 mail accepted", await client.ReadReplyAsync());
        Assert.Equal(2 * Half, total);
    }

    [Theory]
    [InlineData("BDAT 5\r\na\nb\r\nBDAT 0 LAST\r\n", "550 5.6.0 bare CR or LF in the message", "503 5.5.1 MAIL first")]
    [InlineData("BDAT 2\r\na\rBDAT 1\r\nb", "250 2.0.0 2 octets received", "550 5.6.0 bare CR or LF in the message")]
    [InlineData("BDAT 2\r\na\rBDAT 0 LAST\r\n", "250 2.0.0 2 octets received", "550 5.6.0 bare CR or LF in the message")]
    [InlineData("BDAT 2 LAST\r\na\rNOOP\r\n", "550 5.6.0 bare CR or LF in the message", "250 2.0.0 ok")]
    public async Task Bare_line_ends_are_refused_after_the_chunk_that_contains_them(string content, string first, string second)
    {
        await using var server = StartMaildir();
        await using var client = await RawClient.GreetedAsync(server.Port);

        await client.SendAsync(Envelope + content);
        await ReadRepliesAsync(client, 2);

        Assert.Equal(first, await client.ReadReplyAsync());
        Assert.Equal(second, await client.ReadReplyAsync());
        Assert.Empty(Files("new"));
        Assert.Empty(Files("tmp"));
    }

    [Fact]
    public async Task Bare_line_ends_may_be_kept()
    {
        await using var sink = MailSink.Start(static options => options with { BareLineEnds = BareLineEnds.Keep });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.SendAsync($"{Envelope}BDAT 8 LAST\r\na\nb\rc\0\xFF\r");

        Assert.Equal("a\nb\rc\0\xFF\r", Encoding.Latin1.GetString((await sink.NextMailAsync(Ct)).Octets));
    }

    [Fact]
    public async Task A_handler_may_refuse_without_reading()
    {
        var no = new MailOutcome(new SmtpReply(554, "5.7.1", "no"));
        await using var server = SmtpServer.Start(new SmtpServerOptions(), new Handler((_, _) => ValueTask.FromResult(no)));
        await using var client = await RawClient.GreetedAsync(server.Port);

        await client.SendAsync($"{Envelope}BDAT 100000\r\n{new string('x', 100_000)}BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n");
        await ReadRepliesAsync(client, 2);

        Assert.Equal("554 5.7.1 no", await client.ReadReplyAsync());
        Assert.Equal("503 5.5.1 MAIL first", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 ok", await client.ReadReplyAsync());
    }

    [Fact]
    public async Task A_handler_that_fails_is_a_reason_to_try_again_later()
    {
        await using var server = SmtpServer.Start(
            new SmtpServerOptions(), new Handler(static (_, _) => throw new InvalidOperationException("no database")));
        await using var client = await RawClient.GreetedAsync(server.Port);

        await client.SendAsync($"{Envelope}BDAT 6\r\nQUIT\r\nNOOP\r\n");
        await ReadRepliesAsync(client, 2);

        Assert.Equal("451 4.3.0 cannot accept the mail now, try again later", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 ok", await client.ReadReplyAsync());
    }

    [Fact]
    public async Task A_handler_that_accepts_without_reading_is_answered_for_at_the_end()
    {
        await using var server = SmtpServer.Start(new SmtpServerOptions(), new Handler(static (_, _) => ValueTask.FromResult(MailOutcome.Accepted)));
        await using var client = await RawClient.GreetedAsync(server.Port);

        await client.SendAsync($"{Envelope}BDAT 3\r\nx\r\nBDAT 3 LAST\r\ny\r\n");
        await ReadRepliesAsync(client, 2);

        Assert.Equal("250 2.0.0 3 octets received", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 mail accepted", await client.ReadReplyAsync());
    }

    [Fact]
    public async Task Lmtp_answers_for_each_recipient_after_the_last_chunk()
    {
        await using var sink = MailSink.Start(
            static options => options with { Protocol = ServerProtocol.Lmtp, MaxMessageSize = 10 },
            new SinkAnswers
            {
                Mail = _ => MailOutcome.Accepted with
                {
                    PerRecipient = [new SmtpReply(250, "2.1.5", "a has it"), new SmtpReply(452, "4.2.2", "b is full")],
                },
            });
        await using var client = await RawClient.ConnectAsync(sink.Port);
        await client.ReadReplyAsync();
        Assert.Equal("250 CHUNKING", await client.AskAsync("LHLO client.example.org"));

        await client.PlayAsync("""
            C: MAIL FROM:<>
            C: RCPT TO:<a@example.net>
            C: RCPT TO:<b@example.net>
            C: BDAT 3
            C: x
            C: BDAT 3 LAST
            C: y
            S: 250 2.1.0 sender ok
            S: 250 2.1.5 recipient ok
            S: 250 2.1.5 recipient ok
            S: 250 2.0.0 3 octets received
            S: 250 2.1.5 a has it
            S: 452 4.2.2 b is full
            C: MAIL FROM:<>
            C: RCPT TO:<a@example.net>
            C: RCPT TO:<b@example.net>
            C: BDAT 12 LAST
            C: 0123456789
            S: 250 2.1.0 sender ok
            S: 250 2.1.5 recipient ok
            S: 250 2.1.5 recipient ok
            S: 552 5.3.4 message too large
            S: 552 5.3.4 message too large
            C: MAIL FROM:<>
            C: RCPT TO:<a@example.net>
            C: RCPT TO:<b@example.net>
            C: BDAT 12
            C: 0123456789
            C: BDAT 3 LAST
            C: x
            S: 250 2.1.0 sender ok
            S: 250 2.1.5 recipient ok
            S: 250 2.1.5 recipient ok
            S: 552 5.3.4 message too large
            S: 503 5.5.1 MAIL first
            """);
    }

    [Theory]
    [InlineData("")]
    [InlineData("BDAT 3\r\nx\r\n")]
    public async Task A_malformed_BDAT_ends_the_session_and_nothing_after_it_is_executed(string before)
    {
        await using (var server = StartMaildir())
        {
            await using var client = await RawClient.GreetedAsync(server.Port);
            await client.SendAsync($"{Envelope}{before}BDAT 6 LASTS\r\nRSET\r\n{Envelope}DATA\r\nsmuggled\r\n.\r\n");
            await ReadRepliesAsync(client, before.Length > 0 ? 3 : 2);

            Assert.Equal("501 5.5.4 the syntax is BDAT size [LAST]", await client.ReadReplyAsync());
            Assert.Equal("421 4.5.0 cannot tell content from commands", await client.ReadReplyAsync());
            Assert.Equal("(closed)", await client.ReadLineAsync());
        }

        Assert.Empty(Files("new"));
        Assert.Empty(Files("tmp"));
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        await using var sink = MailSink.Start(static options => options with { Extensions = SmtpExtensions.Default & ~SmtpExtensions.Chunking });
        await using var client = await RawClient.ConnectAsync(sink.Port);
        await client.ReadReplyAsync();

        Assert.Equal("250 SMTPUTF8", await client.AskAsync("EHLO client.example.org"));
        Assert.Equal("502 5.5.1 command not implemented", await client.AskAsync("BDAT 0 LAST"));
    }

    [Fact]
    public async Task BINARYMIME_is_refused()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        Assert.Equal("501 5.5.4 invalid parameter value", await client.AskAsync("MAIL FROM:<> BODY=BINARYMIME"));
    }

    [Fact]
    public async Task Too_many_errors_between_chunks_end_the_session_and_leave_no_mail()
    {
        await using (var server = StartMaildir(static options => options with { MaxErrors = 1 }))
        {
            await using var client = await RawClient.GreetedAsync(server.Port);
            await client.SendAsync($"{Envelope}BDAT 3\r\nx\r\nX\r\nX\r\nBDAT 0 LAST\r\n");
            await ReadRepliesAsync(client, 5);

            Assert.Equal("421 4.7.0 too many errors", await client.ReadReplyAsync());
            Assert.Equal("(closed)", await client.ReadLineAsync());
        }

        Assert.Empty(Files("new"));
        Assert.Empty(Files("tmp"));
    }

    [Fact]
    public async Task Empty_chunks_are_no_progress()
    {
        await using var sink = MailSink.Start(static options => options with { MaxIdleCommands = 3 });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.SendAsync($"{Envelope}BDAT 1\r\nxBDAT 0\r\nBDAT 0\r\nBDAT 0\r\nBDAT 0\r\nBDAT 0 LAST\r\n");
        await ReadRepliesAsync(client, 7);

        Assert.Equal("421 4.7.0 too many commands without a mail", await client.ReadReplyAsync());
        Assert.Equal("(closed)", await client.ReadLineAsync());
        Assert.Null(sink.TakeMail());
    }

    [Theory]
    [InlineData(Envelope + "BDAT 6 LAST\r\nx\r\n", 2)]
    [InlineData(Envelope + "BDAT 3\r\nx\r\n", 3)]
    [InlineData("BDAT 6\r\nx\r\n", 0)]
    public async Task A_client_that_stalls_within_or_after_a_chunk_is_disconnected(string said, int replies)
    {
        var time = new ManualTime();
        await using var sink = MailSink.Start(options => options with { TimeProvider = time });
        await using var client = await RawClient.GreetedAsync(sink.Port);
        await client.SendAsync(said);
        await ReadRepliesAsync(client, replies);

        var reply = client.ReadReplyAsync();
        await time.ExpireAsync(TimeSpan.FromMinutes(5), reply);

        Assert.Equal("421 4.4.2 timeout exceeded", await reply);
        Assert.Null(sink.TakeMail());
    }

    [Fact]
    public async Task All_chunks_of_a_mail_have_one_deadline()
    {
        var time = new ManualTime();
        await using var sink = MailSink.Start(options => options with { TimeProvider = time, MessageTimeout = TimeSpan.FromMinutes(12) });
        await using var client = await RawClient.GreetedAsync(sink.Port);
        await client.SendAsync($"{Envelope}BDAT 1\r\nx");
        await ReadRepliesAsync(client, 3);
        for (var chunk = 0; chunk < 3; chunk++)
        {
            time.Advance(TimeSpan.FromMinutes(3));
            Assert.Equal("250 2.0.0 1 octets received", await SendChunkAsync(client));
        }

        time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal("421 4.4.2 timeout exceeded", await client.ReadReplyAsync());
        Assert.Null(sink.TakeMail());
    }

    [Fact]
    public async Task Octets_before_EHLO_buy_no_time()
    {
        var time = new ManualTime();
        await using var sink = MailSink.Start(options => options with { TimeProvider = time });
        await using var client = await RawClient.ConnectAsync(sink.Port);
        await client.ReadReplyAsync();
        await client.SendAsync("BDAT 1000000000000\r\nx");

        var reply = client.ReadReplyAsync();
        await time.ExpireAsync(TimeSpan.FromMinutes(1), reply);

        Assert.Equal("421 4.4.2 timeout exceeded", await reply);
    }

    public void Dispose() => folder.Dispose();

    static async Task<string> SendChunkAsync(RawClient client)
    {
        await client.SendAsync("BDAT 1\r\nx");
        return await client.ReadReplyAsync();
    }

    static async Task ReadRepliesAsync(RawClient client, int count)
    {
        for (var replies = 0; replies < count; replies++)
            await client.ReadReplyAsync();
    }

    SmtpServer StartMaildir(Func<SmtpServerOptions, SmtpServerOptions>? configure = null)
    {
        var options = new SmtpServerOptions();
        return SmtpServer.Start(configure is null ? options : configure(options), new MaildirHandler(folder.Path));
    }

    string[] Files(string name) => Directory.Exists(folder.File(name)) ? Directory.GetFiles(folder.File(name)) : [];
}
