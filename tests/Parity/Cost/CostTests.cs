using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Parity.Cost;

/// <summary>
/// What a mail costs the native command, as the share of what it costs the real msmtp in the same run: a change that makes one a tenth
/// dearer fails here. One that makes it cheaper writes the new share down, so that the next one starts from there.
/// </summary>
public sealed class CostTests : IDisposable
{
    const double Allowed = 1.10;
    const double ShareOfSmallMail = 0.325;
    const double ShareOfBigMail = 0.0227;
    const int BigMailInOctets = 10_000_000;

    readonly TempDirectory home = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_small_mail_is_no_dearer_than_it_was()
    {
        Assert.InRange(await ShareAsync(Mail("A line.\n")), 0, Allowed * ShareOfSmallMail);
    }

    [Fact]
    public async Task A_big_mail_is_no_dearer_than_it_was()
    {
        var line = new string('x', 70) + "\n";

        var mail = Mail(string.Concat(Enumerable.Repeat(line, BigMailInOctets / line.Length)));

        Assert.InRange(await ShareAsync(mail), 0, Allowed * ShareOfBigMail);
    }

    // Without it, nobody would know that the two above can fail.
    [Fact]
    public async Task A_start_that_is_dearer_is_seen()
    {
        var lines = string.Concat(
            Enumerable.Range(0, 1000).Select(static i => $"account a{i}\nhost h{i}.example.org\nfrom a{i}@example.org\n"));
        await using var server = MailSink.Start();

        var plain = await Callgrind.CountAsync(Send(Native(), server.Port, "", Mail("A line.\n")), Token);
        var dear = await Callgrind.CountAsync(Send(Native(), server.Port, lines, Mail("A line.\n")), Token);

        Assert.True(dear > Allowed * plain, $"{dear:0} instructions, {plain:0} without the lines");
    }

    public void Dispose() => home.Dispose();

    async Task<double> ShareAsync(byte[] mail)
    {
        var theirs = Installed.Require();
        var ours = Native();
        await using var server = MailSink.Start();
        return await Callgrind.CountAsync(Send(ours, server.Port, "", mail), Token)
            / await Callgrind.CountAsync(Send(theirs, server.Port, "", mail), Token);
    }

    static string Native()
    {
        Callgrind.Require();
        Assert.SkipUnless(File.Exists(TestPaths.NativeCommand), $"{TestPaths.NativeCommand} is not built: run build.sh");
        return TestPaths.NativeCommand;
    }

    static byte[] Mail(string body) => Encoding.ASCII.GetBytes($"From: me@example.org\nTo: you@example.net\nSubject: hello\n\n{body}");

    CommandRunner Send(string program, int port, string more, byte[] mail) => new(program)
    {
        Arguments = ["-C", Msmtprc(port, more), "you@example.net"],
        // Nothing of whoever runs this: each variable costs.
        InheritsEnvironment = false,
        Environment = new Dictionary<string, string> { ["HOME"] = home.Path, ["PATH"] = "/usr/bin:/bin", ["TZ"] = "UTC" },
        Input = mail,
    };

    // Four accounts and a log file, as people have them.
    string Msmtprc(int port, string more) => home.Write("msmtprc", $"""
        defaults
        auth off
        tls off
        logfile {home.File("log")}
        account work
        host mail.example.com
        from work@example.org
        account home
        host 127.0.0.1
        port {port}
        from me@example.org
        account other : home
        from other@example.org
        account last
        host mail.example.net
        from last@example.net
        {more}
        account default : home
        """);
}
