using System.Globalization;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>The ten-line helper from the plugin's README, and a server that accepts tokens.</summary>
public sealed class TokenHelperTests
{
    static readonly long Soon = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds();

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_token_that_has_expired_is_replaced_before_it_is_sent(Flavour flavour)
    {
        using var msmtp = User(flavour, kept: "password=stale\npassword_expiry_utc=1000\n");
        await using var server = ScriptedServer.Start(Script($"""
            C: {Bearer("fresh")}
            S: 235 welcome
            """));

        await SendAsync(msmtp, server);

        Assert.Equal(Answer("fresh"), File.ReadAllText(msmtp.File(".mail-token")));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_token_that_the_server_refuses_is_replaced_and_the_fresh_one_sent(Flavour flavour)
    {
        using var msmtp = User(flavour, kept: Answer("revoked"));
        await using var server = ScriptedServer.Start(Script($"""
            C: {Bearer("revoked")}
            S: 535 5.7.8 no more
            C: AUTH XOAUTH2
            S: 334 e30=
            C: {Bearer("fresh")}
            S: 235 welcome
            """));

        await SendAsync(msmtp, server);

        Assert.Equal(Answer("fresh"), File.ReadAllText(msmtp.File(".mail-token")));
    }

    static async Task SendAsync(Mailer msmtp, ScriptedServer server)
    {
        var account = string.Create(CultureInfo.InvariantCulture, $"""
            account default
            host 127.0.0.1
            port {server.Port}
            from me@example.org
            auth xoauth2
            user joe
            credential_helper {msmtp.File("mail-token")}

            """);

        var result = await msmtp.SendAsync(Mails.Ordinary, account, "you@example.net");

        await server.FinishAsync();
        Assert.Contains("server message: 550 that was all", result.ErrorText, StringComparison.Ordinal);
    }

    static string Script(string exchange) => $"""
        S: 220 ready
        C: EHLO localhost
        S: 250-localhost
        S: 250 AUTH XOAUTH2
        C: AUTH XOAUTH2
        S: 334 e30=
        {exchange}
        C: MAIL FROM:<me@example.org>
        S: 550 that was all
        """;

    static string Bearer(string token) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"user=joe\u0001auth=Bearer {token}\u0001\u0001"));

    static string Answer(string token) => string.Create(CultureInfo.InvariantCulture, $"password={token}\npassword_expiry_utc={Soon}\n");

    static Mailer User(Flavour flavour, string kept)
    {
        var user = new Mailer(flavour);
        user.WriteProgram("mail-token", Example());
        user.WriteProgram("fetch-token", $"#!/bin/sh\nprintf '{Answer("fresh").Replace("\n", "\\n", StringComparison.Ordinal)}'\n");
        user.Write(".mail-token", kept);
        user.Environment["PATH"] = $"{Path.GetDirectoryName(user.File("x"))}:{Environment.GetEnvironmentVariable("PATH")}";
        return user;
    }

    // What the README says has to work.
    static string Example()
    {
        var readme = File.ReadAllText(Path.Combine(TestPaths.Root, "plugins", "Secrets.GitCredential", "README.md"));
        var start = readme.IndexOf("#!/bin/sh", StringComparison.Ordinal);
        return readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
