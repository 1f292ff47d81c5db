using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Tests;

/// <summary>samples/WebApp as a process of its own, between an HTTP client and a real mail server.</summary>
public sealed class WebAppTests : IAsyncLifetime
{
    readonly TestCertificates certificates = new();
    readonly MailSink sink;
    readonly HttpClient http = new();
    Process? app;

    public WebAppTests()
    {
        sink = MailSink.Start(
            options => options with
            {
                TlsMode = TlsMode.StartTls,
                Certificate = certificates.Good,
                CredentialsCheck = new PasswordTable("webapp", "secret").CheckAsync,
                RequireAuth = true,
            },
            new SinkAnswers { Recipient = static recipient => recipient.Address == "no@example.net" ? new SmtpReply(550, "5.1.1", "no such user") : null });
    }

    public async ValueTask InitializeAsync() => http.BaseAddress = new Uri(await StartAsync());

    public async ValueTask DisposeAsync()
    {
        app?.Kill();
        app?.Dispose();
        http.Dispose();
        await sink.DisposeAsync();
        certificates.Dispose();
    }

    [Fact]
    public async Task A_message_goes_from_HTTP_to_SMTP()
    {
        using var response = await PostAsync("you@example.net");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var mail = await sink.NextMailAsync(Token);
        Assert.Equal(("webapp@example.org", "webapp", true), (mail.Envelope.Sender, mail.Envelope.Client.UserName, mail.Envelope.Client.IsEncrypted));
        Assert.Contains("Subject: Hello", mail.Text, StringComparison.Ordinal);
        Assert.EndsWith("\n\nHow are you?\n", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_recipient_is_answered_for()
    {
        using var some = await PostAsync("you@example.net", "no@example.net");
        using var none = await PostAsync("no@example.net");

        Assert.Equal((HttpStatusCode.MultiStatus, HttpStatusCode.UnprocessableEntity), (some.StatusCode, none.StatusCode));
        var outcome = await some.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal("PartlySent", outcome.GetProperty("outcome").GetString());
        Assert.Equal(
            ["you@example.net Sent", "no@example.net Refused"],
            outcome.GetProperty("recipients").EnumerateArray().Select(static each => $"{each.GetProperty("address")} {each.GetProperty("outcome")}"));
    }

    [Fact]
    public async Task Its_health_is_the_servers()
    {
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri("/health", UriKind.Relative), Token));

        await sink.DisposeAsync();

        using var health = await http.GetAsync(new Uri("/health", UriKind.Relative), Token);
        using var response = await PostAsync("you@example.net");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (health.StatusCode, response.StatusCode));
    }

    Task<HttpResponseMessage> PostAsync(params string[] to) =>
        http.PostAsJsonAsync(new Uri("/messages", UriKind.Relative), new { to, subject = "Hello", text = "How are you?" }, Token);

    async Task<string> StartAsync()
    {
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var folder = Path.Combine(TestPaths.Root, "samples", "WebApp");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "bin", configuration, "net10.0", "Msmtp.WebApp.dll"), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        foreach (var (command, argument) in new[]
        {
            ("port", sink.Port.ToString(CultureInfo.InvariantCulture)), ("tls_trust_file", certificates.AuthorityFile), ("passwordeval", "echo secret"),
        })
            start.Environment["Msmtp__Accounts__default__" + command] = argument;
        app = Process.Start(start)!;
        const string Listening = "Now listening on: ";
        while (await app.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = app.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return line[(at + Listening.Length)..];
            }
        }
        throw new InvalidOperationException("the sample did not start");
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
