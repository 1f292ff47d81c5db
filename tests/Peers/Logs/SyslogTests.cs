using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// What reaches /dev/log. The command gets its own /dev in its own mount namespace, so that nothing of this machine's is affected.
/// </summary>
public sealed class SyslogTests
{
    const string Script = """
        set -e
        mkdir -p "$HOME/dev"
        mount --rbind /dev "$HOME/dev"
        mount -t tmpfs none /dev
        for name in null zero urandom random tty
        do touch "/dev/$name"; mount --bind "$HOME/dev/$name" "/dev/$name"
        done
        ln -s "$HOME/socket" /dev/log
        exec "$@"
        """;

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_sent_mail_is_one_datagram(Flavour flavour)
    {
        await using var user = new SendmailUser(flavour);
        using var daemon = Listen(user);

        var result = await SendAsync(user, "--syslog", "one@example.net");

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        Assert.Matches(
            @"^<14>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d msmtp: host=127\.0\.0\.1 tls=off auth=off from=user@example\.org "
            + @"recipients=one@example\.net mailsize=\d+ smtpstatus=250 smtpmsg='250 [^']*' exitcode=EX_OK$",
            Assert.Single(Datagrams(daemon)));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_refused_mail_is_an_error_of_the_facility_that_was_asked_for(Flavour flavour)
    {
        await using var user = new SendmailUser(flavour);
        using var daemon = Listen(user);

        var result = await SendAsync(user, "--syslog=LOG_LOCAL3", SendmailUser.Stranger);

        user.WasToldOfTheStranger(result);
        Assert.Matches(
            @"^<155>.{15} msmtp: host=.* smtpstatus=550 smtpmsg='550 5\.1\.1 no such user' "
            + @"errormsg='recipient address .*' exitcode=EX_DATAERR$",
            Assert.Single(Datagrams(daemon)));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_long_line_is_whole(Flavour flavour)
    {
        await using var user = new SendmailUser(flavour);
        using var daemon = Listen(user);
        var recipients = Enumerable.Range(0, 900).Select(static number => $"a.recipient.far.away.{number:D4}@mail.example.net").ToList();

        var result = await SendAsync(user, ["--syslog=LOG_MAIL", .. recipients]);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var line = Assert.Single(Datagrams(daemon));
        Assert.StartsWith("<22>", line, StringComparison.Ordinal);
        Assert.Contains($" recipients={string.Join(',', recipients)} mailsize=", line, StringComparison.Ordinal);
        Assert.EndsWith(" exitcode=EX_OK", line, StringComparison.Ordinal);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Without_a_daemon_nothing_is_said(Flavour flavour)
    {
        await using var user = new SendmailUser(flavour);

        var result = await SendAsync(user, "--syslog", "one@example.net");

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        Assert.NotNull(user.Sink.TakeMail());
    }

    [Theory]
    [InlineData(Flavour.Native, "--syslog", "user.info", "one@example.net")]
    [InlineData(Flavour.Managed, "--syslog", "user.info", "one@example.net")]
    [InlineData(Flavour.Native, "--syslog=LOG_MAIL", "mail.info", "one@example.net")]
    [InlineData(Flavour.Managed, "--syslog=LOG_MAIL", "mail.info", "one@example.net")]
    [InlineData(Flavour.Native, "--syslog=LOG_LOCAL3", "local3.err", SendmailUser.Stranger)]
    [InlineData(Flavour.Managed, "--syslog=LOG_LOCAL3", "local3.err", SendmailUser.Stranger)]
    public async Task Rsyslog_is_told_what_msmtp_tells_it(Flavour flavour, string option, string priority, string recipient)
    {
        var msmtp = Program.Find("msmtp", "msmtp");
        await using var user = new SendmailUser(flavour);
        await using var daemon = await Rsyslog.StartAsync(user.FileOf("socket"));

        await SendAsync(user, user.Sendmail, Mails.Ordinary, option, recipient);
        await SendAsync(user, msmtp, Mails.Ordinary, option, recipient);

        var lines = await daemon.LinesAsync("msmtp", 2);
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.StartsWith($"{priority} <", line, StringComparison.Ordinal));
        Assert.Equal(Undated(lines[1]), Undated(lines[0]));
    }

    // Only the second may differ.
    static string Undated(string line) => Regex.Replace(line, "(?<=>[A-Z][a-z]{2} [ \\d]\\d )\\d\\d:\\d\\d:\\d\\d(?= msmtp: )", "hh:mm:ss");

    static Socket Listen(SendmailUser user)
    {
        var daemon = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        daemon.Bind(new UnixDomainSocketEndPoint(user.FileOf("socket")));
        return daemon;
    }

    static Task<CommandResult> SendAsync(SendmailUser user, params IReadOnlyList<string> arguments) =>
        SendAsync(user, user.Sendmail, "\nbody\n"u8.ToArray(), arguments);

    static Task<CommandResult> SendAsync(SendmailUser user, string program, byte[] mail, params IReadOnlyList<string> arguments)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give the command a /dev of its own");
        string[] view = ["--mount", "sh", "-c", Script, "sh", program];
        return user.RunAsync(Program.Find("unshare", "util-linux"), [.. view, .. arguments], Encoding.Latin1.GetString(mail));
    }

    // The command has ended: whatever it sent has arrived.
    static List<string> Datagrams(Socket daemon)
    {
        var datagrams = new List<string>();
        var buffer = new byte[1 << 18];
        while (daemon.Available > 0)
            datagrams.Add(Encoding.UTF8.GetString(buffer, 0, daemon.Receive(buffer)));
        return datagrams;
    }
}
