using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// A Dovecot that takes mail from whoever has a token that an <see cref="OidcProvider"/> knows (RFC 7662), and relays it to a sink. Tokens
/// are sent within TLS only.
/// </summary>
sealed class TokenDovecot : IAsyncDisposable
{
    const string Server = "/usr/sbin/dovecot";
    const int Nobody = 65534;

    readonly TempDirectory folder = new();
    readonly TestCertificates certificates = new();
    Daemon? daemon;

    /// <summary>Why Dovecot cannot be started here; null: it can.</summary>
    public static string? Missing { get; } =
        !Environment.IsPrivilegedProcess ? "Dovecot is started by root only"
        : !File.Exists(Server) ? "Dovecot is not installed (package dovecot-core)"
        : !File.Exists("/usr/lib/dovecot/submission") ? "Dovecot has no submission (package dovecot-submissiond)"
        : null;

    /// <summary>The port of SMTP with TLS from the first octet.</summary>
    public int Port { get; } = Ports.Free(1)[0];

    /// <summary>Where what it accepts arrives.</summary>
    public MailSink Sink { get; } = MailSink.Start();

    /// <summary>Its commands of msmtprc, without <c>auth</c>.</summary>
    public string Account => $"""
        host localhost
        port {Port}
        from joe@example.org
        tls on
        tls_starttls off
        tls_trust_file {certificates.AuthorityFile}

        """;

    /// <summary>What it has logged.</summary>
    public string Log => File.Exists(folder.File("log")) ? File.ReadAllText(folder.File("log")) : "";

    /// <summary>Starts one that asks the provider; skips the test if it is not installed.</summary>
    /// <param name="provider">Who issued the tokens.</param>
    /// <param name="mechanisms">What it offers.</param>
    /// <param name="authority">PEM file of the authority that vouches for the provider; null: it is not https.</param>
    public static async Task<TokenDovecot> StartAsync(
        OidcProvider provider, string mechanisms = "oauthbearer xoauth2", string? authority = null)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var dovecot = new TokenDovecot();
        try
        {
            await dovecot.StartServerAsync(provider.Issuer, mechanisms, authority);
            return dovecot;
        }
        catch
        {
            await dovecot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns once the log says who logged in by a mechanism.</summary>
    /// <param name="user">Who.</param>
    /// <param name="mechanism">In any case.</param>
    /// <param name="from">Where to start reading.</param>
    public Task LoggedInAsync(string user, string mechanism, int from = 0) => Eventually.TrueAsync(
        $"Dovecot logged {user} and {mechanism}",
        () => Log[from..].Contains($" Login: user=<{user}>, method={mechanism},", StringComparison.OrdinalIgnoreCase),
        TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (daemon is not null)
            await daemon.DisposeAsync();
        await Sink.DisposeAsync();
        certificates.Dispose();
        folder.Dispose();
    }

    async Task StartServerAsync(string issuer, string mechanisms, string? authority)
    {
        folder.Write("dovecot.conf", Configuration(mechanisms));
        folder.Write("authority.pem", authority is null ? "" : File.ReadAllText(authority));
        folder.Write("oauth2.conf", OAuth2(issuer) + (authority is null ? "" : $"tls_ca_cert_file = {folder.File("authority.pem")}\n"));
        var prepare = new CommandRunner("/bin/sh")
        {
            Arguments =
            [
                "-c",
                "chmod 755 . && chmod 644 oauth2.conf authority.pem && install -d run state && "
                    + $"install -d -o {Nobody} -g {Nobody} mail",
            ],
            WorkingDirectory = folder.Path,
        };
        var prepared = await prepare.RunAsync(CancellationToken.None);
        Assert.True(prepared.ExitCode == 0, $"Dovecot cannot be prepared: {prepared}");
        daemon = await Daemon.StartAsync(
            new CommandRunner(Server) { Arguments = ["-F", "-c", folder.File("dovecot.conf")], WorkingDirectory = folder.Path },
            () => Ports.IsOpen(Port));
    }

    // Neither failures nor many connections of one user are slowed down or refused: a test has a reason for each.
    string Configuration(string mechanisms) => $$"""
        base_dir = {{folder.Path}}/run
        state_dir = {{folder.Path}}/state
        log_path = {{folder.Path}}/log
        auth_verbose = yes
        protocols = submission
        listen = 127.0.0.1
        hostname = localhost
        ssl = required
        ssl_cert = <{{certificates.CertificateFile(certificates.Good)}}
        ssl_key = <{{certificates.KeyFile(certificates.Good)}}
        auth_failure_delay = 0
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        mail_max_userip_connections = 100
        auth_mechanisms = {{mechanisms}}
        passdb {
          driver = oauth2
          mechanisms = oauthbearer xoauth2
          args = {{folder.Path}}/oauth2.conf
        }
        userdb {
          driver = static
          args = uid={{Nobody}} gid={{Nobody}} home={{folder.Path}}/mail/%n allow_all_users=yes
        }
        first_valid_uid = {{Nobody}}
        first_valid_gid = {{Nobody}}
        mail_location = maildir:~/Maildir
        service submission-login {
          inet_listener submission {
            port = 0
          }
          inet_listener submissions {
            port = {{Port}}
            ssl = yes
          }
        }
        submission_relay_host = 127.0.0.1
        submission_relay_port = {{Sink.Port}}

        """;

    static string OAuth2(string issuer) => $"""
        introspection_mode = post
        introspection_url = {issuer}/token/introspection
        client_id = app
        client_secret = app-secret
        username_attribute = sub
        active_attribute = active
        active_value = true
        scope = {OidcProvider.MailScope}

        """;
}
