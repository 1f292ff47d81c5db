using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Parity.Cost;

/// <summary>
/// What a mail costs the native command when its token comes from a sign-in, as the share of what it costs when msmtprc has the same token as
/// the password: finding, reading and judging the sign-in is next to nothing beside TLS.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class TokenCostTests : IDisposable
{
    const double Allowed = 1.02;

    // As long as Google's; in msmtprc it has to fit into a line.
    static readonly string AccessToken = string.Concat(Enumerable.Repeat("Token012", 27));

    readonly TempDirectory home = new();
    readonly TestCertificates certificates = new();
    readonly TcpListener provider = new(IPAddress.Loopback, 0);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_valid_sign_in_costs_next_to_nothing_asks_nobody_and_locks_nothing()
    {
        Callgrind.Require();
        Assert.SkipUnless(File.Exists(TestPaths.NativeCommand), $"{TestPaths.NativeCommand} is not built: run build.sh");
        provider.Start();
        Keep(TimeProvider.System.GetUtcNow());

        var password = await CountAsync($"password {AccessToken}");
        var signIn = await CountAsync(OAuth);

        Assert.False(provider.Pending(), "the provider was asked");
        Assert.Empty(Directory.GetFiles(home.File("state/msmtp/oauth"), "*.lock"));
        Assert.True(signIn < Allowed * password, $"{signIn:0} instructions, {password:0} with the token as the password: {signIn / password:P2}");
    }

    public void Dispose()
    {
        provider.Dispose();
        certificates.Dispose();
        home.Dispose();
    }

    string Issuer => $"https://127.0.0.1:{((IPEndPoint)provider.LocalEndpoint).Port}";

    string OAuth => $"oauth {Issuer}\noauth_client_id client\noauth_scope mail";

    // As msmtp --authorize leaves it.
    void Keep(DateTimeOffset now)
    {
        var folder = Directory.CreateDirectory(
            home.File("state/msmtp/oauth"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        var file = Path.Combine(folder, $"oauth@{Issuer.Replace(":", "%3A").Replace("/", "%2F")}@me%40example.org.secret");
        File.WriteAllText(file, $$"""
            {"version":1,"user":"me@example.org","client_id":"client","scope":"mail","token_endpoint":"{{Issuer}}/token",
            "refresh_token":"refresh","access_token":"{{AccessToken}}",
            "expires_at":{{now.AddHours(1).ToUnixTimeSeconds()}},"signed_in_at":{{now.AddHours(-1).ToUnixTimeSeconds()}}}
            """);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    async Task<double> CountAsync(string login)
    {
        var response = Convert.ToBase64String(Encoding.ASCII.GetBytes($"user=me@example.org\x01" + $"auth=Bearer {AccessToken}\x01\x01"));
        var count = 0.0;
        await Transcript.PlayAsync(
            $"""
            --- tls ---
            S: 220 ready
            C: EHLO localhost
            S: 250-mail.example.org
            S: 250 AUTH XOAUTH2
            C: AUTH XOAUTH2
            S: 334 \x20
            C: {response}
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
            S: 221 bye
            """,
            async server => count = await Callgrind.CountAsync(Send(((IPEndPoint)server).Port, login), Token),
            new ScriptOptions { Certificate = certificates.Good, Timeout = TimeSpan.FromMinutes(1) });
        return count;
    }

    CommandRunner Send(int port, string login) => new(TestPaths.NativeCommand)
    {
        Arguments = ["-C", Msmtprc(port, login), "you@example.net"],
        // Nothing of whoever runs this: each variable costs.
        InheritsEnvironment = false,
        Environment = new Dictionary<string, string>
        {
            ["HOME"] = home.Path,
            ["PATH"] = "/usr/bin:/bin",
            ["TZ"] = "UTC",
            ["XDG_STATE_HOME"] = home.File("state"),
        },
        Input = "From: me@example.org\nTo: you@example.net\nSubject: hello\n\nA line.\n"u8.ToArray(),
    };

    string Msmtprc(int port, string login)
    {
        var file = home.Write("msmtprc", $"""
            defaults
            tls on
            tls_starttls off
            tls_trust_file {certificates.AuthorityFile}
            account default
            host 127.0.0.1
            port {port}
            from me@example.org
            auth xoauth2
            user me@example.org
            {login}

            """);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}
