using System.Diagnostics;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>
/// <c>timeout</c> is a deadline for each reply, not for each octet: a server that drips cannot hold the command. Each
/// script drips for far longer than the time that is allowed for the whole.
/// </summary>
public sealed class DeadlineTests : EndToEndTest, IClassFixture<TestCertificates>
{
    const string Second = "--- drip 1000 ---\n";
    const string SlowGreeting = Second + "S: 220 a server that has all the time of this world";

    static readonly TimeSpan Allowed = TimeSpan.FromSeconds(12);

    readonly TestCertificates certificates;

    /// <summary>Takes the certificates that all tests share.</summary>
    public DeadlineTests(TestCertificates certificates) => this.certificates = certificates;

    [Theory, EachFlavour]
    public Task A_greeting_that_drips(Flavour flavour) => AssertInTimeAsync(flavour, SlowGreeting);

    [Fact]
    public Task A_reply_of_many_lines_that_drips() => AssertInTimeAsync(Flavour.Native, $"""
        S: 220 ready
        C: EHLO localhost
        {Second}
        S: 250-a
        S: 250-b
        S: 250-c
        S: 250-d
        """);

    [Fact]
    public Task A_server_that_says_nothing() => AssertInTimeAsync(Flavour.Native, "--- stall ---");

    [Theory, EachFlavour]
    public Task A_greeting_that_drips_in_TLS(Flavour flavour) => AssertInTimeAsync(
        flavour, "--- tls ---\n" + SlowGreeting, ImplicitTls);

    [Fact]
    public Task A_reply_that_drips_behind_STARTTLS() => AssertInTimeAsync(
        Flavour.Native,
        $"""
        S: 220 ready
        C: EHLO localhost
        S: 250-localhost
        S: 250 STARTTLS
        C: STARTTLS
        S: 220 go ahead
        --- starttls ---
        C: EHLO localhost
        {Second}
        S: 250 a server that has all the time of this world
        """,
        ["--tls", "--tls-starttls", Trust]);

    [Fact]
    public Task A_handshake_that_drips() => AssertInTimeAsync(
        Flavour.Native,
        // The head of a record (RFC 8446 §5.1) and of a ServerHello, whose octets come one by one.
        Second + @"--- raw \x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03abcdefghijklmnopqrstuvwxyz ---",
        ImplicitTls);

    [Fact]
    public Task A_handshake_that_is_not_answered() => AssertInTimeAsync(Flavour.Native, "--- stall ---", ImplicitTls);

    [Theory, EachFlavour]
    public async Task A_server_that_stops_reading(Flavour flavour)
    {
        var ended = new TaskCompletionSource();
        var options = new ScriptOptions { Calls = Waiting(ended) };
        await using var server = ScriptedServer.Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250 localhost
            C: MAIL FROM:<me@example.org>
            S: 250 ok
            C: RCPT TO:<you@example.net>
            S: 250 ok
            C: DATA
            S: 354 go ahead
            --- flush ---
            --- call wait ---
            """, options);
        var clock = Stopwatch.StartNew();

        // More than the buffers of both sockets hold.
        var mail = Mail + new string('x', 32 << 20);
        var result = await SendTextAsync(flavour, mail, [.. Server(server.Port), "--timeout=2", "you@example.net"]);
        ended.SetResult();

        Assert.Equal(74, result.ExitCode);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.9), Allowed);
        Assert.DoesNotContain("may have been delivered", result.ErrorText, StringComparison.Ordinal);
    }

    IReadOnlyList<string> ImplicitTls => ["--tls", "--tls-starttls=off", Trust];

    string Trust => $"--tls-trust-file={certificates.AuthorityFile}";

    static Dictionary<string, Func<ScriptPeer, CancellationToken, ValueTask>> Waiting(TaskCompletionSource ended) =>
        new() { ["wait"] = (_, cancellationToken) => new ValueTask(ended.Task.WaitAsync(cancellationToken)) };

    async Task AssertInTimeAsync(Flavour flavour, string script, IReadOnlyList<string>? options = null)
    {
        var serverOptions = new ScriptOptions { Certificate = certificates.Good, Timeout = TimeSpan.FromSeconds(30) };
        await using var server = ScriptedServer.Start(script, serverOptions);
        var clock = Stopwatch.StartNew();

        var result = await SendAsync(flavour, [.. Server(server.Port), .. options ?? [], "--timeout=2", "you@example.net"]);

        Assert.True(result.ExitCode == 74, result.ToString());
        Assert.Contains("the operation timed out", result.ErrorText, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.9), Allowed);
    }
}
