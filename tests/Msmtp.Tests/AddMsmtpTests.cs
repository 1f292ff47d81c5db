using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Msmtp.Hosting;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Tests;

/// <summary>The host inside an application, against a real server: STARTTLS, AUTH, asynchronous sockets.</summary>
public sealed class AddMsmtpTests : IAsyncLifetime
{
    readonly TempDirectory folder = new();
    readonly TestCertificates certificates = new();
    readonly MailSink sink;

    public AddMsmtpTests()
    {
        sink = MailSink.Start(options => options with
        {
            TlsMode = TlsMode.StartTls,
            Certificate = certificates.Good,
            CredentialsCheck = new PasswordTable("joe", "secret").CheckAsync,
            RequireAuth = true,
        });
    }

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await sink.DisposeAsync();
        certificates.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_mail_goes_out_by_the_account_of_a_msmtprc()
    {
        await using var services = Services(Configuration("secret"));
        var mailer = services.GetRequiredService<IMailer>();

        var result = await mailer.SendAsync(Request("Subject: hi\n\n.body\n"), Token);
        var mail = await sink.NextMailAsync(Token);

        Assert.True(result.IsSuccess);
        Assert.Equal(["you@example.net"], mail.Recipients);
        Assert.EndsWith("Subject: hi\n\n.body\n", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_mails_go_out_at_once()
    {
        await using var services = Services(Configuration("secret"));
        var mailer = services.GetRequiredService<IMailer>();

        var reports = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => mailer.SendAsync(Request($"Subject: {number}\n\n"), Token).AsTask()));

        Assert.All(reports, report => Assert.True(report.IsSuccess));
        var subjects = new List<string>();
        while (subjects.Count < reports.Length)
            subjects.Add((await sink.NextMailAsync(Token)).Text.Split('\n').Single(line => line.StartsWith("Subject:", StringComparison.Ordinal)));
        Assert.Equal(20, subjects.Distinct().Count());
    }

    [Fact]
    public async Task A_wrong_password_is_told_with_the_servers_reply_and_without_the_password()
    {
        await using var services = Services(Configuration("hunter2"));

        var e = await Assert.ThrowsAsync<MailException>(() => services.GetRequiredService<IMailer>().SendAsync(Request("\n"), Token).AsTask());

        Assert.Equal((ExitCode.NoPerm, DeliveryStage.Auth, 535), (e.ExitCode, e.Stage, e.Reply!.Code));
        Assert.DoesNotContain("hunter2", e.ToString(), StringComparison.Ordinal);
        Assert.Null(sink.TakeMail());
    }

    static ServiceProvider Services(string configuration) =>
        new ServiceCollection().AddMsmtp(mail => mail.UseConfiguration(configuration)).BuildServiceProvider();

    static MailRequest Request(string message) =>
        new() { Message = new MemoryStream(Encoding.ASCII.GetBytes(message)), To = ["you@example.net"] };

    string Configuration(string password)
    {
        var path = folder.Write("msmtprc", string.Create(CultureInfo.InvariantCulture, $"""
            account default
            host localhost
            port {sink.Port}
            from me@example.org
            tls on
            tls_trust_file {certificates.AuthorityFile}
            auth on
            user joe
            password {password}

            """));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
