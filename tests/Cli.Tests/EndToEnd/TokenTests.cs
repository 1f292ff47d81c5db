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
