using System.Text;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Plugins.Tests;

/// <summary>The native command, where a plugin is named that only the managed host can load.</summary>
public sealed class HandOverTests : IAsyncLifetime
{
    const string SetCapabilities = "/usr/sbin/setcap";

    readonly PluginUser user = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        user.Plugins.Install("Faulty", "Faulty");
        return default;
    }

    public ValueTask DisposeAsync() => user.DisposeAsync();

    [Fact]
    public async Task The_mail_arrives_octet_by_octet()
    {
        var body = string.Concat(Enumerable.Range(0, 20_000).Select(static line => $"line {line} ü .\n"));

        var result = await user.RunAsync(TestPaths.NativeCommand, $"plugin Faulty\ndefaults\nfaulty_word x\n{user.Account}", $"Subject: x\n\n{body}", "you@example.net");

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = await user.Sink.NextMailAsync(TestContext.Current.CancellationToken);
        Assert.EndsWith(body, Encoding.UTF8.GetString(mail.Octets).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_included_file_may_name_the_plugin_and_the_plugin_bring_its_settings()
    {
        Directory.CreateDirectory(user.FileOf("conf.d"));
        await File.WriteAllTextAsync(user.FileOf("conf.d/10"), "plugin Faulty\n", Token);
        await File.WriteAllTextAsync(user.FileOf("conf.d/20"), "expand on\ndefaults\nfaulty_word %u\n", Token);

        var result = await user.RunAsync(TestPaths.NativeCommand, $"include conf.d\n{user.Account}", "Subject: x\n\n", "--debug", "you@example.net");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Contains($"faulty_word in line 3 of {user.FileOf("conf.d/20")} is made of %u\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("Subject: x\n", user.Sink.TakeMail()?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_and_the_arguments_stay()
    {
        var sendmail = user.FileOf("sendmail");
        Directory.CreateDirectory(Path.GetDirectoryName(sendmail)!);
        File.CreateSymbolicLink(sendmail, TestPaths.NativeCommand);

        var result = await user.RunAsync(sendmail, $"plugin Faulty\n{user.Account}bogus\n", "Subject: x\n\n", "-oi", "--", "you@example.net");

        Assert.Equal($"sendmail: {user.FileOf(".msmtprc")}: line 6: unknown command bogus\n", result.ErrorText);
    }

    [Fact]
    public async Task A_queued_mail_that_needs_a_plugin_is_sent_with_the_others()
    {
        var queueing = $"queue always\nqueue_dir {user.FileOf("queue")}\nqueue_runner off\nlogfile {user.FileOf("log")}\n";
        var other = user.FileOf("other");
        await File.WriteAllTextAsync(other, $"plugin Faulty\n{user.Account}{queueing}faulty_word x\n", TestContext.Current.CancellationToken);
        for (var i = 0; i < 20; i++)
            await user.RunAsync(TestPaths.NativeCommand, user.Account + queueing, $"Subject: plain {i}\n\n", "you@example.net");
        await user.RunAsync(TestPaths.NativeCommand, "", "Subject: plugin\n\n", $"--file={other}", "you@example.net");

        var result = await user.RunAsync(TestPaths.NativeCommand, user.Account + queueing, "", "--queue-run");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        var subjects = new List<string>();
        while (user.Sink.TakeMail() is { } mail)
            subjects.Add(mail.Text.Split('\n').First(static line => line.StartsWith("Subject: ", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(0, 20).Select(static i => $"Subject: plain {i}").Append("Subject: plugin").Order(), subjects.Order());
        Assert.DoesNotContain("may be delivered twice", await File.ReadAllTextAsync(user.FileOf("log"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public static TheoryData<string> Commands { get; } = [TestPaths.NativeCommand, TestPaths.ManagedHost];

    [Theory, MemberData(nameof(Commands))]
    public async Task A_plugin_of_the_command_line_is_loaded_by_whoever_sends_the_mail_later(string command)
    {
        var msmtprc = $"{user.Account}queue always\nqueue_dir {user.FileOf("queue")}\nqueue_runner off\n";
        var queued = await user.RunAsync(command, msmtprc, "Subject: x\n\n", "--setting=faulty_word=x", "--plugin=Faulty", "you@example.net");

        var sent = await user.RunAsync(command, msmtprc, "", "--queue-run");

        Assert.Equal((0, "", 0, ""), (queued.ExitCode, queued.ErrorText, sent.ExitCode, sent.ErrorText));
        Assert.Contains("Subject: x\n", user.Sink.TakeMail()?.Text, StringComparison.Ordinal);
    }

    // The process is replaced between two mails, and not in the middle of one.
    [Fact]
    public async Task A_queued_mail_that_needs_a_plugin_cuts_off_no_other()
    {
        var slow = new SlowServer();
        await using var server = SmtpServer.Start(new SmtpServerOptions(), slow);
        var queue = $"queue_dir={user.FileOf("queue")}";
        var queueing = $"queue always\n{queue.Replace('=', ' ')}\nqueue_runner off\nlogfile {user.FileOf("log")}\n";
        var plain = $"account default\nhost 127.0.0.1\nport {server.Port}\nfrom me@example.org\n{queueing}";
        var other = user.FileOf("other");
        await File.WriteAllTextAsync(other, $"plugin Faulty\n{user.Account}{queueing}faulty_word x\n", Token);
        await user.RunAsync(TestPaths.NativeCommand, plain, "Subject: plain\n\n", "you@example.net");

        var running = user.RunAsync(TestPaths.NativeCommand, plain, "", "--queue-run=stay", $"--setting={queue}");
        await slow.HasMail.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await user.RunAsync(TestPaths.NativeCommand, plain, "Subject: plugin\n\n", $"--file={other}", "you@example.net");
        var result = await running;

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Equal(1, slow.Mails);
        Assert.Contains("Subject: plugin\n", user.Sink.TakeMail()?.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("may be delivered twice", await File.ReadAllTextAsync(user.FileOf("log"), Token), StringComparison.Ordinal);
    }

    // What is queued is final: a filter that has been applied is not applied to what it has made.
    [Fact]
    public async Task A_filter_is_applied_to_a_queued_mail_once_and_before_it_is_queued()
    {
        var queueing = $"plugin Faulty\n{user.Account}queue always\nqueue_dir {user.FileOf("queue")}\nqueue_runner off\n";
        user.Plugins.Write("Faulty", "fault", "filter throws");
        var refused = await user.RunAsync(TestPaths.NativeCommand, queueing, "Subject: x\n\nhello\n", "you@example.net");
        user.Plugins.Write("Faulty", "fault", "filter keeps the body");
        var put = await user.RunAsync(TestPaths.NativeCommand, queueing, "Subject: x\n\nhello\n", "you@example.net");
        user.Plugins.Write("Faulty", "fault", "filter throws");

        var sent = await user.RunAsync(TestPaths.NativeCommand, queueing, "", "-q");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Equal((0, 0, ""), (put.ExitCode, sent.ExitCode, sent.ErrorText));
        Assert.EndsWith("\n\nhello\n", user.Sink.TakeMail()?.Text, StringComparison.Ordinal);
        Assert.Null(user.Sink.TakeMail());
    }

    [Fact]
    public async Task A_queued_mail_goes_by_the_transport_of_a_plugin()
    {
        var queueing = $"plugin Faulty\n{user.Account}transport faulty\nqueue always\nqueue_dir {user.FileOf("queue")}\nqueue_runner off\n";
        var put = await user.RunAsync(TestPaths.NativeCommand, queueing, "Subject: x\n\n", "you@example.net");

        var sent = await user.RunAsync(TestPaths.NativeCommand, queueing, "", "-q");
        var listed = await user.RunAsync(TestPaths.NativeCommand, queueing, "", "--queue-list");

        Assert.Equal((0, "", 0, ""), (put.ExitCode, put.ErrorText, sent.ExitCode, sent.ErrorText));
        Assert.Equal("the queue is empty\n", listed.OutputText);
        Assert.Null(user.Sink.TakeMail());
    }

    [Theory]
    [InlineData(null, "0")]
    [InlineData("1", "1")]
    public async Task The_runtime_opens_no_door_for_debuggers_unless_somebody_wants_it(string? wanted, string found)
    {
        if (wanted is not null)
            user.Environment["DOTNET_EnableDiagnostics"] = wanted;

        var result = await user.RunAsync(
            TestPaths.NativeCommand,
            $"plugin Faulty\n{user.Account}eval echo from $DOTNET_EnableDiagnostics@example.org\n",
            "\n",
            "-P",
            "you@example.net");

        Assert.Contains($"\nfrom = {found}@example.org\n", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_runtime_one_line_says_so()
    {
        user.Environment["DOTNET_ROOT"] = "/nowhere";

        var result = await user.RunAsync(TestPaths.NativeCommand, $"plugin Faulty\n{user.Account}", "\n", "you@example.net");

        Assert.Equal(
            $"msmtp: {user.FileOf(".msmtprc")}: line 1: plugin Faulty cannot be used: it needs the .NET 10 runtime, which is not in /nowhere; "
            + "install it (dotnet-runtime-10.0), or name its folder in DOTNET_ROOT\n",
            result.ErrorText);
        Assert.Equal(78, result.ExitCode);
        Assert.Null(user.Sink.TakeMail());
    }

    [Fact]
    public async Task Without_the_managed_host_one_line_says_so()
    {
        using var elsewhere = new TempDirectory();
        Directory.CreateDirectory(elsewhere.File("bin"));
        var copy = elsewhere.File("bin", "msmtp");
        Assert.SkipUnless(File.Exists(TestPaths.NativeCommand), $"{TestPaths.NativeCommand} is not built: run build.sh");
        // By another process: a program is not run while somebody has it open for writing, as a child of this one might.
        await new CommandRunner("/bin/cp") { Arguments = [TestPaths.NativeCommand, copy] }.RunAsync(TestContext.Current.CancellationToken);

        var result = await user.RunAsync(copy, $"plugin Faulty\n{user.Account}", "\n", "you@example.net");

        Assert.Contains($"the managed msmtp that could load it is not at {elsewhere.File("host", "msmtp")} or ", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains($"; copy the folder host, which build.sh makes beside it (artifacts/host), to {elsewhere.File("lib", "msmtp", "host")}\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(78, result.ExitCode);
    }

    [Fact]
    public async Task Installed_as_README_says_it_finds_the_managed_host()
    {
        Assert.SkipUnless(File.Exists(TestPaths.NativeCommand), $"{TestPaths.NativeCommand} is not built: run build.sh");
        using var prefix = new TempDirectory();
        var install = $"mkdir -p {prefix.File("bin")} {prefix.File("lib", "msmtp")} && install -m 755 {TestPaths.NativeCommand} {prefix.File("bin", "msmtp")}"
            + $" && cp -R {Path.GetDirectoryName(TestPaths.ManagedHost)} {prefix.File("lib", "msmtp")}";
        var installed = await new CommandRunner("/bin/sh") { Arguments = ["-c", install] }.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (installed.ExitCode, installed.ErrorText));

        var result = await user.RunAsync(prefix.File("bin", "msmtp"), $"plugin Faulty\n{user.Account}", "Subject: x\n\n", "you@example.net");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.NotNull(user.Sink.TakeMail());
    }

    [Fact]
    public async Task What_the_system_has_told_to_be_careful_does_not_look_where_the_environment_says()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can run a command as another user");
        Assert.SkipUnless(File.Exists(SetCapabilities), "setcap is not installed (package libcap2-bin)");
        Assert.SkipUnless(File.Exists(TestPaths.NativeCommand), $"{TestPaths.NativeCommand} is not built: run build.sh");
        using var elsewhere = new TempDirectory();
        Directory.CreateDirectory(elsewhere.File("bin"));
        var copy = elsewhere.File("bin", "msmtp");
        // A capability that could be inherited and was not: the system says AT_SECURE, and nobody has more rights for it.
        var script = $"cp {TestPaths.NativeCommand} {copy} && cp -r {Path.GetDirectoryName(TestPaths.ManagedHost)} {elsewhere.File("host")} && {SetCapabilities} cap_net_bind_service=ei {copy}"
            + $" && chmod 755 {elsewhere.Path} {elsewhere.File("host")} {user.Plugins.Path}"
            + $" && exec setpriv --reuid 65534 --regid 65534 --clear-groups {copy} --plugin Faulty --plugins";
        var runner = new CommandRunner("/bin/sh")
        {
            Arguments = ["-c", script],
            Environment = new Dictionary<string, string> { ["MSMTP_PLUGIN_PATH"] = user.Plugins.Path, ["HOME"] = "/nowhere" },
        };

        var result = await runner.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            "msmtp: plugin Faulty cannot be used: there is no Faulty/Faulty.dll in /usr/local/lib/msmtp/plugins, /usr/lib/msmtp/plugins; "
            + "put it there, or name its folder in MSMTP_PLUGIN_PATH\n",
            result.ErrorText);
    }

    // Has the mail when the other one is found, and has not answered.
    sealed class SlowServer : IMailHandler
    {
        readonly TimeProvider time = TimeProvider.System;
        readonly TaskCompletionSource received = new();

        public Task HasMail => received.Task;

        public int Mails { get; private set; }

        public async ValueTask<MailOutcome> ReceiveAsync(MailEnvelope envelope, Stream content, CancellationToken cancellationToken)
        {
            await content.CopyToAsync(Stream.Null, cancellationToken);
            Mails++;
            received.TrySetResult();
            await Task.Delay(TimeSpan.FromSeconds(3), time, cancellationToken);
            return MailOutcome.Accepted;
        }
    }
}
