using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>The command under the name msmtpd.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MsmtpdTests : EndToEndTest
{
    const string Hello = "EHLO me\r\n";
    const string WireMail = "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net>\r\nRCPT TO:<c@example.net>\r\nDATA\r\nSubject: x\r\n\r\n..dot\r\nend\r\n.\r\n";

    EndPoint Socket => new UnixDomainSocketEndPoint(Home.File("socket"));

    // What it was given, in files of the home directory.
    string Keeping => $"sh -c 'cat >{Home.File("mail")}; echo \"$@\" >{Home.File("words")}' sh -f %F --";

    [Theory, EachFlavour]
    public async Task A_mail_is_piped_to_the_command_with_sender_and_recipients(Flavour flavour)
    {
        var result = await InetdAsync(flavour, Hello + WireMail + "QUIT\r\n", $"--command={Keeping}");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Equal(["220", "250", "250", "250", "250", "354", "250", "221"], Codes(result.OutputText));
        Assert.Equal("-f a@example.org -- b@example.net c@example.net\n", File.ReadAllText(Home.File("words")));
        var mail = File.ReadAllText(Home.File("mail"));
        Assert.StartsWith("Received: from me (local)\n\tby localhost (msmtpd) with ESMTP;\n\t", mail, StringComparison.Ordinal);
        Assert.EndsWith("\nSubject: x\n\n.dot\nend\n", mail, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_log_that_cannot_be_written_is_told_and_stops_no_mail(Flavour flavour)
    {
        var log = Home.File("nowhere/log");

        var result = await InetdAsync(flavour, Hello + WireMail + "QUIT\r\n", $"--command={Keeping}", $"--log={log}");

        Assert.Equal((0, $"msmtpd: cannot write the log {log}: No such file or directory\n"), (result.ExitCode, result.ErrorText));
        Assert.Equal(["220", "250", "250", "250", "250", "354", "250", "221"], Codes(result.OutputText));
    }

    [Theory]
    [InlineData(0, "250")]
    [InlineData(1, "554")]
    [InlineData(65, "554")]
    [InlineData(68, "451")]
    [InlineData(69, "451")]
    [InlineData(71, "451")]
    [InlineData(74, "554")]
    [InlineData(75, "451")]
    [InlineData(78, "554")]
    public async Task The_exit_status_decides_about_the_reply(int status, string reply)
    {
        var result = await InetdAsync(Flavour.Native, Hello + WireMail + "QUIT\r\n", $"--command=cat >/dev/null; exit {status}; :");

        Assert.Equal(["354", reply, "221"], Codes(result.OutputText)[^3..]);
    }

    [Fact]
    public async Task A_command_that_is_killed_is_no_fault_of_the_mail()
    {
        var result = await InetdAsync(Flavour.Native, Hello + WireMail + "QUIT\r\n", "--command=kill -9 $$; :");

        Assert.Equal(["354", "451", "221"], Codes(result.OutputText)[^3..]);
    }

    [Theory, EachFlavour]
    public async Task A_mail_that_is_cut_off_never_reaches_the_command(Flavour flavour)
    {
        await InetdAsync(flavour, Hello + WireMail[..^3], $"--command={Keeping}");

        Assert.False(File.Exists(Home.File("mail")));
    }

    [Fact]
    public async Task A_mail_that_the_client_takes_back_never_reaches_it_either()
    {
        var begun = WireMail[..WireMail.IndexOf("DATA", StringComparison.Ordinal)];

        var result = await InetdAsync(Flavour.Native, Hello + begun + "RSET\r\n" + begun + "QUIT\r\n", $"--command={Keeping}");

        Assert.Equal(["250", "250", "250", "250", "250", "250", "250", "221"], Codes(result.OutputText)[^8..]);
        Assert.False(File.Exists(Home.File("mail")));
    }

    [Fact]
    public async Task What_the_command_prints_does_not_get_into_the_dialogue()
    {
        var result = await InetdAsync(Flavour.Native, Hello + WireMail + "QUIT\r\n", "--command=cat; echo 250 hello; :");

        Assert.Equal(["354", "250", "221"], Codes(result.OutputText)[^3..]);
        Assert.DoesNotContain("hello", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_need_not_read_its_mail()
    {
        var mail = WireMail.Replace("end", new string('x', 500) + string.Concat(Enumerable.Repeat("\r\n" + new string('y', 500), 1000)), StringComparison.Ordinal);

        var result = await InetdAsync(Flavour.Native, Hello + mail + "QUIT\r\n", "--command=exit 0; :");

        Assert.Equal(["354", "250", "221"], Codes(result.OutputText)[^3..]);
    }

    [Theory]
    [InlineData("MAIL FROM:<$(id)@x>")]
    [InlineData("MAIL FROM:<-oQ@x>")]
    [InlineData("MAIL FROM:<a@x>\r\nRCPT TO:<b'c@x>")]
    [InlineData("MAIL FROM:<a@x>\r\nRCPT TO:<-t@x>")]
    public async Task No_address_can_be_more_than_an_address_to_the_shell(string lines)
    {
        var result = await InetdAsync(Flavour.Native, $"{Hello}{lines}\r\nQUIT\r\n", $"--command={Keeping}");

        Assert.Equal(["501", "221"], Codes(result.OutputText)[^2..]);
    }

    [Theory]
    [InlineData("joe", "secret", "235")]
    [InlineData("joe", "wrong", "535")]
    [InlineData("jim", "secret", "535")]
    public async Task A_user_needs_the_password_that_the_command_prints(string user, string password, string reply)
    {
        var login = Convert.ToBase64String(Encoding.ASCII.GetBytes($"\0{user}\0{password}"));

        var result = await InetdAsync(Flavour.Native, $"{Hello}AUTH PLAIN {login}\r\nQUIT\r\n", "--command=cat", "--auth=joe,echo secret");

        Assert.Equal(["220", "250", reply, "221"], Codes(result.OutputText));
        Assert.Contains("AUTH PLAIN LOGIN\r\n", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_it_nothing_is_piped()
    {
        var result = await InetdAsync(Flavour.Native, Hello + "MAIL FROM:<a@x>\r\nQUIT\r\n", "--command=cat", "--auth=joe,echo secret");

        Assert.Equal(["220", "250", "530", "221"], Codes(result.OutputText));
    }

    [Theory]
    [InlineData("--auth=joe,false", "cannot get password: cannot read output of 'false'")]
    [InlineData("--interface=192.0.2.1", "cannot bind to 192.0.2.1:25: Cannot assign requested address")]
    public async Task What_it_cannot_do_it_says_as_msmtpd_does(string option, string line)
    {
        var result = await (Msmtpd(Flavour.Native, option, "--command=cat") with { Input = default }).RunAsync(Token);

        Assert.Equal((3, $"msmtpd: {line}\n"), (result.ExitCode, result.ErrorText));
    }

    [Theory, EachFlavour]
    public async Task It_listens_where_it_is_told_to(Flavour flavour)
    {
        var place = new IPEndPoint(IPAddress.Loopback, FreePort());
        using var server = await RunningServer.StartAsync(Msmtpd(flavour, $"--port={place.Port}", $"--command={Keeping}", $"--log={Home.File("log")}"), place, Token);

        var said = await server.TalkAsync(Hello + WireMail + "QUIT\r\n", Token);

        Assert.Equal(["354", "250", "221"], Codes(said)[^3..]);
        Assert.Contains("Received: from me ([127.0.0.1])", File.ReadAllText(Home.File("mail")), StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync(Token));
        Assert.Contains("info: mail was piped successfully\n", File.ReadAllText(Home.File("log")), StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_slow_client_holds_up_nobody(Flavour flavour)
    {
        using var server = await StartAsync(flavour, $"--command={Keeping}");
        using var slow = await server.ConnectAsync(Token);
        await slow.SendAsync(Encoding.ASCII.GetBytes(Hello + WireMail[..^3]), Token);

        for (var i = 0; i < 10; i++)
            Assert.Equal("250", Codes(await server.TalkAsync(Hello + WireMail + "QUIT\r\n", Token))[^2]);

        await slow.SendAsync(Encoding.ASCII.GetBytes(".\r\nQUIT\r\n"), Token);
        Assert.Equal("250", Codes(await RunningServer.ReadAsync(slow, Token))[^2]);
    }

    [Theory, EachFlavour]
    public async Task Asked_to_end_it_says_so_to_its_clients_and_ends(Flavour flavour)
    {
        using var server = await StartAsync(flavour, $"--command={Keeping}");
        using var idle = await server.ConnectAsync(Token);
        // It has been let in.
        await idle.ReceiveAsync(new byte[1], Token);

        server.BeginStop();

        Assert.EndsWith("\r\n421 4.3.2 shutting down\r\n", await RunningServer.ReadAsync(idle, Token), StringComparison.Ordinal);
        Assert.Equal(0, await server.EndAsync(Token));
    }

    [Fact]
    public async Task One_user_has_only_so_many_sessions()
    {
        using var server = await StartAsync(Flavour.Native, $"--command={Keeping}");
        var idle = new List<Socket>();
        try
        {
            // One of them may still be that of the test that it listens.
            for (var i = 0; i < 49; i++)
                idle.Add(await server.ConnectAsync(Token));
            using var one = await server.ConnectAsync(Token);
            using var more = await server.ConnectAsync(Token);
            Assert.Equal("421", Codes(await RunningServer.ReadAsync(more, Token))[0]);
        }
        finally
        {
            idle.ForEach(static socket => socket.Dispose());
        }
        await Eventually.TrueAsync(
            "there is room again", async () => Codes(await server.TalkAsync(Hello + "QUIT\r\n", Token))[^1] == "221", Token);
    }

    [Fact]
    public async Task Fifty_clients_at_once_are_served()
    {
        await using var sink = MailSink.Start();
        using var server = await StartAsync(Flavour.Native, "--file=" + Msmtprc(sink.Port, $"queue_dir {Home.File("q")}"));

        var said = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => server.TalkAsync(Hello + WireMail + WireMail + "QUIT\r\n", Token)));

        Assert.All(said, static one => Assert.Equal(2, one.Split("queued as").Length - 1));
        for (var i = 0; i < 80; i++)
            await sink.NextMailAsync(Token);
        Assert.Null(sink.TakeMail());
    }

    [Theory, EachFlavour]
    public async Task Without_a_command_a_mail_is_durable_before_the_client_hears_so_and_is_sent(Flavour flavour)
    {
        var file = Msmtprc(1, $"queue_dir {Home.File("q")}");
        using (var server = await StartAsync(flavour, "--file=" + file))
        {
            var said = await server.TalkAsync(Hello + WireMail + "QUIT\r\n", Token);
            Assert.Contains("250 2.0.0 queued as ", said, StringComparison.Ordinal);
            server.Kill();
            await server.EndAsync(Token);
        }
        await using var sink = MailSink.Start();
        Msmtprc(sink.Port, $"queue_dir {Home.File("q")}");

        var retried = await SendTextAsync(flavour, "", "-C", file, "--queue-retry=all", "--setting=queue_runner=off");
        using var again = await StartAsync(flavour, "--file=" + file);
        var mail = await sink.NextMailAsync(Token);

        Assert.Equal(0, retried.ExitCode);
        Assert.Equal("a@example.org", mail.Envelope.Sender);
        Assert.EndsWith("\nSubject: x\n\n.dot\nend\n", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_takes_the_sockets_that_the_service_manager_has_opened()
    {
        const string activator = "/usr/bin/systemd-socket-activate";
        Assert.SkipUnless(File.Exists(activator), $"{activator} is not installed");
        await using var sink = MailSink.Start();
        var msmtpd = Msmtpd(Flavour.Native, "--file=" + Msmtprc(sink.Port, $"queue_dir {Home.File("q")}"));
        var activated = msmtpd with { Path = activator, Arguments = [$"--listen={Home.File("socket")}", "-E", "HOME", msmtpd.Path, .. msmtpd.Arguments] };
        using var server = await RunningServer.StartAsync(activated, Socket, Token);

        var said = await server.TalkAsync(Hello + WireMail + "QUIT\r\n", Token);

        Assert.Contains("250 2.0.0 queued as ", said, StringComparison.Ordinal);
        await sink.NextMailAsync(Token);
    }

    Task<RunningServer> StartAsync(Flavour flavour, params string[] options) =>
        RunningServer.StartAsync(Msmtpd(flavour, [$"--socket={Home.File("socket")}", .. options]), Socket, Token);

    Task<CommandResult> InetdAsync(Flavour flavour, string text, params string[] options) =>
        (Msmtpd(flavour, ["--inetd", .. options]) with { Input = Encoding.ASCII.GetBytes(text) }).RunAsync(Token);

    CommandRunner Msmtpd(Flavour flavour, params string[] options) => Command(flavour, options) with { Path = RunningServer.Named(Home, Built(flavour)) };

    static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    static string[] Codes(string said) =>
        [.. said.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Where(static line => line[3] == ' ').Select(static line => line[..3])];
}
