using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Msmtp.Peers;

/// <summary>One log file for concurrent writers: our command, the msmtp that it replaces, and others.</summary>
public sealed partial class SharedLogFileTests
{
    const int Processes = 50;

    // More than a page, so that no write of it is atomic by luck.
    static readonly string[] Recipients =
        [.. Enumerable.Range(0, 150).Select(static number => $"a.recipient.{number:D3}@mail.example.net")];

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Fifty_processes_at_once_write_fifty_whole_lines(Flavour flavour)
    {
        await using var user = new SendmailUser(flavour);

        await Task.WhenAll(Enumerable.Range(0, Processes).Select(number => SendAsync(user, user.Sendmail, number)));

        await HasWholeLinesAsync(user);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Half_of_them_may_be_msmtp(Flavour flavour)
    {
        var msmtp = Program.Find("msmtp", "msmtp");
        await using var user = new SendmailUser(flavour);

        await Task.WhenAll(
            Enumerable.Range(0, Processes).Select(number => SendAsync(user, number % 2 == 0 ? user.Sendmail : msmtp, number)));

        await HasWholeLinesAsync(user);
    }

    // msmtp uses fcntl locks. Python's lockf does too, and holds this one until its input ends.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_lock_of_another_program_is_waited_for_when_the_mail_has_been_sent(Flavour flavour)
    {
        await using var user = new SendmailUser(flavour);
        const string holder = """
            import fcntl, sys
            log = open(sys.argv[1], 'a')
            fcntl.lockf(log, fcntl.LOCK_EX)
            print('locked', flush=True)
            sys.stdin.read()
            """;
        using var other = Process.Start(new ProcessStartInfo(Program.Find("python3", "python3"), ["-c", holder, Log(user)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("locked", await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        var sending = SendAsync(user, user.Sendmail, 1);
        await user.ArrivedAsync();
        Assert.Equal("", await ReadAsync(user));
        other.StandardInput.Close();
        await sending;

        Assert.Matches(Line(), await ReadAsync(user));
    }

    static async Task SendAsync(SendmailUser user, string program, int number)
    {
        var result = await user.RunAsync(program, [$"--logfile={Log(user)}", $"--from={Sender(number)}", "--", .. Recipients], "\nbody\n");

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
    }

    static async Task HasWholeLinesAsync(SendmailUser user)
    {
        var text = await ReadAsync(user);
        var lines = text.Split('\n')[..^1].Select(static line => Line().Match(line + "\n")).ToList();

        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.All(lines, static line => Assert.True(line.Success));
        Assert.All(lines, static line => Assert.Equal(string.Join(',', Recipients), line.Groups["to"].Value));
        Assert.Equal(
            Enumerable.Range(0, Processes).Select(Sender),
            lines.Select(static line => line.Groups["from"].Value).Order(StringComparer.Ordinal));
    }

    static string Log(SendmailUser user) => user.FileOf("log");

    static string Sender(int number) => $"sender{number:D2}@example.org";

    static Task<string> ReadAsync(SendmailUser user) => File.ReadAllTextAsync(Log(user), TestContext.Current.CancellationToken);

    [GeneratedRegex(
        @"^[A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d host=127\.0\.0\.1 tls=off auth=off from=(?<from>\S+) recipients=(?<to>\S+) mailsize=\d+ "
        + @"smtpstatus=250 smtpmsg='250 [^']*' exitcode=EX_OK\n$")]
    private static partial Regex Line();
}
