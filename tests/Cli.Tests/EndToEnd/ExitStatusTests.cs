using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Runtime.Versioning;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>What goes wrong, how it is told, and the exit status that says so to a program.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ExitStatusTests : EndToEndTest
{
    [Theory, EachFlavour]
    public async Task No_recipients(Flavour flavour)
    {
        var result = await SendAsync(flavour, Server(25));

        AssertFailed(result, 64, "msmtp: no recipients found\n");
    }

    [Fact]
    public async Task No_recipients_comes_before_what_is_wrong_in_msmtprc()
    {
        var result = await SendAsync(Flavour.Native, "-C", Home.Write("msmtprc", "bogus\n"));

        AssertFailed(result, 64, "msmtp: no recipients found\n");
    }

    [Fact]
    public async Task An_account_that_is_not_there()
    {
        var file = Msmtprc(25);

        var result = await SendAsync(Flavour.Native, "-C", file, "-a", "work", "you@example.net");

        Assert.Equal(78, result.ExitCode);
        // A machine may have a system-wide file, which is named, too.
        Assert.Matches($"^msmtp: account work not found in (/etc/msmtprc and )?{file}\n$", result.ErrorText);
    }

    [Fact]
    public async Task A_host_that_nobody_knows()
    {
        // A label of more than 63 octets is refused without asking anybody (RFC 1035 §2.3.4).
        var host = new string('x', 64) + ".example.org";

        var result = await SendAsync(Flavour.Native, $"--host={host}", "--from=me@example.org", "you@example.net");

        Assert.Equal(68, result.ExitCode);
        Assert.StartsWith($"msmtp: cannot locate host {host}: ", result.ErrorText, StringComparison.Ordinal);
        Assert.EndsWith("\nmsmtp: could not send mail\n", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_connection_that_is_refused(Flavour flavour)
    {
        // Bound and not listening: the port is nobody else's, and refuses.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;

        var result = await SendAsync(flavour, [.. Server(port), "you@example.net"]);

        AssertFailed(result, 75, $"msmtp: cannot connect to 127.0.0.1, port {port}: Connection refused\nmsmtp: could not send mail\n");
    }

    [Theory]
    [InlineData("bogus on", "unknown command bogus")]
    [InlineData("port", "command port needs an argument")]
    [InlineData("port 65536", "invalid argument 65536 for command port")]
    [InlineData("account other : nobody", "account nobody not (yet) defined")]
    public async Task What_is_wrong_in_msmtprc_is_told_with_file_and_line(string line, string complaint)
    {
        var file = Home.Write("msmtprc", $"# a comment\n\nhost localhost\n{line}\n");

        var result = await SendAsync(Flavour.Native, "-C", file, "you@example.net");

        AssertFailed(result, 78, $"msmtp: {file}: line 4: {complaint}\n");
    }

    [Fact]
    public async Task An_msmtprc_that_is_not_there()
    {
        var file = Home.File("missing");

        var result = await SendAsync(Flavour.Native, "-C", file, "you@example.net");

        AssertFailed(result, 74, $"msmtp: {file}: No such file or directory\n");
    }

    [Fact]
    public async Task An_msmtprc_without_a_name()
    {
        var result = await SendAsync(Flavour.Native, "--file=", "you@example.net");

        AssertFailed(result, 74, "msmtp: : No such file or directory\n");
    }

    [Fact]
    public async Task An_account_without_a_host()
    {
        var file = Home.Write("msmtprc", "account default\nfrom me@example.org\n");

        var result = await SendAsync(Flavour.Native, "-C", file, "you@example.net");

        AssertFailed(result, 78, $"msmtp: account default from {file}: host not set\n");
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_command_that_prints_no_password(string command)
    {
        var file = Msmtprc(25, "auth plain", "user me", $"passwordeval {command}");

        var result = await SendAsync(Flavour.Native, "-C", file, "you@example.net");

        AssertFailed(result, 78, $"msmtp: cannot read output of '{command}'\n");
    }

    [Fact]
    public async Task A_password_command_cannot_take_a_piece_of_the_mail()
    {
        await using var sink = MailSink.Start(static options => options with
        {
            RequireTlsForAuth = false,
            CredentialsCheck = new PasswordTable("me", "secret").CheckAsync,
        });
        var file = Msmtprc(sink.Port, "auth plain", "user me", "passwordeval cat; echo secret");
        var mail = Mail + new string('x', 1_000_000) + "\n";

        var result = await SendTextAsync(Flavour.Native, mail, "-C", file, "you@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(mail, sink.TakeMail()?.Text);
    }

    [Theory]
    [InlineData("rw-r-----", "password", "must have no more than user read/write permissions")]
    [InlineData("rwx------", "password", "must have no more than user read/write permissions")]
    [InlineData("rw-r-----", "proxy_password", "must have no more than user read/write permissions")]
    public async Task A_password_that_others_may_read(string mode, string command, string rule)
    {
        var file = Msmtprc(25, command + " secret");
        await OrdinaryUser.GiveAsync(file, Token);
        File.SetUnixFileMode(file, Mode(mode));

        var result = await new OrdinaryUser(Home).RunAsync(Command(Flavour.Native, "-C", file, "you@example.net"), Token);

        AssertFailed(result, 78, $"msmtp: {file}: contains secrets and therefore {rule}\n");
    }

    [Theory]
    [InlineData("0", "rw-r--r--")]
    [InlineData("0", "rw-rw----")]
    [InlineData("61001", "rw-r-----")]
    public async Task A_password_in_the_file_of_somebody_else(string owner, string mode)
    {
        var file = await OthersAsync(owner, mode, 25);

        var result = await new OrdinaryUser(Home).RunAsync(Command(Flavour.Native, "-C", file, "you@example.net"), Token);

        AssertFailed(result, 78, $"msmtp: {file}: contains secrets and therefore must be owned by you\n");
    }

    [Fact]
    public async Task A_password_in_a_file_that_the_superuser_lets_ones_group_read()
    {
        await using var sink = MailSink.Start();
        var file = await OthersAsync("0", "rw-r-----", sink.Port);

        var result = await new OrdinaryUser(Home).RunAsync(
            Command(Flavour.Native, "-C", file, "you@example.net") with { Input = Encoding.UTF8.GetBytes(Mail) }, Token);

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    // Nobody's group may read it, and nobody runs the command.
    async Task<string> OthersAsync(string owner, string mode, int port)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can make a file that is somebody else's");
        var file = Msmtprc(port, "password secret");
        await new CommandRunner("/bin/chown") { Arguments = [$"{owner}:65534", file] }.RunAsync(Token);
        File.SetUnixFileMode(file, Mode(mode));
        return file;
    }

    [Fact]
    public async Task A_file_without_a_password_may_be_read_by_all()
    {
        await using var sink = MailSink.Start();
        var file = Msmtprc(sink.Port, "passwordeval echo secret");
        File.SetUnixFileMode(file, Mode("rw-r--r--"));

        var result = await new OrdinaryUser(Home).RunAsync(
            Command(Flavour.Native, "-C", file, "you@example.net") with { Input = Encoding.UTF8.GetBytes(Mail) }, Token);

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Theory]
    [InlineData("exec \"$@\" < /")]
    [InlineData("exec \"$@\" <&- >&-")]
    public async Task Standard_input_that_cannot_be_read(string script)
    {
        await using var sink = MailSink.Start();

        var result = await ShellAsync(Flavour.Native, script, [.. Server(sink.Port), "you@example.net"]);

        AssertFailed(result, 74, "msmtp: input error while reading the mail\n");
        Assert.Empty(sink.Commands);
    }

    [Fact]
    public async Task No_standard_stream_at_all()
    {
        await using var sink = MailSink.Start();

        var result = await ShellAsync(Flavour.Native, "exec \"$@\" <&- >&- 2>&-", [.. Server(sink.Port), "you@example.net"]);

        AssertFailed(result, 74, "");
        Assert.Empty(sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task Standard_input_that_is_closed(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var result = await ShellAsync(flavour, "exec \"$@\" <&-", [.. Server(sink.Port), "you@example.net"]);

        AssertFailed(result, 74, "msmtp: input error while reading the mail\n");
        Assert.Empty(sink.Commands);
    }

    [Theory]
    [InlineData(550, 65)]
    [InlineData(450, 69)]
    public async Task A_recipient_that_is_refused(int code, int exitCode)
    {
        await using var sink = MailSink.Start(
            static options => options, new SinkAnswers { Recipient = _ => new SmtpReply(code, null, "not\ttoday") });

        var result = await SendAsync(Flavour.Native, "-C", Msmtprc(sink.Port), "you@example.net");

        AssertFailed(
            result,
            exitCode,
            "msmtp: recipient address you@example.net not accepted by the server\n"
            + $"msmtp: server message: {code} not?today\n"
            + $"msmtp: could not send mail (account default from {Home.File("msmtprc")})\n");
    }

    [Theory]
    [InlineData("--bogus", "msmtp: unrecognized option '--bogus'\n")]
    [InlineData("--port=none", "msmtp: invalid argument none for --port\n")]
    [InlineData("--tls=maybe", "msmtp: invalid argument maybe for --tls\n")]
    public async Task An_option_that_is_wrong(string option, string complaint)
    {
        var result = await SendAsync(Flavour.Native, option, "you@example.net");

        Assert.Equal(64, result.ExitCode);
        // getopt_long names the program as it was called.
        Assert.EndsWith(complaint["msmtp".Length..], result.ErrorText, StringComparison.Ordinal);
    }

    static UnixFileMode Mode(string text)
    {
        var bits = 0;
        foreach (var letter in text)
            bits = bits << 1 | (letter == '-' ? 0 : 1);
        return (UnixFileMode)bits;
    }

    static void AssertFailed(CommandResult result, int exitCode, string complaint)
    {
        Assert.Equal(complaint, result.ErrorText);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Empty(result.OutputText);
    }
}
