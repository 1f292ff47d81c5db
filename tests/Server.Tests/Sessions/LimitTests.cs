using System.Net;
using System.Net.Sockets;
using Msmtp.TestKit;

namespace Msmtp.Server.Tests;

public sealed class LimitTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_line_too_long_is_refused_and_the_session_goes_on()
    {
        await using var sink = MailSink.Start(options => options with { MaxLineLength = 512 });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        Assert.Equal("250 2.0.0 ok", await client.AskAsync("NOOP " + new string('x', 505)));
        Assert.Equal("500 5.5.2 line too long", await client.AskAsync("NOOP " + new string('x', 506)));
        Assert.Equal("500 5.5.2 line too long", await client.AskAsync("NOOP " + new string('x', 1_000_000)));
        Assert.Equal("250 2.0.0 ok", await client.AskAsync("NOOP"));
    }

    [Fact]
    public async Task Too_many_errors_end_the_session()
    {
        await using var sink = MailSink.Start(options => options with { MaxErrors = 2 });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.PlayAsync("""
            C: X
            C: X
            C: X
            C: NOOP
            S: 500 5.5.1 unknown command
            S: 500 5.5.1 unknown command
            S: 500 5.5.1 unknown command
            S: 421 4.7.0 too many errors
            """);
        Assert.Equal("(closed)", await client.ReadLineAsync());
    }

    [Fact]
    public async Task Recipients_have_a_limit_and_the_mail_goes_to_those_before_it()
    {
        await using var sink = MailSink.Start(options => options with { MaxRecipients = 1 });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.PlayAsync("""
            C: MAIL FROM:<>
            C: RCPT TO:<a@example.net>
            C: RCPT TO:<b@example.net>
            C: DATA
            C: .
            S: 250 2.1.0 sender ok
            S: 250 2.1.5 recipient ok
            S: 452 4.5.3 too many recipients
            S: 354 end with <CR><LF>.<CR><LF>
            S: 250 2.0.0 mail accepted
            """);

        Assert.Equal(["a@example.net"], (await sink.NextMailAsync(Ct)).Recipients);
    }

    [Fact]
    public async Task One_connection_too_many_is_refused_until_another_one_ends()
    {
        await using var sink = MailSink.Start(options => options with { MaxConnections = 1 });
        await using (var first = await RawClient.GreetedAsync(sink.Port))
        {
            await using var second = await RawClient.ConnectAsync(sink.Port);
            Assert.Equal("421 4.3.2 too many connections, try again later", await second.ReadLineAsync());
            Assert.Equal("(closed)", await second.ReadLineAsync());
            await first.AskAsync("QUIT");
        }

        await Eventually.TrueAsync("a place is free", IsGreetedAsync, Ct);

        async Task<bool> IsGreetedAsync()
        {
            await using var third = await RawClient.ConnectAsync(sink.Port);
            return (await third.ReadReplyAsync()).StartsWith("220", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_idle_client_is_told_and_disconnected()
    {
        var time = new ManualTime();
        await using var sink = MailSink.Start(options => options with { TimeProvider = time });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        var reply = client.ReadReplyAsync();
        await time.ExpireAsync(TimeSpan.FromMinutes(5), reply);

        Assert.Equal("421 4.4.2 timeout exceeded", await reply);
        Assert.Equal("(closed)", await client.ReadLineAsync());
    }

    [Fact]
    public async Task Dripping_octets_gain_no_time()
    {
        var time = new ManualTime();
        await using var sink = MailSink.Start(options => options with { TimeProvider = time });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        var reply = client.ReadReplyAsync();
        // A deadline per octet would never expire. When the one for the line begins cannot be seen from outside.
        for (var minute = 0; minute < 100 && !reply.IsCompleted; minute++)
        {
            await client.SendAsync("N");
            time.Advance(TimeSpan.FromMinutes(1));
            // Once the server has served someone else, it has had its turn.
            await using var other = await RawClient.GreetedAsync(sink.Port);
        }

        Assert.Equal("421 4.4.2 timeout exceeded", await reply);
    }

    [Fact]
    public async Task A_message_that_takes_too_long_is_given_up()
    {
        var time = new ManualTime();
        await using var sink = MailSink.Start(options => options with { TimeProvider = time, MessageTimeout = TimeSpan.FromMinutes(3) });
        await using var client = await RawClient.GreetedAsync(sink.Port);
        await client.SendAsync("MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\nSubject: x\r\n");
        for (var replies = 0; replies < 3; replies++)
            await client.ReadReplyAsync();

        var reply = client.ReadReplyAsync();
        await time.ExpireAsync(TimeSpan.FromMinutes(3), reply);

        Assert.Equal("421 4.4.2 timeout exceeded", await reply);
        Assert.Null(sink.TakeMail());
    }

    [Fact]
    public async Task A_server_that_shuts_down_says_so()
    {
        var sink = MailSink.Start();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        var stopped = sink.DisposeAsync();

        Assert.Equal("421 4.3.2 shutting down", await client.ReadReplyAsync());
        Assert.Equal("(closed)", await client.ReadLineAsync());
        await client.DisposeAsync();
        await stopped;
        await Assert.ThrowsAsync<SocketException>(() => RawClient.ConnectAsync(sink.Port));
    }

    [Fact]
    public async Task A_unix_socket_works_too()
    {
        using var folder = new TempDirectory();
        var endPoint = new UnixDomainSocketEndPoint(folder.File("lmtp"));
        await using (MailSink.Start(options => options with { Listen = endPoint, Protocol = ServerProtocol.Lmtp }))
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(endPoint, Ct);
            await using var stream = new NetworkStream(socket);
            using var reader = new StreamReader(stream);

            Assert.Equal("220 sink.example.org LMTP ready", await reader.ReadLineAsync(Ct));
        }

        Assert.False(File.Exists(folder.File("lmtp")));
    }

    [Fact]
    public async Task An_address_in_use_is_an_error_at_the_start()
    {
        await using var sink = MailSink.Start();

        Assert.Throws<SocketException>(() => MailSink.Start(options => options with { Listen = new IPEndPoint(IPAddress.Loopback, sink.Port) }));
    }
}
