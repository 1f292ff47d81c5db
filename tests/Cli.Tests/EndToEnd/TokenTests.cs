using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>OAuth tokens are as long as their issuers like; RFC 4954 §4 has clients and servers take long lines for them.</summary>
public sealed class TokenTests : EndToEndTest
{
    static readonly string LongToken = string.Concat(Enumerable.Range(0, 10_000).Select(static i => $"{i:0000000000}"));

    [Theory, EachFlavour]
    public Task A_token_of_100_000_octets_that_a_command_prints_arrives(Flavour flavour) =>
        AssertArrivesAsync(flavour, $"passwordeval cat {Home.Write("token", LongToken + "\n")}");

    [Theory, EachFlavour]
    public Task A_token_of_100_000_octets_in_netrc_arrives(Flavour flavour)
    {
        Home.Write(".netrc", $"machine 127.0.0.1 login joe password {LongToken}\n");
        return AssertArrivesAsync(flavour, "");
    }

    // RFC 7628 §3.2.2; XOAUTH2 has it from there. A lone status of 401 says what the first line does.
    [Theory, EachFlavour]
    public async Task What_the_server_explains_is_told(Flavour flavour)
    {
        Assert.Equal(
            """
            msmtp: authentication failed (method XOAUTH2)
            msmtp: server message: 535 5.7.8 refused
            msmtp: the server explained: status invalid_token, scope mail
            msmtp: could not send mail (account default from
            """,
            await RefusedAsync(flavour, """{"status":"invalid_token","schemes":"bearer","scope":"mail"}"""));
        Assert.DoesNotContain("explained", await RefusedAsync(flavour, """{"status":"401","schemes":"bearer"}"""), StringComparison.Ordinal);
    }

    async Task<string> RefusedAsync(Flavour flavour, string explanation)
    {
        await using var server = ScriptedServer.Start($"""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250 AUTH XOAUTH2
            C: AUTH XOAUTH2
            S: 334 
            C: {Convert.ToBase64String(Encoding.UTF8.GetBytes("user=joe\u0001auth=Bearer stale\u0001\u0001"))}
            S: 334 {Convert.ToBase64String(Encoding.UTF8.GetBytes(explanation))}
            C:
            S: 535 5.7.8 refused
            """);

        var result = await SendAsync(flavour, "-C", Msmtprc(server.Port, "auth xoauth2", "user joe", "password stale"), "you@example.net");

        await server.FinishAsync();
        Assert.Equal((int)ExitCode.NoPerm, result.ExitCode);
        return result.ErrorText.Split(" from /")[0] + " from";
    }

    async Task AssertArrivesAsync(Flavour flavour, string source)
    {
        var message = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user=joe\u0001auth=Bearer {LongToken}\u0001\u0001"));
        await using var server = ScriptedServer.Start($"""
            S: 220 ready
            C: EHLO localhost
            S: 250-localhost
            S: 250 AUTH XOAUTH2
            C: AUTH XOAUTH2
            S: 334 e30=
            C: {message}
            S: 235 welcome
            C: MAIL FROM:<me@example.org>
            S: 550 that was all
            """);

        var result = await SendAsync(flavour, "-C", Msmtprc(server.Port, "auth xoauth2", "user joe", source), "you@example.net");

        await server.FinishAsync();
        Assert.Contains("server message: 550 that was all", result.ErrorText, StringComparison.Ordinal);
    }
}
