using Msmtp.TestKit;

namespace Msmtp.Server.Tests;

public sealed class ContentTests : IDisposable
{
    const string Envelope = "MAIL FROM:<me@example.org>\r\nRCPT TO:<a@example.net>\r\nDATA\r\n";

    readonly TempDirectory folder = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_reaches_the_maildir()
    {
        await using var server = StartMaildir();
        await using var client = await RawClient.GreetedAsync(server.Port);

        Assert.Equal("250 2.0.0 mail accepted", await SendAsync(client, "Subject: x\r\n\r\n..dot\r\n.\r\n"));

        Assert.Equal("Subject: x\n\n.dot\n", File.ReadAllText(Assert.Single(Files("new"))));
        Assert.Empty(Files("tmp"));
    }

    [Theory]
    [InlineData("a\nb\r\n.\r\n")]
    [InlineData("a\rb\r\n.\r\n")]
    [InlineData("a\n.\nMAIL FROM:<smuggled@example.org>\r\n.\r\n")]
    [InlineData("a\r\n.\nMAIL FROM:<smuggled@example.org>\r\n.\r\n")]
    [InlineData("a\n.\r\nMAIL FROM:<smuggled@example.org>\r\n.\r\n")]
    public async Task Bare_line_ends_are_refused_after_the_final_dot(string content)
    {
        await using var server = StartMaildir();
        await using var client = await RawClient.GreetedAsync(server.Port);

        Assert.Equal("550 5.6.0 bare CR or LF in the message", await SendAsync(client, content));

        Assert.Equal("250 2.0.0 ok", await client.AskAsync("NOOP"));
        Assert.Empty(Files("new"));
        Assert.Empty(Files("tmp"));
    }

    [Fact]
    public async Task A_message_too_large_is_refused_at_mail_or_after_the_final_dot()
    {
        await using var server = StartMaildir(options => options with { MaxMessageSize = 100 });
        await using var client = await RawClient.GreetedAsync(server.Port);

        Assert.Equal("552 5.3.4 message too large", await client.AskAsync("MAIL FROM:<me@example.org> SIZE=101"));
        Assert.Equal("552 5.3.4 message too large", await SendAsync(client, new string('x', 99) + "\r\n.\r\n"));
        Assert.Equal("552 5.3.4 message too large", await SendAsync(client, new string('x', 100_000) + "\r\n.\r\n"));
        Assert.Empty(Files("new"));
        Assert.Empty(Files("tmp"));

        Assert.Equal("250 2.0.0 mail accepted", await SendAsync(client, new string('x', 98) + "\r\n.\r\n"));
        Assert.Single(Files("new"));
    }

    [Theory]
    [InlineData("Subject: x\r\n")]
    [InlineData("Subject: x\r\n.")]
    [InlineData("Subject: x\r\n.\r")]
    public async Task A_client_that_leaves_in_the_middle_leaves_no_mail(string content)
    {
        await using (var server = StartMaildir())
        {
            await using var client = await RawClient.GreetedAsync(server.Port);
            await client.SendAsync(Envelope);
            await client.ReadReplyAsync();
            await client.SendAsync(content);
        }

        Assert.Empty(Files("new"));
        Assert.Empty(Files("tmp"));
    }

    [Fact]
    public async Task A_reset_in_the_middle_leaves_no_mail_and_the_server_goes_on()
    {
        await using (var server = StartMaildir())
        {
            var rude = await RawClient.GreetedAsync(server.Port);
            await rude.SendAsync(Envelope + "Subject: x\r\n");
            for (var replies = 0; replies < 3; replies++)
                await rude.ReadReplyAsync();

            rude.Reset();
            await using var client = await RawClient.GreetedAsync(server.Port);
            Assert.Equal("250 2.0.0 mail accepted", await SendAsync(client, ".\r\n"));
        }

        Assert.Single(Files("new"));
        Assert.Empty(Files("tmp"));
    }

    [Fact]
    public async Task A_handler_that_fails_is_a_reason_to_try_again_later()
    {
        var broken = new Handler((_, _) => throw new InvalidOperationException("disk full"));
        await using var server = SmtpServer.Start(new SmtpServerOptions(), broken);
        await using var client = await RawClient.GreetedAsync(server.Port);

        Assert.Equal("451 4.3.0 cannot accept the mail now, try again later", await SendAsync(client, "a\r\n.\r\n"));
        Assert.Equal("250 2.0.0 ok", await client.AskAsync("NOOP"));
    }

    [Fact]
    public async Task A_full_disk_is_reported_as_such_and_the_session_goes_on()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "only Linux has a device that is always full");
        await using var server = SmtpServer.Start(new SmtpServerOptions(), new Handler(static async (content, cancellationToken) =>
        {
            await using var disk = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            await content.CopyToAsync(disk, cancellationToken);
            return MailOutcome.Accepted;
        }));
        await using var client = await RawClient.GreetedAsync(server.Port);

        Assert.Equal("452 4.3.1 insufficient storage, try again later", await SendAsync(client, "a\r\n.\r\n"));
        Assert.Equal("250 2.0.0 ok", await client.AskAsync("NOOP"));
    }

    [Fact]
    public async Task A_handler_that_swallows_the_refusal_does_not_turn_it_into_an_acceptance()
    {
        await using var server = SmtpServer.Start(new SmtpServerOptions(), new Handler(async (content, cancellationToken) =>
        {
            await Assert.ThrowsAsync<IOException>(async () => await content.CopyToAsync(Stream.Null, cancellationToken));
            return MailOutcome.Accepted;
        }));
        await using var client = await RawClient.GreetedAsync(server.Port);

        Assert.Equal("550 5.6.0 bare CR or LF in the message", await SendAsync(client, "a\nb\r\n.\r\n"));
    }

    [Fact]
    public async Task A_handler_may_refuse_without_reading()
    {
        var no = new MailOutcome(new SmtpReply(554, "5.7.1", "no"));
        await using var server = SmtpServer.Start(new SmtpServerOptions(), new Handler((_, _) => ValueTask.FromResult(no)));
        await using var client = await RawClient.GreetedAsync(server.Port);

        Assert.Equal("554 5.7.1 no", await SendAsync(client, new string('x', 100_000) + "\r\n.\r\n"));
        Assert.Equal("250 2.0.0 ok", await client.AskAsync("NOOP"));
    }

    [Fact]
    public async Task Content_may_be_read_in_the_smallest_pieces()
    {
        var read = "";
        await using var server = SmtpServer.Start(new SmtpServerOptions(), new Handler(async (content, cancellationToken) =>
        {
            var octet = new byte[1];
            while (await content.ReadAsync(octet, cancellationToken) == 1)
                read += (char)octet[0];

            return MailOutcome.Accepted;
        }));
        await using var client = await RawClient.GreetedAsync(server.Port);

        await SendAsync(client, "a\r\n..\r\n.\r\n");

        Assert.Equal("a\r\n.\r\n", read);
    }

    public void Dispose() => folder.Dispose();

    static async Task<string> SendAsync(RawClient client, string content)
    {
        await client.SendAsync(Envelope);
        for (var replies = 0; replies < 3; replies++)
            await client.ReadReplyAsync();

        await client.SendAsync(content);
        return await client.ReadReplyAsync();
    }

    SmtpServer StartMaildir(Func<SmtpServerOptions, SmtpServerOptions>? configure = null)
    {
        var options = new SmtpServerOptions();
        return SmtpServer.Start(configure is null ? options : configure(options), new MaildirHandler(folder.Path));
    }

    string[] Files(string name) => Directory.Exists(folder.File(name)) ? Directory.GetFiles(folder.File(name)) : [];
}
