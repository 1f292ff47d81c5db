using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using Msmtp.Server;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>The command with a queue, and the process that it leaves behind.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class QueueTests : EndToEndTest
{
    const int Closed = 1;

    [Theory, EachFlavour]
    public async Task A_mail_waits_until_its_server_is_there(Flavour flavour)
    {
        var queued = await SendAsync(flavour, "-C", Queueing(Closed), "you@example.net");
        await using var sink = MailSink.Start();
        Queueing(sink.Port);

        var listed = await SendTextAsync(flavour, "", "-C", Home.File("msmtprc"), "--queue-list=json");
        var sent = await SendTextAsync(flavour, "", "-C", Home.File("msmtprc"), $"--queue-run={Id(listed)}");

        Assert.Equal((0, "", 0, 0), (queued.ExitCode, queued.ErrorText, listed.ExitCode, sent.ExitCode));
        Assert.Contains($" queued={Id(listed)} exitcode=EX_OK", queued.OutputText, StringComparison.Ordinal);
        Assert.Equal(Mail, sink.TakeMail()?.Text);
        Assert.Equal("[]\n", (await SendTextAsync(flavour, "", "-C", Home.File("msmtprc"), "--queue-list=json")).OutputText);
    }

    [Theory, EachFlavour]
    public async Task A_process_stays_behind_that_keeps_nothing_of_the_callers_and_sends_the_mail_when_it_can(Flavour flavour)
    {
        var file = Queueing(Closed, "queue_runner on");
        // A caller waits for the end of this pipe, whoever holds it; and for that of a file that it has forgotten to close.
        var start = TimeProvider.System.GetTimestamp();
        var result = await ShellAsync(flavour, "exec 7>&1; { \"$@\"; echo \"exit $?\"; } | cat", "-C", file, "you@example.net");
        var took = TimeProvider.System.GetElapsedTime(start);
        var resident = await ResidentAsync(file);
        var folder = new FileInfo($"/proc/{resident.Id}/cwd").LinkTarget;

        await using var sink = MailSink.Start();
        Queueing(sink.Port, "queue_runner on");
        await SendTextAsync(flavour, "", "-C", file, "--queue-retry=all");

        Assert.EndsWith("exit 0\n", result.OutputText, StringComparison.Ordinal);
        Assert.True(took < TimeSpan.FromSeconds(20), $"the caller waited {took}");
        Assert.Equal("/", folder);
        Assert.Equal(Mail, (await sink.NextMailAsync(Token)).Text);
        await resident.WaitForExitAsync(Token);
    }

    [Fact]
    public async Task What_stays_behind_is_the_leader_of_its_own_session_without_blocked_or_ignored_signals()
    {
        var file = Queueing(Closed, "queue_runner on");
        await ShellAsync(Flavour.Native, "exec 5</dev/zero; exec env --ignore-signal --block-signal \"$@\"", "-C", file, "you@example.net");

        var resident = await ResidentAsync(file);
        var status = await File.ReadAllLinesAsync($"/proc/{resident.Id}/status", Token);
        var session = (await File.ReadAllTextAsync($"/proc/{resident.Id}/stat", Token)).Split(' ')[5];
        var files = FilesOf(resident);
        resident.Kill();

        Assert.Equal($"{resident.Id}", session);
        Assert.Contains("SigBlk:\t0000000000000000", status);
        // SIGPIPE is the runtime's own choice, SIGXFSZ that of the queue.
        Assert.Matches("^SigIgn:\t000000000[01]001000$", status.Single(static line => line.StartsWith("SigIgn", StringComparison.Ordinal)));
        Assert.DoesNotContain("/dev/zero", files);
        // Of a pipe of its own, by which signals come, it has both ends.
        Assert.All(files.Where(static target => target?.StartsWith("pipe:", StringComparison.Ordinal) ?? false), pipe => Assert.Equal(2, files.Count(other => other == pipe)));
    }

    // The commands in it are run each time that it is read.
    [Theory, EachFlavour]
    public async Task To_list_a_queue_the_configuration_is_read_once(Flavour flavour)
    {
        var count = Home.File("count");

        var result = await SendTextAsync(flavour, "", "-C", Queueing(Closed, $"eval echo x >> {count}; echo timeout 60"), "--queue-list");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("x\n", await File.ReadAllTextAsync(count, Token));
    }

    [Theory, EachFlavour]
    public async Task Each_recipient_is_judged_by_itself(Flavour flavour)
    {
        await using var sink = MailSink.Start(static options => options, new SinkAnswers
        {
            Recipient = static recipient => recipient.Address[0] switch
            {
                'l' => new SmtpReply(450, "4.2.0", "later"),
                'n' => new SmtpReply(550, "5.1.1", "nobody"),
                _ => null,
            },
        });

        var result = await SendAsync(flavour, "-C", Queueing(sink.Port), "later@example.net", "yes@example.net", "nobody@example.net");

        Assert.True(result.ExitCode == 65, result + string.Join('\n', sink.Transcript));
        Assert.StartsWith("msmtp: recipient address nobody@example.net not accepted by the server\nmsmtp: server message: 550 5.1.1 nobody\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal("yes@example.net", sink.TakeMail()?.Envelope.Recipients.Single().Address);
        Assert.Equal(["later@example.net"], await WaitingAsync(flavour));
    }

    [Theory]
    [InlineData("retry", "waiting")]
    [InlineData("hold", "held")]
    public async Task A_mail_that_is_never_answered_for_is_tried_again_or_held(string setting, string state)
    {
        await using var server = ScriptedServer.Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250 localhost
            C: MAIL FROM:<me@example.org>
            S: 250 ok
            C: RCPT TO:<you@example.net>
            S: 250 ok
            C: DATA
            S: 354 go ahead
            --- message ---
            --- close ---
            """);

        var result = await SendAsync(Flavour.Native, "-C", Queueing(server.Port, $"queue_unknown {setting}"), "you@example.net");

        var listed = (await ListAsync(Flavour.Native)).RootElement[0];
        Assert.Equal((0, state, true), (result.ExitCode, listed.GetProperty("state").GetString(), listed.GetProperty("may_have_been_delivered").GetBoolean()));
    }

    [Theory]
    [InlineData("account default\nhost 127.0.0.1\nport 1\nfrom me@x\nqueue on\nauth plain\nuser me\npasswordeval false\n")]
    [InlineData("account default\nhost 127.0.0.1\nport 1\nfrom me@x\nqueue on\ntls on\ntls_trust_file /nowhere\n")]
    public async Task What_has_to_be_mended_here_is_not_queued(string msmtprc)
    {
        var result = await SendAsync(Flavour.Native, "-C", Home.Write("msmtprc", msmtprc), "you@example.net");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Empty(await WaitingAsync(Flavour.Native));
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_neither_queued_nor_bounced()
    {
        await using var sink = MailSink.Start(static options => options with
        {
            RequireTlsForAuth = false,
            CredentialsCheck = new PasswordTable("me", "secret").CheckAsync,
        });
        var result = await SendAsync(Flavour.Native, "-C", Queueing(sink.Port, "auth plain", "user me", "passwordeval echo wrong"), "you@example.net");

        Assert.Equal(77, result.ExitCode);
        Assert.Empty(await WaitingAsync(Flavour.Native));
    }

    [Theory, EachFlavour]
    public async Task A_mail_that_is_cut_off_on_its_way_in_is_not_queued(Flavour flavour)
    {
        // A folder cannot be read, and stands for a pipe that breaks.
        var result = await ShellAsync(flavour, "exec \"$@\" </", "-C", Queueing(Closed, "queue always"), "you@example.net");

        Assert.Equal(74, result.ExitCode);
        Assert.Empty(await WaitingAsync(flavour));
    }

    [Theory, EachFlavour]
    public async Task A_large_file_is_queued_from_where_the_caller_left_it(Flavour flavour)
    {
        var text = Header + "\n" + string.Concat(Enumerable.Repeat("0123456789\n", 200_000));
        var script = $"{{ read first; exec \"$@\"; }} <{Home.Write("mail", "not for the mail\n" + text)}";
        await using var server = ScriptedServer.Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250 localhost
            C: MAIL FROM:<me@example.org>
            S: 250 ok
            C: RCPT TO:<you@example.net>
            S: 250 ok
            C: DATA
            S: 354 go ahead
            --- message ---
            S: 451 later
            --- close ---
            """);

        var queued = await ShellAsync(flavour, script, "-C", Queueing(server.Port), "you@example.net");
        await using var sink = MailSink.Start();
        await SendTextAsync(flavour, "", "-C", Queueing(sink.Port), "--queue-retry=all");
        await SendTextAsync(flavour, "", "-C", Queueing(sink.Port), "-q");

        Assert.True(queued.ExitCode == 0, queued.ToString());
        Assert.Equal(text, sink.TakeMail()?.Text);
    }

    [Theory, EachFlavour]
    public async Task A_key_accepts_a_mail_once(Flavour flavour)
    {
        var file = Queueing(Closed);

        var first = await SendAsync(flavour, "-C", file, "--queue-key=k", "you@example.net");
        var second = await SendAsync(flavour, "-C", file, "--queue-key=k", "you@example.net");
        var other = await SendAsync(flavour, "-C", file, "--queue-key=k", "other@example.net");

        Assert.Equal((0, 0, 65), (first.ExitCode, second.ExitCode, other.ExitCode));
        Assert.Single(await WaitingAsync(flavour));
    }

    [Theory, EachFlavour]
    public async Task The_settings_of_the_command_line_go_with_the_mail(Flavour flavour)
    {
        await SendAsync(flavour, "--host=127.0.0.1", $"--port={Closed}", "--from=me@example.org", "--queue", "--setting=queue_runner=off", "--domain=this.example.org", "you@example.net");
        var origin = (await ListAsync(flavour, "--host=x")).RootElement[0];
        await using var sink = MailSink.Start();

        Assert.Equal(JsonValueKind.Null, origin.GetProperty("account").ValueKind);
        Assert.Equal(
            ["host 127.0.0.1", $"port {Closed}", "queue_runner off", "domain this.example.org"],
            origin.GetProperty("overrides").EnumerateArray().Select(static command => command.GetString()));
    }

    [Fact]
    public async Task A_secret_of_the_command_line_is_not_for_a_queue()
    {
        await using var sink = MailSink.Start();

        var result = await SendAsync(Flavour.Native, "-C", Queueing(sink.Port), "--setting=password=secret", "you@example.net");

        Assert.Equal(64, result.ExitCode);
        Assert.Contains("a queue keeps no secret", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("=secret", result.ErrorText, StringComparison.Ordinal);
        Assert.Null(sink.TakeMail());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    public async Task A_queue_that_fails_leaves_the_first_failure_and_its_exit_status(string limit)
    {
        var file = Queueing(Closed);

        var result = await ShellAsync(Flavour.Native, $"ulimit -f {limit}; exec \"$@\"", ["-C", file, "-X", "", "you@example.net"], Mail + new string('x', 5_000_000));

        Assert.Equal(75, result.ExitCode);
        Assert.Contains("msmtp: the mail cannot be queued: ", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("msmtp: cannot connect to 127.0.0.1, port 1: Connection refused\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Empty(await WaitingAsync(Flavour.Native));
    }

    [Fact]
    public async Task A_queue_that_fails_does_not_stop_a_mail_that_goes_through()
    {
        await using var sink = MailSink.Start();
        var text = Mail + string.Concat(Enumerable.Repeat("0123456789\n", 300_000));

        var result = await ShellAsync(Flavour.Native, "ulimit -f 0; exec \"$@\"", ["-C", Queueing(sink.Port), "-X", "", "you@example.net"], text);

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Equal(text.Length, sink.TakeMail()?.Text.Length);
    }

    [Theory, EachFlavour]
    public async Task A_mail_can_be_held_released_and_deleted(Flavour flavour)
    {
        var file = Queueing(Closed);
        await SendAsync(flavour, "-C", file, "you@example.net");
        var id = Id(await SendTextAsync(flavour, "", "-C", file, "--queue-list=json"));
        var states = new List<string>();
        foreach (var change in (string[])["hold", "release", "retry", "delete"])
        {
            var result = await SendTextAsync(flavour, "", "-C", file, $"--queue-{change}={id}");
            var mails = (await ListAsync(flavour)).RootElement;
            states.Add($"{result.OutputText.TrimEnd()[(id.Length + 2)..]} {result.ExitCode}: {(mails.GetArrayLength() == 0 ? "gone" : mails[0].GetProperty("state").GetString())}");
        }

        Assert.Equal(["held 0: held", "released 0: waiting", "due now 0: waiting", "deleted 0: gone"], states);
        Assert.Equal(66, (await SendTextAsync(flavour, "", "-C", file, $"--queue-hold={id}")).ExitCode);
    }

    [Theory, EachFlavour]
    public async Task The_queues_of_all_accounts_are_listed(Flavour flavour)
    {
        var file = Home.Write(
            "msmtprc",
            $"defaults\nhost 127.0.0.1\nport {Closed}\nfrom me@example.org\nqueue on\nqueue_runner off\naccount a\nqueue_dir ~/a\naccount b\nqueue_dir ~/b\naccount c\n");
        foreach (var account in (string[])["a", "b", "c"])
            await SendAsync(flavour, "-C", file, "-a", account, $"{account}@example.net");

        Assert.Equal(["a@example.net", "b@example.net", "c@example.net"], (await WaitingAsync(flavour)).Order());
        Assert.Equal(["b@example.net"], await WaitingAsync(flavour, "-a", "b"));
    }

    [Fact]
    public async Task A_broken_msmtprc_hides_no_mail()
    {
        await SendAsync(Flavour.Native, "-C", Queueing(Closed), "you@example.net");
        Home.Write("msmtprc", "nonsense\n");

        var result = await SendTextAsync(Flavour.Native, "", "-C", Home.File("msmtprc"), "--queue-list");

        Assert.Contains("to you@example.net\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("unknown command nonsense", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mailq")]
    [InlineData("sendmail", "-bp")]
    public async Task By_sendmails_names_it_is_listed_as_postfix_does(string name, params string[] arguments)
    {
        File.CreateSymbolicLink(Home.File(name), Built(Flavour.Native));
        var file = Queueing(Closed);
        var command = Command(Flavour.Native, ["-C", file, .. arguments]) with { Path = Home.File(name) };
        var empty = await command.RunAsync(Token);
        await SendAsync(Flavour.Native, "-C", file, "you@example.net");

        var result = await command.RunAsync(Token);

        Assert.Equal("Mail queue is empty\n", empty.OutputText);
        Assert.Matches(
            @"^-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n[0-9A-Z]{11,} +\d+ \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d  me@example\.org\n"
                + @" +\(cannot connect to 127\.0\.0\.1, port 1: Connection refused\)\n {41}you@example\.net\n\n-- 0 Kbytes in 1 Request\.\n$",
            result.OutputText);
    }

    [Fact]
    public async Task Only_for_the_queue_means_that_no_server_is_asked_and_nobody_stays_behind()
    {
        await using var sink = MailSink.Start();
        var file = Queueing(sink.Port, "queue_runner on");

        var result = await SendAsync(Flavour.Native, "-C", file, "-odq", "you@example.net");

        Assert.Equal((0, 0), (result.ExitCode, sink.Transcript.Count));
        Assert.Single(await WaitingAsync(Flavour.Native));
        Assert.Null(Resident(file));
        await SendTextAsync(Flavour.Native, "", "-C", file, "-qRother");
        Assert.Null(sink.TakeMail());
        await SendTextAsync(Flavour.Native, "", "-C", file, "-qRexample.net");
        Assert.Equal(Mail, sink.TakeMail()?.Text);
    }

    [Fact]
    public async Task Without_a_queue_only_for_the_queue_means_nothing_as_in_msmtp()
    {
        await using var sink = MailSink.Start();

        var result = await SendAsync(Flavour.Native, "-C", Msmtprc(sink.Port), "-odq", "you@example.net");

        Assert.Equal((0, Mail), (result.ExitCode, sink.TakeMail()?.Text));
        Assert.False(Directory.Exists(Home.File(".local")));
    }

    [Fact]
    public async Task The_doctor_looks_at_the_queue()
    {
        await SendAsync(Flavour.Native, "-C", Queueing(Closed), "you@example.net");

        var result = await SendTextAsync(Flavour.Native, "", "-C", Home.File("msmtprc"), "--doctor");

        Assert.Contains("\nok      queue           1 waiting, 0 held, 0 given up, the oldest for ", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("\nwarn    queue           no process sends what becomes due: ", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pretending_shows_the_settings_of_the_queue_that_are_set()
    {
        var result = await SendTextAsync(Flavour.Native, "", "-C", Queueing(Closed, "queue_expiry 36h", "queue_unknown hold"), "-P");

        Assert.Contains("\nqueue = on\nqueue_expiry = 36h\nqueue_unknown = hold\nqueue_runner = off\n", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("queue", (await SendTextAsync(Flavour.Native, "", "-C", Msmtprc(Closed), "-P")).OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_msmtps_own_scripts_have_queued_can_be_taken_over_even_if_that_is_interrupted(bool isInterrupted)
    {
        const string enqueue = "/usr/libexec/msmtp/msmtpqueue/msmtp-enqueue.sh";
        Assert.SkipUnless(File.Exists(enqueue), "msmtp's own scripts are not installed");
        var loop = File.ReadAllText(Path.Combine(TestPaths.Root, "docs", "queue.md")).Split("```sh\n").Single(static block => block.Contains("msmtpq $name", StringComparison.Ordinal))
            .Split("```")[0].Replace("~/.msmtp.queue", "~/.msmtpqueue", StringComparison.Ordinal);
        Directory.CreateDirectory(Home.File("bin"));
        File.CreateSymbolicLink(Home.File("bin/msmtp"), Built(Flavour.Native));
        var shell = Command(Flavour.Native) with { Path = "/bin/sh", Environment = EnvironmentWith(("PATH", Home.File("bin") + ":/usr/bin:/bin")) };
        var file = Queueing(Closed);
        foreach (var name in (string[])["a*", "b", "c"])
            await (shell with { Path = enqueue, Arguments = ["-C", file, "-i", "--", $"{name}@example.net"], Input = System.Text.Encoding.ASCII.GetBytes(Mail) }).RunAsync(Token);
        if (isInterrupted)
            await (shell with { Arguments = ["-c", loop.Replace("&& rm", "&& false && rm", StringComparison.Ordinal)] }).RunAsync(Token);

        var result = await (shell with { Arguments = ["-c", loop] }).RunAsync(Token);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(["a*@example.net", "b@example.net", "c@example.net"], (await WaitingAsync(Flavour.Native)).Order());
        Assert.Empty(Directory.GetFiles(Home.File(".msmtpqueue")));
    }

    string Queueing(int port, params string[] lines) => Msmtprc(port, ["logfile -", "queue on", .. lines.Any(static line => line.StartsWith("queue_runner", StringComparison.Ordinal)) ? lines : [.. lines, "queue_runner off"]]);

    async Task<JsonDocument> ListAsync(Flavour flavour, params string[] arguments)
    {
        IReadOnlyList<string> file = arguments is ["--host=x"] ? [] : ["-C", Home.File("msmtprc")];
        return JsonDocument.Parse((await SendTextAsync(flavour, "", [.. file, .. arguments, "--queue-list=json"])).OutputText);
    }

    async Task<IReadOnlyList<string>> WaitingAsync(Flavour flavour, params string[] arguments) =>
    [
        .. (await ListAsync(flavour, arguments)).RootElement.EnumerateArray()
            .SelectMany(static mail => mail.GetProperty("recipients").EnumerateArray().Select(static recipient => recipient.GetProperty("address").GetString()!)),
    ];

    static string Id(CommandResult listed)
    {
        using var json = JsonDocument.Parse(listed.OutputText);
        return json.RootElement[0].GetProperty("id").GetString()!;
    }

    static async Task<Process> ResidentAsync(string file)
    {
        // It waits for changes of the folder, so that everything before is done.
        await Eventually.TrueAsync("a process stays behind and waits", () => Resident(file) is { } resident && FilesOf(resident).Contains("anon_inode:inotify"), Token);
        return Resident(file)!;
    }

    static List<string?> FilesOf(Process process)
    {
        try
        {
            return [.. Directory.GetFileSystemEntries($"/proc/{process.Id}/fd").Select(static path => new FileInfo(path).LinkTarget)];
        }
        catch (IOException)
        {
            // It has ended.
            return [];
        }
    }

    static Process? Resident(string file) => Directory.GetDirectories("/proc")
        .Where(static folder => int.TryParse(Path.GetFileName(folder), out _))
        .Where(folder => CommandLine(folder).Contains($"msmtp\0--queue-run=stay\0--file={file}\0", StringComparison.Ordinal))
        .Select(static folder => Process.GetProcessById(int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture)))
        .FirstOrDefault();

    static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(folder + "/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
