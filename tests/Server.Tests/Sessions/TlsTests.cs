using System.Security.Cryptography;
using Msmtp.TestKit;

namespace Msmtp.Server.Tests;

public sealed class TlsTests : IDisposable
{
    readonly TestCertificates certificates = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Starttls_encrypts_and_forgets_what_was_said_before()
    {
        await using var sink = StartSink(TlsMode.StartTls);
        await using var client = await RawClient.ConnectAsync(sink.Port);

        await client.PlayAsync("""
            S: 220 sink.example.org ESMTP ready
            C: EHLO client.example.org
            S: 250-sink.example.org greets client.example.org
            S: 250 STARTTLS
            C: MAIL FROM:<me@example.org>
            S: 250 sender ok
            C: STARTTLS
            S: 220 ready to start TLS
            """);
        await client.UpgradeAsync(certificates.Authority);
        await client.PlayAsync("""
            C: RCPT TO:<a@example.net>
            S: 503 MAIL first
            C: MAIL FROM:<me@example.org>
            S: 503 say hello first
            C: EHLO again.example.org
            S: 250 sink.example.org greets again.example.org
            C: STARTTLS
            S: 503 TLS is already active
            C: MAIL FROM:<me@example.org>
            C: RCPT TO:<a@example.net>
            C: DATA
            C: .
            C: QUIT
            S: 250 sender ok
            S: 250 recipient ok
            S: 354 end with <CR><LF>.<CR><LF>
            S: 250 mail accepted
            S: 221 bye
            """);

        Assert.Equal("(closed)", await client.ReadLineAsync());
        var facts = (await sink.NextMailAsync(Ct)).Envelope.Client;
        Assert.True(facts.IsEncrypted);
        Assert.Equal("again.example.org", facts.Name);
        Assert.Null(facts.CertificateSha256);
    }

    [Fact]
    public async Task Chunks_come_under_tls_from_a_client_that_has_logged_in()
    {
        await using var sink = MailSink.Start(options => options with
        {
            TlsMode = TlsMode.Implicit,
            Certificate = certificates.Good,
            CredentialsCheck = new PasswordTable("me", "secret").CheckAsync,
            RequireAuth = true,
        });
        await using var client = await RawClient.ConnectAsync(sink.Port);
        await client.UpgradeAsync(certificates.Authority);
        await client.ReadReplyAsync();
        await client.AskAsync("EHLO client.example.org");

        await client.PlayAsync("""
            C: MAIL FROM:<me@example.org>
            C: BDAT 3 LAST
            C: x
            C: AUTH PLAIN AG1lAHNlY3JldA==
            C: MAIL FROM:<me@example.org>
            C: RCPT TO:<a@example.net>
            C: BDAT 3
            C: x
            C: BDAT 3 LAST
            C: y
            S: 530 5.7.0 authentication required
            S: 503 5.5.1 MAIL first
            S: 235 2.7.0 authenticated
            S: 250 2.1.0 sender ok
            S: 250 2.1.5 recipient ok
            S: 250 2.0.0 3 octets received
            S: 250 2.0.0 mail accepted
            """);

        Assert.Equal("x\ny\n", (await sink.NextMailAsync(Ct)).Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Starttls_between_chunks_abandons_the_mail(bool speaksTls)
    {
        await using var sink = MailSink.Start(options => options with { TlsMode = TlsMode.StartTls, Certificate = certificates.Good });
        await using var client = await RawClient.GreetedAsync(sink.Port);
        await client.PlayAsync("""
            C: MAIL FROM:<me@example.org>
            C: RCPT TO:<a@example.net>
            C: BDAT 3
            C: x
            C: STARTTLS
            S: 250 2.1.0 sender ok
            S: 250 2.1.5 recipient ok
            S: 250 2.0.0 3 octets received
            S: 220 2.0.0 ready to start TLS
            """);

        if (speaksTls)
        {
            await client.UpgradeAsync(certificates.Authority);
            Assert.Equal("503 5.5.1 MAIL first", await client.AskAsync("BDAT 0 LAST"));
        }
        else
        {
            await client.SendAsync("BDAT 0 LAST\r\n");
            Assert.Equal("(closed)", await client.ReadLineOrResetAsync());
            Assert.Equal("S: 220 2.0.0 ready to start TLS", sink.Transcript.Last(static line => line.StartsWith("S: ", StringComparison.Ordinal)));
        }

        Assert.Null(sink.TakeMail());
    }

    [Fact]
    public async Task Implicit_tls_comes_before_the_greeting()
    {
        await using var sink = StartSink(TlsMode.Implicit);
        await using var client = await RawClient.ConnectAsync(sink.Port);

        await client.UpgradeAsync(certificates.Authority);

        await client.PlayAsync("""
            S: 220 sink.example.org ESMTP ready
            C: EHLO client.example.org
            S: 250 sink.example.org greets client.example.org
            """);
    }

    [Fact]
    public async Task Commands_pipelined_after_starttls_end_the_session()
    {
        await using var sink = StartSink(TlsMode.StartTls);
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.PlayAsync("""
            C: STARTTLS
            C: MAIL FROM:<thief@example.org>
            S: 554 nothing may be pipelined after STARTTLS
            """);

        Assert.Equal("(closed)", await client.ReadLineAsync());
        Assert.DoesNotContain(sink.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_speaks_no_tls_after_starttls_is_disconnected()
    {
        await using var sink = StartSink(TlsMode.StartTls);
        await using var client = await RawClient.GreetedAsync(sink.Port);
        await client.AskAsync("STARTTLS");

        await client.SendAsync("MAIL FROM:<thief@example.org>\r\nNOOP\r\n");

        while (await client.ReadLineOrResetAsync() is var line && line != "(closed)")
            Assert.DoesNotContain("250", line, StringComparison.Ordinal);

        Assert.DoesNotContain(sink.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_certificate_is_checked_and_reported()
    {
        var sha256 = certificates.Client.GetCertHashString(HashAlgorithmName.SHA256);
        await using var sink = MailSink.Start(options => options with
        {
            TlsMode = TlsMode.Implicit,
            Certificate = certificates.Good,
            ClientCertificateCheck = shown => shown.GetCertHashString(HashAlgorithmName.SHA256) == sha256,
        });
        await using var client = await RawClient.ConnectAsync(sink.Port);
        await client.UpgradeAsync(certificates.Authority, certificates.Client);

        await client.SendAsync("EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\n.\r\n");

        Assert.Equal(sha256, (await sink.NextMailAsync(Ct)).Envelope.Client.CertificateSha256);
    }

    [Fact]
    public async Task A_client_without_the_required_certificate_gets_no_session()
    {
        await using var sink = MailSink.Start(options => options with
        {
            TlsMode = TlsMode.Implicit,
            Certificate = certificates.Good,
            ClientCertificateCheck = _ => true,
        });
        await using var client = await RawClient.ConnectAsync(sink.Port);

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await client.UpgradeAsync(certificates.Authority);
            Assert.StartsWith("220", await client.ReadReplyAsync(), StringComparison.Ordinal);
        });
        Assert.DoesNotContain(sink.Transcript, line => line.StartsWith("S: 220", StringComparison.Ordinal));
    }

    [Fact]
    public void Tls_without_a_certificate_is_refused_at_the_start() =>
        Assert.Throws<ArgumentException>(() => MailSink.Start(options => options with { TlsMode = TlsMode.StartTls }));

    public void Dispose() => certificates.Dispose();

    MailSink StartSink(TlsMode mode) => MailSink.Start(options => options with
    {
        TlsMode = mode,
        Certificate = certificates.Good,
        Extensions = SmtpExtensions.None,
    });
}
