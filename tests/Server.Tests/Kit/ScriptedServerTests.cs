using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using Msmtp.TestKit;

namespace Msmtp.Server.Tests;

public sealed class ScriptedServerTests : IDisposable
{
    static readonly ScriptOptions Impatient = new() { Timeout = TimeSpan.FromMilliseconds(100) };

    readonly TestCertificates certificates = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_client_that_keeps_to_the_script_passes() => Transcript.PlayAsync(
        """
        # A comment, and an empty line:

        S: 220 ready
        C: EHLO a
        S: 250-first
        S: 250 last
        C~ AUTH PLAIN [A-Z]+=*
        S: 235 ok
        C: \\ \x00\xFF\x20
        S: 250 ok
        """,
        async endPoint =>
        {
            await using var client = await ConnectAsync(endPoint);
            Assert.Equal("220 ready", await client.ReadReplyAsync());
            Assert.Equal("250 last", await client.AskAsync("EHLO a"));
            Assert.Equal("235 ok", await client.AskAsync("AUTH PLAIN AAA="));
            Assert.Equal("250 ok", await client.AskAsync("\\ \0\xFF "));
        });

    [Fact]
    public async Task A_client_that_says_something_else_is_shown_with_the_dialogue()
    {
        var e = await FailsAsync(
            """
            S: 220 ready
            C: EHLO a
            S: 250 ok
            C: MAIL FROM:<a@example.org>
            S: 250 ok
            """,
            async client =>
            {
                await client.AskAsync("EHLO a");
                await client.SendAsync("MAIL FROM:<b@example.org>\r\nRCPT TO:<c>\r\n");
                await client.ReadReplyAsync();
            });

        Assert.Equal(
            """
            The client said something else, at line 4 of the script:
                S: 220 ready
                C: EHLO a
                S: 250 ok
              - C: MAIL FROM:<a@example.org>
              + C: MAIL FROM:<b@example.org>
              + C: RCPT TO:<c>

            """,
            e.Message);
    }

    [Theory]
    [InlineData("S: 220\nC~ EHLO [a-z]+\n", "EHLO 1\r\n", "said something else, at line 2")]
    [InlineData("S: 220\nC: EHLO a\nC: QUIT\n", "EHLO a\r\n", "closed the connection, at line 3")]
    [InlineData("S: 220\nC: EHLO a\nS: 250\n", "EHLO a\r\nQUIT\r\n", "went on after the end of the script")]
    [InlineData("S: 220\n--- gone ---\n", "EHLO a\r\n", "did not leave, at line 2")]
    [InlineData("S: 220\n--- starttls ---\n", "EHLO a\r\n", "at line 2")]
    [InlineData("S: 220\nC: X\n--- starttls ---\n", "X\r\nEHLO a\r\n", "spoke in the clear where TLS begins, at line 3")]
    [InlineData("S: 220\n--- next connection ---\nS: 220\n", "", "never made connection 2")]
    [InlineData("S: 220\nC: a\n", "a\n", "closed the connection, at line 2")]
    public async Task A_client_that_leaves_the_script_fails(string script, string said, string reason)
    {
        var e = await FailsAsync(script, client => client.SendAsync(said));

        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_waits_where_it_should_speak_fails()
    {
        var e = await Assert.ThrowsAsync<TranscriptException>(() => Transcript.PlayAsync(
            "S: 220 ready\nC: EHLO a\n",
            async endPoint =>
            {
                await using var client = await ConnectAsync(endPoint);
                Assert.Equal("220 ready", await client.ReadLineAsync());
                await client.ReadLineAsync();
            },
            Impatient));

        Assert.StartsWith("Nothing came for 0.1 s, at line 2 of the script", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_does_not_connect_fails()
    {
        var e = await Assert.ThrowsAsync<TranscriptException>(() => Transcript.PlayAsync("S: 220 ready", _ => Task.CompletedTask));

        Assert.Contains("never made connection 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_client_throws_is_kept_when_the_script_is_not_to_blame() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Transcript.PlayStreamAsync(
            "S: 220 ready",
            _ => throw new InvalidOperationException("the client's own fault")));

    [Fact]
    public async Task What_a_client_throws_is_reported_when_it_left_the_script()
    {
        var e = await Assert.ThrowsAsync<TranscriptException>(() => Transcript.PlayStreamAsync(
            "C: EHLO a",
            _ => throw new InvalidOperationException("the client's own fault")));

        Assert.Contains("the client's own fault", e.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(e.InnerException);
    }

    [Theory]
    [InlineData("EHLO a")]
    [InlineData("--- dance ---")]
    [InlineData("--- call nobody ---")]
    [InlineData(@"S: \q")]
    [InlineData(@"S: \xZZ")]
    public void A_script_that_is_not_understood_is_refused(string script) =>
        Assert.Throws<FormatException>(() => ScriptedServer.Start(script));

    [Fact]
    public async Task A_message_is_kept()
    {
        await using var server = ScriptedServer.Start(
            """
            C: DATA
            S: 354 go on
            --- message ---
            S: 250 ok
            """);
        await using (var client = await ConnectAsync(server.EndPoint))
        {
            await client.AskAsync("DATA");
            await client.SendAsync("a\r\n..b\r\n.\r\n");
            await client.ReadReplyAsync();
        }

        await server.FinishAsync();

        Assert.Equal("a\r\n.b\r\n"u8.ToArray(), Assert.Single(server.Messages));
    }

    [Fact]
    public async Task Lines_in_a_row_and_raw_octets_go_out_together_unless_flushed()
    {
        await using var server = ScriptedServer.Start(
            """
            S: 220 ready
            --- raw 250 injected\r\n\x00 ---
            C: X
            """);
        await using var client = await ConnectAsync(server.EndPoint);

        Assert.Equal("220 ready\r\n250 injected\r\n\0", await client.ReadBlockAsync());
    }

    [Theory]
    [InlineData("--- chunks 1 3 ---", "2", "20\r")]
    [InlineData("--- drip 300 ---", "2", "2")]
    public async Task Replies_may_come_in_pieces(string directive, string first, string second)
    {
        var options = new ScriptOptions { ChunkPause = TimeSpan.FromMilliseconds(300) };
        await using var server = ScriptedServer.Start($"{directive}\nS: 220", options);
        await using var client = await ConnectAsync(server.EndPoint);

        Assert.Equal(first, await client.ReadBlockAsync());
        Assert.Equal(second, await client.ReadBlockAsync());
    }

    [Fact]
    public async Task A_client_may_lose_patience_with_a_drip()
    {
        await using var server = ScriptedServer.Start("--- drip 20 ---\nS: 220 ready when you are\nC: EHLO a\nS: 250 ok");
        await using (var client = await ConnectAsync(server.EndPoint))
            await client.ReadBlockAsync();

        await server.FinishAsync();
    }

    [Fact]
    public async Task A_close_ends_the_connection_and_a_reset_breaks_it()
    {
        await using var server = ScriptedServer.Start("S: 421 bye\n--- close ---\n--- next connection ---\nC: X\n--- reset ---");
        await using var first = await ConnectAsync(server.EndPoint);
        Assert.Equal("421 bye", await first.ReadLineAsync());
        Assert.Equal("(closed)", await first.ReadLineAsync());

        await using var second = await ConnectAsync(server.EndPoint);
        await second.SendAsync("X\r\n");
        await Assert.ThrowsAsync<IOException>(second.ReadLineAsync);
        await server.FinishAsync();
    }

    [Fact]
    public async Task A_stalled_server_hears_everything_and_says_nothing()
    {
        await using var server = ScriptedServer.Start("S: 220 ready\n--- stall ---");
        await using var client = await ConnectAsync(server.EndPoint);
        await client.ReadLineAsync();
        await client.SendAsync("EHLO a\r\nQUIT\r\n");

        var answer = client.ReadLineOrResetAsync();
        await server.FinishAsync();

        Assert.Equal("(closed)", await answer);
    }

    [Fact]
    public async Task A_call_answers_what_a_script_cannot_know()
    {
        var options = new ScriptOptions
        {
            Calls = new Dictionary<string, Func<ScriptPeer, CancellationToken, ValueTask>>
            {
                ["echo"] = async (peer, cancellationToken) => peer.Say($"250 {await peer.ReadLineAsync(cancellationToken)}"),
            },
        };
        await Transcript.PlayAsync(
            "--- call echo ---\nC: QUIT",
            async endPoint =>
            {
                await using var client = await ConnectAsync(endPoint);
                Assert.Equal("250 hello", await client.AskAsync("hello"));
                await client.SendAsync("QUIT\r\n");
            },
            options);
    }

    [Fact]
    public async Task Tls_begins_where_the_script_says()
    {
        await using var server = ScriptedServer.Start(
            """
            S: 220 ready
            C: STARTTLS
            S: 220 go
            --- starttls ---
            C: EHLO a
            S: 250 ok
            C: QUIT
            S: 221 bye
            --- close ---
            """,
            new ScriptOptions { Certificate = certificates.Good, RequiresClientCertificate = true });
        await using var client = await ConnectAsync(server.EndPoint);
        await client.ReadReplyAsync();
        await client.AskAsync("STARTTLS");
        await client.UpgradeAsync(certificates.Authority, certificates.Client);

        Assert.Equal("250 ok", await client.AskAsync("EHLO a"));
        Assert.Equal("221 bye", await client.AskAsync("QUIT"));
        Assert.Equal("(closed)", await client.ReadLineAsync());

        await server.FinishAsync();
        Assert.Equal(certificates.Client.GetCertHashString(HashAlgorithmName.SHA256), server.ClientCertificateSha256);
    }

    [Fact]
    public Task A_client_may_stay_after_the_end_under_tls_too() => Transcript.PlayAsync(
        "--- tls ---\nS: 220 ready",
        async endPoint =>
        {
            await using var client = await ConnectAsync(endPoint);
            await client.UpgradeAsync(certificates.Authority);
            await client.ReadReplyAsync();
        },
        new ScriptOptions { Certificate = certificates.Good });

    [Fact]
    public Task A_client_refuses_a_bad_certificate() => Transcript.PlayAsync(
        "--- tls refused ---",
        async endPoint =>
        {
            await using var client = await ConnectAsync(endPoint);
            await Assert.ThrowsAsync<AuthenticationException>(() => client.UpgradeAsync(certificates.Authority));
        },
        new ScriptOptions { Certificate = certificates.ByOtherAuthority });

    [Fact]
    public async Task A_client_that_takes_a_bad_certificate_fails()
    {
        var e = await Assert.ThrowsAsync<TranscriptException>(() => Transcript.PlayAsync(
            "--- tls refused ---",
            async endPoint =>
            {
                await using var client = await ConnectAsync(endPoint);
                await client.UpgradeAsync(certificates.OtherAuthority);
                await client.SendAsync("EHLO a\r\n");
            },
            new ScriptOptions { Certificate = certificates.ByOtherAuthority }));

        Assert.Contains("did not leave", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_in_place_of_tls_breaks_the_handshake() => await Transcript.PlayAsync(
        """
        --- raw not a handshake\r\n ---
        --- stall ---
        """,
        async endPoint =>
        {
            await using var client = await ConnectAsync(endPoint);
            await Assert.ThrowsAnyAsync<Exception>(() => client.UpgradeAsync(certificates.Authority));
        });

    public void Dispose() => certificates.Dispose();

    static Task<RawClient> ConnectAsync(EndPoint endPoint) => RawClient.ConnectAsync(((IPEndPoint)endPoint).Port);

    Task<TranscriptException> FailsAsync(string script, Func<RawClient, Task> act) =>
        Assert.ThrowsAsync<TranscriptException>(() => Transcript.PlayAsync(
            script,
            async endPoint =>
            {
                await using var client = await ConnectAsync(endPoint);
                await client.ReadReplyAsync();
                await act(client);
            },
            new ScriptOptions { Certificate = certificates.Good }));
}
