using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Nothing that was said in the clear counts once TLS has begun.</summary>
public sealed class TlsBoundaryTests : EndToEndTest, IClassFixture<TestCertificates>
{
    readonly TestCertificates certificates;

    /// <summary>Takes the certificates that all tests share.</summary>
    public TlsBoundaryTests(TestCertificates certificates) => this.certificates = certificates;

    [Theory, EachFlavour]
    public async Task Octets_behind_the_reply_to_STARTTLS_are_a_failure_of_protocol(Flavour flavour)
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go ahead
            S: 250-localhost
            S: 250 AUTH PLAIN
            --- gone ---
            """);

        var result = await SendAsync(flavour, [.. Server(server.Port), .. StartTls, "you@example.net"]);

        await server.FinishAsync();
        Assert.Equal(76, result.ExitCode);
        Assert.Equal("msmtp: command STARTTLS failed\nmsmtp: could not send mail\n", result.ErrorText);
    }

    [Fact]
    public async Task A_single_octet_behind_the_reply_to_STARTTLS_is_enough()
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250 STARTTLS
            C: STARTTLS
            --- raw 220 go ahead\r\n\x16 ---
            --- gone ---
            """);

        var result = await SendAsync(Flavour.Native, [.. Server(server.Port), .. StartTls, "you@example.net"]);

        await server.FinishAsync();
        Assert.Equal(76, result.ExitCode);
    }

    [Fact]
    public async Task Asking_about_a_server_does_not_fall_for_it_either()
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go ahead
            S: 250 SIZE 1
            --- gone ---
            """);

        var result = await SendAsync(Flavour.Native, [.. Server(server.Port), .. StartTls, "--serverinfo"]);

        await server.FinishAsync();
        Assert.Equal(76, result.ExitCode);
    }

    [Theory, EachFlavour]
    public async Task AUTH_that_was_offered_before_TLS_is_forgotten(Flavour flavour)
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250-AUTH PLAIN LOGIN
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go ahead
            --- tls ---
            C: EHLO localhost
            S: 250 localhost
            C: QUIT
            S: 221 bye
            """);

        var result = await SendAsync(
            flavour, [.. Server(server.Port), .. StartTls, .. Plain, "you@example.net"]);

        await server.FinishAsync();
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("the server does not support authentication", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DSN_that_was_offered_before_TLS_is_forgotten()
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250-DSN
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go ahead
            --- tls ---
            C: EHLO localhost
            S: 250 localhost
            C: QUIT
            S: 221 bye
            """);

        var result = await SendAsync(Flavour.Native, [.. Server(server.Port), .. StartTls, "--dsn-notify=never", "you@example.net"]);

        await server.FinishAsync();
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("the server does not support DSN", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AUTH_that_is_offered_only_after_TLS_counts()
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 go ahead
            --- tls ---
            C: EHLO localhost
            S: 250-localhost
            S: 250 AUTH PLAIN
            C: AUTH PLAIN AG1lAHNlY3JldA==
            S: 235 welcome
            C: MAIL FROM:<me@example.org>
            S: 250 ok
            C: RCPT TO:<you@example.net>
            S: 250 ok
            C: DATA
            S: 354 go ahead
            --- message ---
            S: 250 taken
            C: QUIT
            """);

        var result = await SendAsync(
            Flavour.Native, [.. Server(server.Port), .. StartTls, .. Plain, "you@example.net"]);

        await server.FinishAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public async Task A_server_without_STARTTLS_gets_no_mail_in_the_clear()
    {
        await using var server = Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250 localhost
            C: QUIT
            S: 221 bye
            """);

        var result = await SendAsync(Flavour.Native, [.. Server(server.Port), .. StartTls, "you@example.net"]);

        await server.FinishAsync();
        Assert.Equal(69, result.ExitCode);
        Assert.Contains("the server does not support TLS via the STARTTLS command", result.ErrorText, StringComparison.Ordinal);
    }

    IReadOnlyList<string> StartTls => ["--tls", "--tls-starttls", $"--tls-trust-file={certificates.AuthorityFile}"];

    static IReadOnlyList<string> Plain => ["--auth=plain", "--user=me", "--passwordeval=echo secret"];

    ScriptedServer Start(string script) => ScriptedServer.Start(script, new ScriptOptions { Certificate = certificates.Good });
}
