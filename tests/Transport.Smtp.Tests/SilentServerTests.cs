using System.Diagnostics;
using Msmtp.TestKit;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Msmtp.Transport.Smtp.Tests;

/// <summary>Who waits for a greeting that never comes is told why within ten seconds; who is only slow is waited for.</summary>
public sealed class SilentServerTests
{
    static readonly Authority Root = new("Root");
    static readonly TimeSpan Promised = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    // The server of the tests serves one connection at a time, as the simplest do.
    [Theory]
    [InlineData(IoMode.Blocking, true)]
    [InlineData(IoMode.Asynchronous, false)]
    public async Task A_server_that_begins_with_TLS_is_found_out(IoMode io, bool wantsTls)
    {
        await using var server = TlsServer.Start(Root.Issue("localhost"));
        var clock = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<MailException>(async () => await SmtpSession.OpenAsync(Context(server, io, wantsTls, Long), Token));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Promised);
        Assert.Equal((ExitCode.Protocol, DeliveryStage.Greeting), (failure.ExitCode, failure.Stage));
        Assert.Equal("the server sends no greeting because it expects TLS from the start", failure.Message);
        Assert.EndsWith(
            wantsTls ? "expects TLS from the start: write \"tls_starttls off\"" : "expects TLS from the start: write \"tls on\" and \"tls_starttls off\"",
            failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IoMode.Blocking)]
    [InlineData(IoMode.Asynchronous)]
    public async Task A_server_that_is_slow_to_greet_is_waited_for_on_a_connection_without_a_word(IoMode io)
    {
        var heard = new List<string>();
        await using var server = new LoopbackServer(async (stream, cancellationToken) =>
        {
            var octets = new byte[1024];
            if (heard.Count < 2)
            {
                // Silence, for longer than the client waits, and nothing to say to TLS.
                heard.Add(Encoding.Latin1.GetString(octets, 0, await stream.ReadAsync(octets, cancellationToken)));
                return;
            }
            await stream.WriteAsync("220 at last\r\n"u8.ToArray(), cancellationToken);
            await stream.ReadAtLeastAsync(octets, "EHLO localhost\r\n".Length, throwOnEndOfStream: false, cancellationToken);
            await stream.WriteAsync("250 hello\r\n"u8.ToArray(), cancellationToken);
        });

        // To this clock all of its time is over when the last connection is made, which has the whole of it again.
        var context = Context(server, io, wantsTls: false, TimeSpan.FromSeconds(12)) with { Time = new DoubleTime() };

        await using var session = await SmtpSession.OpenAsync(context, Token);

        Assert.Equal("220 at last", session.Greeting?.ToString());
        // The first connection, given up without a word, and the question.
        Assert.Equal(["", "\u0016"], heard.Select(static text => text[..Math.Min(1, text.Length)]));
    }

    [Fact]
    public async Task Nor_is_its_connection_given_up_while_there_is_time_to_wait()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var greeting = GreetOnceAskedAsync(listener);

        var context = Context(((IPEndPoint)listener.LocalEndPoint!).Port, IoMode.Blocking, wantsTls: false, TimeSpan.FromSeconds(12));
        await using var session = await SmtpSession.OpenAsync(context, Token);

        Assert.Equal("220 connection 1", session.Greeting?.ToString());
        await greeting;
    }

    [Fact]
    public async Task A_timeout_that_comes_first_has_the_advice_too()
    {
        await using var server = TlsServer.Start(Root.Issue("localhost"));
        var context = Context(server, IoMode.Blocking, wantsTls: false, TimeSpan.FromMilliseconds(200));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await SmtpSession.OpenAsync(context, Token));

        Assert.Equal("network read error: the operation timed out", failure.Message);
        Assert.EndsWith("says nothing: if it expects TLS from the start, write \"tls on\" and \"tls_starttls off\"", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("220", false)]
    [InlineData("\u0016", false)]
    [InlineData("\u0016\u0003\u0003", true)]
    [InlineData("\u0015\u0003\u0001", true)]
    [InlineData("\u0017\u0003\u0003", false)]
    [InlineData("\u0016\u0003\u0030", false)]
    public void An_answer_in_TLS_is_known_by_its_first_octets(string answer, bool isOne) =>
        Assert.Equal(isOne, ClientHello.IsAnsweredBy(Encoding.Latin1.GetBytes(answer)));

    // Slow, but in time: it greets on the first connection when the question has come on the second, to which it has nothing to say.
    static async Task GreetOnceAskedAsync(Socket listener)
    {
        var octets = new byte[1024];
        await using var first = new NetworkStream(await listener.AcceptAsync(Token), ownsSocket: true);
        await using var second = new NetworkStream(await listener.AcceptAsync(Token), ownsSocket: true);
        await second.ReadAtLeastAsync(octets, 1, cancellationToken: Token);
        await first.WriteAsync("220 connection 1\r\n"u8.ToArray(), Token);
        await first.ReadAtLeastAsync(octets, "EHLO localhost\r\n".Length, cancellationToken: Token);
        await first.WriteAsync("250 hello\r\n"u8.ToArray(), Token);
    }

    static PluginContext Context(LoopbackServer server, IoMode io, bool wantsTls, TimeSpan? timeout = null) =>
        Context(server.Port, io, wantsTls, timeout);

    static PluginContext Context(int port, IoMode io, bool wantsTls, TimeSpan? timeout) => Given.Context(
        io, Given.Server(port).With(CommonSettings.Tls, wantsTls).With(CommonSettings.TlsStartTls, true).With(CommonSettings.Timeout, timeout));

    sealed class DoubleTime : TimeProvider
    {
        public override long GetTimestamp() => 2 * base.GetTimestamp();
    }
}
