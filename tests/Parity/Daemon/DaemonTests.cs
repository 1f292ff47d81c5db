namespace Msmtp.Parity.Daemon;

/// <summary>
/// msmtpd beside the real one. Where both speak the same dialogue, they say the same, and the command gets the same; where ours goes on, the
/// name of the test stands in docs/deviations.md.
/// </summary>
public sealed class DaemonTests : IDisposable
{
    const string Mail = "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net>\r\nDATA\r\nSubject: x\r\n\r\n..dot\r\nend\r\n.\r\n";

    readonly Daemons daemons = Daemons.Require();

    public void Dispose() => daemons.Dispose();

    [Theory]
    [InlineData("EHLO me\r\n" + Mail + "QUIT\r\n")]
    [InlineData("HELO me\r\n" + Mail + "QUIT\r\n")]
    [InlineData("EHLO me\r\n" + Mail + Mail + "QUIT\r\n")]
    [InlineData("ehlo me\r\nmail from:<a@x>\r\nrcpt to:<b@x>\r\nrcpt to:<c@x>\r\ndata\r\nx: y\r\n\r\n.\r\nquit\r\n")]
    [InlineData("EHLO me\r\nMAIL FROM: <a@x>\r\nRCPT TO: <b@x>\r\nDATA\r\nx: y\r\n\r\n.\r\nQUIT\r\n")]
    [InlineData("EHLO me\nMAIL FROM:<a@x>\nRCPT TO:<b@x>\nDATA\nx: y\n\nz\n.\nQUIT\n")]
    [InlineData("EHLO me\r\nMAIL FROM:<>\r\nRCPT TO:<b@x>\r\nDATA\r\nx: y\r\n\r\n.\r\nQUIT\r\n")]
    [InlineData("EHLO me\r\nMAIL FROM:<root>\r\nRCPT TO:<joe>\r\nDATA\r\nx: y\r\n\r\n\xe4\xff\r\n.\r\nQUIT\r\n")]
    [InlineData("EHLO me\r\nMAIL FROM:<a+-./=_b@x-y>\r\nRCPT TO:<b@x>\r\nDATA\r\n\r\n.\r\nQUIT\r\n")]
    [InlineData("EHLO me\r\nQUIT\r\n")]
    public async Task The_command_gets_the_same_and_the_client_hears_the_same(string said)
    {
        var (theirs, ours) = await BothAsync(said, $"--command={Daemons.Keeping}", "--inetd");

        Assert.Equal((theirs.Codes, theirs.Words, theirs.Body), (ours.Codes, ours.Words, ours.Body));
        Assert.Equal(theirs.ExitCode, ours.ExitCode);
    }

    [Theory]
    [InlineData("MAIL FROM:<a'b@x>")]
    [InlineData("MAIL FROM:<a b@x>")]
    [InlineData("MAIL FROM:<$(id)@x>")]
    [InlineData("MAIL FROM:<-a@x>")]
    [InlineData("MAIL FROM:<a@x>\r\nRCPT TO:<b;c@x>")]
    [InlineData("MAIL FROM:<a@x>\r\nRCPT TO:<-b@x>")]
    [InlineData("MAIL FROM:a@x")]
    public async Task The_same_addresses_are_refused(string said)
    {
        var (theirs, ours) = await BothAsync($"EHLO me\r\n{said}\r\n", $"--command={Daemons.Keeping}", "--inetd");

        Assert.Equal(theirs.Codes, ours.Codes);
        Assert.EndsWith(" 501", theirs.Codes, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Statuses))]
    public async Task The_same_status_is_the_same_reply(int status)
    {
        var (theirs, ours) = await BothAsync("EHLO me\r\n" + Mail, $"--command=cat >/dev/null; exit {status}; :", "--inetd");

        Assert.Equal(theirs.Codes, ours.Codes);
    }

    public static TheoryData<int> Statuses => [0, 1, 2, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 126, 127];

    [Theory]
    [InlineData("AUTH PLAIN AGpvZQBzZWNyZXQ=\r\n" + Mail + "QUIT\r\n")]
    [InlineData("AUTH PLAIN\r\nAGpvZQBzZWNyZXQ=\r\n" + Mail + "QUIT\r\n")]
    [InlineData("AUTH PLAIN AGpvZQB3cm9uZw==\r\n")]
    [InlineData("MAIL FROM:<a@x>\r\n")]
    public async Task A_login_is_the_same(string said)
    {
        var (theirs, ours) = await BothAsync($"EHLO me\r\n{said}", $"--command={Daemons.Keeping}", "--auth=joe,echo secret", "--inetd");

        Assert.Equal((theirs.Codes, theirs.Words), (ours.Codes, ours.Words));
    }

    [Theory]
    [InlineData("--bogus")]
    [InlineData("-h")]
    [InlineData("x")]
    [InlineData("--port")]
    [InlineData("--inetd=3")]
    [InlineData("--auth=")]
    [InlineData("--log=")]
    [InlineData("--command=")]
    [InlineData("--interface=foo")]
    [InlineData("--interface=192.0.2.1")]
    [InlineData("--auth=joe,false")]
    [InlineData("--in")]
    public async Task The_same_command_lines_are_wrong_in_the_same_words(string word)
    {
        var (theirs, ours) = await BothAsync("", "--command=cat", word);

        Assert.Equal((theirs.ExitCode, theirs.Complaint, theirs.Said), (ours.ExitCode, ours.Complaint, ours.Said));
    }

    [Fact]
    public async Task Each_of_its_options_is_one_of_ours()
    {
        var (theirs, ours) = await BothAsync("", "--help");

        foreach (var line in theirs.Said.Split('\n').Where(static line => line.StartsWith("  --", StringComparison.Ordinal)))
            Assert.Contains("\n" + line.TrimStart().Split(' ')[0].Split('=')[0].Insert(0, "  "), ours.Said, StringComparison.Ordinal);
    }

    // Where we differ.

    [Fact]
    public async Task Cut_off()
    {
        var (theirs, ours) = await BothAsync("EHLO me\r\n" + Mail[..^3], $"--command={Daemons.Keeping}", "--inetd");

        Assert.EndsWith("\nSubject: x\n\n.dot\nend\n", theirs.Body, StringComparison.Ordinal);
        Assert.Null(ours.Mail);
    }

    [Theory]
    [InlineData("rset", "RSET\r\n", "250")]
    [InlineData("noop", "NOOP\r\n", "250")]
    [InlineData("unknown", "FOO\r\n", "500")]
    [InlineData("out of order", "RCPT TO:<b@x>\r\n", "503")]
    [InlineData("parameters", "MAIL FROM:<a@x> BODY=8BITMIME SIZE=20\r\nRSET\r\n", "250 250")]
    public async Task Where_it_ends_the_session_ours_goes_on(string name, string said, string codes)
    {
        var (theirs, ours) = await BothAsync($"EHLO me\r\n{said}{Mail}QUIT\r\n", $"--command={Daemons.Keeping}", "--inetd");

        Assert.NotEmpty(name);
        Assert.Null(theirs.Mail);
        Assert.Equal($"220 250 {codes} 250 250 354 250 221", ours.Codes);
        Assert.NotNull(ours.Mail);
    }

    async Task<(DaemonRun Theirs, DaemonRun Ours)> BothAsync(string said, params string[] options) =>
        (await daemons.TheirsAsync(said, options), await daemons.OursAsync(said, options));
}
