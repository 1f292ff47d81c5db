using System.Security.Cryptography;
using System.Text;

namespace Msmtp.Packages.Tests;

/// <summary>From an empty folder to a mail that a plugin of one's own had a part in, for each kind of plugin.</summary>
[Collection(nameof(Strangers))]
public sealed class TemplateTests(Stranger stranger)
{
    const string Transaction = """
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<you@example.net>
        S: 250 ok
        C: DATA
        S: 354 go ahead
        --- message ---
        S: 250 queued
        C: QUIT
        S: 221 bye
        """;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mechanism_from_the_template_authenticates()
    {
        var name = await MakeAsync("auth");
        var digest = Convert.ToHexStringLower(HMACSHA256.HashData("open sesame"u8, "who are you?"u8));
        await using var server = Greet("X-CHALLENGE", $"""
            C: AUTH X-CHALLENGE
            S: 334 {Base64("who are you?")}
            C: {Base64($"joe {digest}")}
            """);

        await SendAsync(name, server, "auth x-challenge", "user joe", "password \"open sesame\"");
    }

    [Fact]
    public async Task A_secret_source_from_the_template_knows_the_password()
    {
        var name = await MakeAsync("secret");
        var vault = Directory.CreateDirectory(Path.Combine(stranger.Home, "vault", "127.0.0.1"));
        await File.WriteAllTextAsync(Path.Combine(vault.FullName, "joe"), "open sesame\n", Token);
        await using var server = Greet("PLAIN", $"C: AUTH PLAIN {Base64("\0joe\0open sesame")}");

        await SendAsync(name, server, "auth plain", "user joe", "vault ~/vault");
    }

    [Fact]
    public async Task A_log_from_the_template_keeps_a_record()
    {
        var name = await MakeAsync("log");
        await using var sink = MailSink.Start();

        var sent = await stranger.SendAsync(Msmtprc(name, sink.Port, "tally ~/tally"));

        Assert.True(sent.ExitCode == 0, sent.ToString());
        Assert.Equal(["you@example.net"], (await sink.NextMailAsync(Token)).Recipients);
        var tally = await File.ReadAllTextAsync(Path.Combine(stranger.Home, "tally"), Token);
        Assert.Contains("\tOk\tme@example.org\tyou@example.net\t", tally, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transport_from_the_template_hands_the_mail_over()
    {
        var name = await MakeAsync("transport");
        var drop = Directory.CreateDirectory(Path.Combine(stranger.Home, "drop"));

        var sent = await stranger.SendAsync(Msmtprc(name, 25, "transport maildrop", "maildrop ~/drop"));

        Assert.True(sent.ExitCode == 0, sent.ToString());
        var mail = await File.ReadAllTextAsync(Assert.Single(drop.GetFiles("*.eml")).FullName, Token);
        Assert.StartsWith("Return-Path: <me@example.org>\r\nX-Original-To: you@example.net\r\n", mail, StringComparison.Ordinal);
        Assert.EndsWith("Subject: hello\r\n\r\nhello\r\n", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_from_the_template_stops_a_mail_and_lets_another_pass()
    {
        var name = await MakeAsync("filter");
        await using var sink = MailSink.Start();

        var sent = await stranger.SendAsync(Msmtprc(name, sink.Port, "unfinished TODO"));
        var stopped = await stranger.SendAsync(Msmtprc(name, sink.Port, "unfinished hello"));

        Assert.True(sent.ExitCode == 0, sent.ToString());
        Assert.EndsWith("Subject: hello\n\nhello\n", (await sink.NextMailAsync(Token)).Text, StringComparison.Ordinal);
        Assert.Equal(65, stopped.ExitCode);
        Assert.StartsWith("msmtp: the mail is not finished: it holds \"hello\"\n", stopped.ErrorText, StringComparison.Ordinal);
        Assert.Null(sink.TakeMail());
    }

    async Task<string> MakeAsync(string kind)
    {
        await Registry.RequireAsync(Token);
        // A name that is no identifier, and whose last part hides a type of the contracts.
        var name = $"Acme.My-{kind}.Secret";
        await stranger.DotnetAsync(stranger.Work("."), "new", "install", $"Msmtp.Templates@{stranger.Version}", "--force");
        await stranger.DotnetAsync(stranger.Work("."), "new", "msmtp-plugin", "--kind", kind, "-n", name);

        var tested = await stranger.DotnetAsync(stranger.Work(name), "test");

        Assert.Contains("Test run summary: Passed!", tested, StringComparison.Ordinal);
        Assert.Matches(@"succeeded: [1-9]\d+", tested);
        stranger.Install(Path.Combine(stranger.Work(name), name, "bin", "Debug", "net10.0"), name);
        return name;
    }

    async Task SendAsync(string plugin, ScriptedServer server, params IReadOnlyList<string> lines)
    {
        var sent = await stranger.SendAsync(Msmtprc(plugin, server.Port, lines));

        await server.FinishAsync();
        Assert.True(sent.ExitCode == 0, sent.ToString());
        var message = Encoding.UTF8.GetString(Assert.Single(server.Messages));
        Assert.EndsWith("Subject: hello\r\n\r\nhello\r\n", message, StringComparison.Ordinal);
    }

    static string Msmtprc(string plugin, int port, params IReadOnlyList<string> lines) =>
        $"plugin {plugin}\naccount default\nhost 127.0.0.1\nport {port}\nfrom me@example.org\n{string.Join('\n', lines)}";

    static ScriptedServer Greet(string mechanism, string authentication) => ScriptedServer.Start($"""
        S: 220 ready
        C: EHLO localhost
        S: 250-localhost
        S: 250 AUTH {mechanism}
        {authentication}
        S: 235 welcome
        {Transaction}
        """);

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
