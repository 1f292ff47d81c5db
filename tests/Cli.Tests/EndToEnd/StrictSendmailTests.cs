using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.RegularExpressions;
using Msmtp.Server;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>
/// <c>sendmail_options strict</c>: programs that strangers can talk to call sendmail, here as www-data, and strangers have written the command
/// line. docs/strict.md has what each attack would have done.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class StrictSendmailTests : EndToEndTest
{
    const string Refusal = "the administrator of this system allows sendmail's own options only";

    // Where an attack leaves its traces. $L is this folder, $E a server of the attacker's, $C his msmtprc; blanks separate words, _ is a blank.
    static readonly string[] Attacks =
    [
        // Commands.
        "--passwordeval=touch_$L/1 $To", "--passwordeval touch_$L/1 $To", "$To --passwordeval=touch_$L/1",
        "-t --passwordeva=touch_$L/1", "-i --passwordeval=touch_$L/1 -- $To", "-fme@example.org --passwordeval=touch_$L/1 $To",
        "--setting=passwordeval=touch_$L/1 $To", "--setting passwordeval=touch_$L/1 $To", "--sett=passwordeval=touch_$L/1 $To",
        "--credential-helper=!touch_$L/2 $To", "--credential-helper !touch_$L/2 $To", "--setting=credential_helper=!touch_$L/2 $To",
        "--tls-key-passwordeval=touch_$L/2 $To", "--setting=tls_key_passwordeval=touch_$L/2 $To",
        "--setting=proxy_passwordeval=touch_$L/2 $To",
        // Files of configuration.
        "-C $C $To", "-C$C $To", "-tC $C", "-tiC$C", "$To -C $C", "-i $To -C$C", "-f me@example.org -C $C $To", "--file=$C $To",
        "--file $C $To", "--fil=$C $To", "-C/etc/passwd $To", "-C /etc/passwd $To", "-C /etc/shadow $To", "-tC/etc/passwd",
        "--file=/etc/passwd $To",
        // Logs.
        "-X $L/3.php $To", "-X$L/3.php $To", "-tX$L/3.php", "-f<?php_system($_GET[0]);?>@x -X$L/3.php $To",
        "-X $L/3.php -f x@y $To", "-F<?php_system($_GET[0]);?> -X$L/3.php $To", "-oQ/tmp -X$L/3.php $To",
        "-OQueueDirectory=/tmp -X$L/3.php $To", "-O QueueDirectory=$L -X $L/3.php $To", "--logfile=$L/3.php $To",
        "--logfile $L/3.php $To", "--setting=logfile=$L/3.php $To", "--setting=logfile=- $To", "--syslog=on $To",
        // Hosts and accounts.
        "--host=127.0.0.1 --port=$E $To", "--port=$E $To", "-adefault --port=$E $To", "-a default --port=$E $To", "-a other $To",
        "-aother $To", "--account=other $To", "$To --port=$E", "--setting=port=$E $To", "--socket=$L/s $To",
        "--proxy-host=127.0.0.1 --proxy-port=$E $To", "--tls-trust-file=$C $To", "--tls-certcheck=off $To", "--tls=off $To",
        "--auth=off $To", "--source-ip=127.0.0.2 $To", "--protocol=lmtp $To",
        // Dialogues and secrets.
        "--debug $To", "--debug-secrets $To", "-v --debug-secrets $To", "--debug=0.1", "-P $To", "--pretend $To", "-S",
        "--serverinfo", "--rmqs=x", "--help", "--version",
        // Plugins, queues and modes.
        "--plugin=x $To", "--plugin x $To", "--plugin=$L/x $To", "--plugins", "--doctor", "--configure=me@example.org",
        "--authorize", "--dkim-keygen=$L/4", "--queue=always $To", "--setting=queue_dir=$L/q --queue=always $To", "--queue-run",
        "--queue-run=stay", "--queue-list", "--queue-delete=all", "--queue-key=x $To", "--aliases=/etc/passwd $To",
        "--read-envelope-from $To", "--local-domain=example.com $To", "--alias-domains=this_host $To", "--keep-from-name $To",
        "--set-sender-header=on $To", "-bd", "-bD", "-bt", "-q1m", "-q15m", "-qf1s", "-M x $To", "-D $L/5 $To", "-p x $To", "-x $To",
        "-é $To", "-bs -t", "-bs $To",
    ];

    readonly MailSink attackers = MailSink.Start();

    string Loot => Home.File("loot");

    [Theory, EachFlavour]
    public async Task What_is_not_sendmails_own_is_refused_in_one_line_and_nothing_is_done(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var system = Installed(flavour, sink.Port, "auth off", $"account other", "host 127.0.0.1", $"port {attackers.Port}", "from o@example.org");
        var wrong = new List<string>();
        foreach (var attack in Attacks)
        {
            var result = await RunAsync(system, "sendmail", Words(attack));
            if ((result.ExitCode, result.OutputText) != (64, "") || !OneLine().IsMatch(result.ErrorText))
                wrong.Add($"{attack}: {result}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(Directory.GetFileSystemEntries(Loot));
        Assert.Empty(sink.Commands);
        Assert.Empty(attackers.Commands);
    }

    // Behind "--" there are recipients, and no argument is split at a blank.
    [Theory]
    [InlineData("-- -X$L/1")]
    [InlineData("-t -- $To --passwordeval=touch_$L/1")]
    [InlineData("-f x@example.org_-X$L/1 $To")]
    [InlineData("-f x@example.org_--passwordeval=touch_$L/1 $To")]
    [InlineData("-F x_-X$L/1 -i $To")]
    [InlineData("-fme@example.org -oQ$L -OQueueDirectory=$L -oA/etc/passwd -oX$L/1 -L$L/1 -h $L/1 $To")]
    public async Task What_stands_in_an_argument_is_an_argument(string line)
    {
        await using var sink = MailSink.Start();

        var result = await RunAsync(Installed(Flavour.Native, sink.Port), "sendmail", Words(line));

        Assert.True(result.ExitCode is 0 or 65, result.ToString());
        Assert.Empty(Directory.GetFileSystemEntries(Loot));
        Assert.Empty(attackers.Commands);
    }

    [Theory]
    [InlineData("mailq")]
    [InlineData("newaliases")]
    public async Task The_other_names_are_as_strict(string name)
    {
        await using var sink = MailSink.Start();
        var system = Installed(Flavour.Native, sink.Port);

        var refused = await RunAsync(system, name, ["-C", Home.File("attackers")]);
        var taken = await RunAsync(system, name, ["-v"]);

        Assert.Equal((64, $"{name}: -C is refused: {Refusal}\n"), (refused.ExitCode, refused.ErrorText));
        Assert.Equal((0, ""), (taken.ExitCode, taken.ErrorText));
    }

    [Theory, EachFlavour]
    public async Task The_callers_home_and_environment_do_not_count(Flavour flavour)
    {
        await using var sink = MailSink.Start(
            static options => options with { RequireTlsForAuth = false, CredentialsCheck = new PasswordTable("me", "secret").CheckAsync });
        var system = Installed(flavour, sink.Port, "auth plain", "user me", "passwordeval env >&2; echo secret");
        var hostile = $"host 127.0.0.1\nport {attackers.Port}\nfrom evil@example.com\n";
        foreach (var (name, text) in ((string, string)[])
            [(".msmtprc", hostile), ("config/msmtp/config", hostile), (".netrc", "default login evil password evil\n"), ("bin/env", $"#!/bin/sh\ntouch {Loot}/env\n")])
            File.SetUnixFileMode(Home.Write(name, text), (UnixFileMode)0b111_101_101);
        string[] own =
        [
            "EMAIL", "SMTPSERVER", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "NETRC", "MSMTP_PLUGIN_PATH",
            "MSMTP_SPOOL_FAULT", "USER", "LOGNAME", "HOSTNAME", "TMPDIR", "KRB5_CONFIG", "KRB5CCNAME", "SSL_CERT_FILE", "SSL_CERT_DIR", "OPENSSL_CONF",
            "http_proxy", "ALL_PROXY", "HOSTALIASES", "LOCALDOMAIN", "RES_OPTIONS", "DBUS_SESSION_BUS_ADDRESS", "CREDENTIALS_DIRECTORY",
            "STATE_DIRECTORY", "LISTEN_FDS", "IFS", "ENV", "BASH_ENV", "POSIXLY_CORRECT",
        ];
        var hostileEnvironment = new CommandRunner("/usr/bin/env")
        {
            Arguments =
            [
                .. own.Select(name => $"{name}={Home.Path}"), $"XDG_CONFIG_HOME={Home.File("config")}", $"PATH={Home.File("bin")}:/usr/bin:/bin", $"TZ=:{Home.File("zone")}",
                system.Program("sendmail"), "you@example.net",
            ],
            Environment = EnvironmentWith(),
            Input = Encoding.ASCII.GetBytes(Mail),
        };

        var result = await system.Around(hostileEnvironment).RunAsync(Token);
        var mail = sink.TakeMail();

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("me@example.org", mail?.Envelope.Sender);
        var seen = result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => !line.StartsWith("PWD=", StringComparison.Ordinal));
        Assert.Equal(["HOME=/nonexistent", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], seen.Order());
        Assert.Empty(Directory.GetFileSystemEntries(Loot));
        Assert.Empty(attackers.Commands);
    }

    [Theory, EachFlavour]
    public async Task No_dialogue_is_shown(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var system = Installed(flavour, sink.Port);

        var sent = await RunAsync(system, "sendmail", ["-v", "-d", "-d99.100", "you@example.net"]);
        var session = await (Wrapped(system, "sendmail", ["-v", "-d", "-bs"]) with { Input = "EHLO me\r\nQUIT\r\n"u8.ToArray() }).RunAsync(Token);

        Assert.Equal((0, "", ""), (sent.ExitCode, sent.OutputText, sent.ErrorText));
        Assert.NotNull(sink.TakeMail());
        Assert.Equal((0, ""), (session.ExitCode, session.ErrorText));
        Assert.StartsWith("220 ", session.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bogus hidden")]
    [InlineData("tls hidden")]
    [InlineData("account a : hidden")]
    [InlineData("plugin hidden")]
    [InlineData("eval echo hidden >&2; false # hidden")]
    [InlineData("eval echo bogus hidden")]
    [InlineData("user \"hidden")]
    [InlineData("failover hidden")]
    public async Task Of_a_wrong_line_only_the_number_is_told(string line)
    {
        await using var sink = MailSink.Start();
        var system = Installed(Flavour.Native, sink.Port, line);

        var result = await RunAsync(system, "sendmail", ["you@example.net"]);

        Assert.Contains(result.ExitCode, (int[])[74, 78]);
        Assert.EndsWith("sendmail: /etc/msmtprc: line 5 cannot be used\n", result.ErrorText, StringComparison.Ordinal);
        Assert.True(line.Contains(">&2", StringComparison.Ordinal) || !result.ErrorText.Contains("hidden", StringComparison.Ordinal), result.ErrorText);
        Assert.Empty(sink.Commands);
    }

    [Fact]
    public async Task What_an_account_says_about_its_sender_holds()
    {
        await using var sink = MailSink.Start();
        var system = Installed(Flavour.Native, sink.Port, "allow_from_override off", "set_from_header on");

        var result = await (Wrapped(system, "sendmail", ["-t", "-fevil@example.com", "-FEvil"]) with
        {
            Input = "From: evil@example.com\nTo: you@example.net\n\nx\n"u8.ToArray(),
        }).RunAsync(Token);
        var mail = sink.TakeMail();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("me@example.org", mail?.Envelope.Sender);
        Assert.DoesNotContain("evil@", mail?.Text ?? "evil@", StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_file_that_the_caller_cannot_read_is_strict_and_its_mail_goes_to_the_service(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var system = Installed(flavour, attackers.Port);
        system.Write($"host 127.0.0.1\nport {attackers.Port}\n", isReadable: false);
        using var service = await ServiceAsync(sink.Port);
        var before = $"mount -t tmpfs none /run && mkdir /run/msmtp && ln -s {Home.File("submit")} /run/msmtp/submit";

        var refused = await RunAsync(system, "sendmail", ["--host=127.0.0.1", $"--port={attackers.Port}", "-f", "x@y", "you@example.net"]);
        var lost = await RunAsync(system, "sendmail", ["you@example.net"]);
        var sent = await system.Around(Plain(system, "sendmail", ["-t", "you@example.net"]), before: before).RunAsync(Token);
        var mail = await sink.NextMailAsync(Token);
        var listed = await system.Around(Plain(system, "mailq", []), before: before).RunAsync(Token);

        Assert.Equal(64, refused.ExitCode);
        Assert.Equal(
            (78, "sendmail: account default not found: no configuration file available\n"
                + "sendmail: /etc/msmtprc: Permission denied; nor is there a service at /run/msmtp/submit\n"),
            (lost.ExitCode, lost.ErrorText));
        Assert.Equal((0, "", ""), (sent.ExitCode, sent.OutputText, sent.ErrorText));
        Assert.Contains($"(uid {InstalledSystem.Stranger})", mail.Text, StringComparison.Ordinal);
        Assert.Equal(0, listed.ExitCode);
        Assert.Empty(attackers.Commands);
    }

    // The file of the package, but for the place of the socket.
    [Theory, EachFlavour]
    public async Task Two_lines_and_the_service_are_enough(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var system = Installed(flavour, attackers.Port);
        var packaged = await File.ReadAllTextAsync(Path.Combine(TestPaths.Root, "packaging", "etc", "msmtprc"), Token);
        Assert.Contains("/run/msmtp/submit", packaged, StringComparison.Ordinal);
        system.Write(packaged.Replace("/run/msmtp/submit", Home.File("submit"), StringComparison.Ordinal));
        using var service = await ServiceAsync(sink.Port);

        var sent = await RunAsync(system, "sendmail", ["-t", "-i", "-fbounces@example.org", "you@example.net"]);
        var mail = await sink.NextMailAsync(Token);
        var refused = await RunAsync(system, "sendmail", ["-C", Home.File("attackers"), "you@example.net"]);
        var run = await RunAsync(system, "sendmail", ["-q"]);
        var aliases = await RunAsync(system, "newaliases", []);
        var plain = await RunAsync(system, "msmtp", ["you@example.net"]);

        Assert.Equal((0, "", ""), (sent.ExitCode, sent.OutputText, sent.ErrorText));
        Assert.Equal("bounces@example.org", mail.Envelope.Sender);
        Assert.Equal(64, refused.ExitCode);
        Assert.Equal((0, 0, 0), (run.ExitCode, aliases.ExitCode, plain.ExitCode));
        Assert.Empty(attackers.Commands);
    }

    [Fact]
    public async Task Where_there_is_no_service_a_queue_is_not_run()
    {
        await using var sink = MailSink.Start();

        var result = await RunAsync(Installed(Flavour.Native, sink.Port), "sendmail", ["-q"]);

        Assert.Equal((69, "sendmail: this is done by the service of this system, and there is none\n"), (result.ExitCode, result.ErrorText));
    }

    // Without the setting, sendmail takes what msmtp takes, and so does msmtp with it.
    [Theory]
    [InlineData("sendmail_options any", "sendmail")]
    [InlineData("", "sendmail")]
    [InlineData("sendmail_options strict", "msmtp")]
    public async Task Elsewhere_a_user_decides_himself(string line, string name)
    {
        await using var sink = MailSink.Start();
        var system = Installed(Flavour.Native, attackers.Port);
        system.Write($"{line}\nhost 127.0.0.1\nport {attackers.Port}\n");
        File.SetUnixFileMode(Home.Write(".msmtprc", $"host 127.0.0.1\nport {sink.Port}\nfrom own@example.org\n"), (UnixFileMode)0b110_100_100);

        var own = await RunAsync(system, name, ["you@example.net"]);
        var named = await RunAsync(system, name, ["--host=127.0.0.1", $"--port={sink.Port}", "--from=named@example.org", "you@example.net"]);

        Assert.Equal((0, 0), (own.ExitCode, named.ExitCode));
        Assert.Equal("own@example.org", sink.TakeMail()?.Envelope.Sender);
        Assert.Equal("named@example.org", sink.TakeMail()?.Envelope.Sender);
    }

    [Fact]
    public async Task An_eval_cannot_make_it_strict_and_does_not_seem_to()
    {
        var system = Installed(Flavour.Native, attackers.Port);
        system.Write("eval echo sendmail_options strict\nhost 127.0.0.1\n");

        var result = await RunAsync(system, "sendmail", ["you@example.net"]);

        Assert.Equal((78, "sendmail: /etc/msmtprc: line 1: command sendmail_options must not come from an eval\n"), (result.ExitCode, result.ErrorText));
    }

    InstalledSystem Installed(Flavour flavour, int port, params IReadOnlyList<string> lines)
    {
        Assert.SkipWhen(InstalledSystem.Missing is not null, InstalledSystem.Missing ?? "");
        var system = new InstalledSystem(Home, Built(flavour));
        system.Write($"sendmail_options strict\nhost 127.0.0.1\nport {port}\nfrom me@example.org\n{string.Join('\n', lines)}\n");
        Directory.CreateDirectory(Loot);
        File.SetUnixFileMode(Loot, (UnixFileMode)0b111_111_111);
        File.SetUnixFileMode(
            Home.Write("attackers", $"host 127.0.0.1\nport {attackers.Port}\nfrom evil@example.com\neval touch {Loot}/eval; echo\n"),
            (UnixFileMode)0b110_100_100);
        return system;
    }

    IReadOnlyList<string> Words(string line) => [.. line.Split(' ').Select(word => word.Replace('_', ' ')
        .Replace("$L", Loot, StringComparison.Ordinal).Replace("$C", Home.File("attackers"), StringComparison.Ordinal)
        .Replace("$E", $"{attackers.Port}", StringComparison.Ordinal).Replace("$To", "you@example.net", StringComparison.Ordinal))];

    Task<CommandResult> RunAsync(InstalledSystem system, string name, IReadOnlyList<string> arguments) => Wrapped(system, name, arguments).RunAsync(Token);

    CommandRunner Wrapped(InstalledSystem system, string name, IReadOnlyList<string> arguments) => system.Around(Plain(system, name, arguments));

    CommandRunner Plain(InstalledSystem system, string name, IReadOnlyList<string> arguments) => new(system.Program(name))
    {
        Arguments = arguments,
        InheritsEnvironment = false,
        Environment = EnvironmentWith(),
        Input = Encoding.ASCII.GetBytes(Mail),
    };

    async Task<RunningServer> ServiceAsync(int port)
    {
        var file = Home.Write("accounts", $"host 127.0.0.1\nport {port}\nfrom me@example.org\nqueue_dir {Home.File("q")}\n");
        var named = RunningServer.Named(Home, Built(Flavour.Native));
        var msmtpd = Command(Flavour.Native, $"--socket={Home.File("submit")}", $"--file={file}") with { Path = named };
        return await RunningServer.StartAsync(msmtpd, new UnixDomainSocketEndPoint(Home.File("submit")), Token);
    }

    // Nothing of what a stranger wrote is in it.
    [GeneratedRegex("^sendmail: [a-zA-Z -]+ is refused: the administrator of this system allows sendmail's own options only\n$|^sendmail: (cannot use -t|too many) [^\n]+\n$")]
    private static partial Regex OneLine();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            attackers.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }
}
