using System.Net.Sockets;
using System.Runtime.Versioning;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>A msmtprc of several files, and one whose arguments depend on the environment.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class IncludedFilesTests : EndToEndTest
{
    const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    const UnixFileMode Enterable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    [Theory, EachFlavour]
    public async Task A_mail_goes_by_an_account_of_an_included_folder(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        Home.Write("conf.d/10-server", $"account server\nhost 127.0.0.1\nport {sink.Port}\n");
        Home.Write("conf.d/20-work", "account work : server\nfrom work@example.org\n");
        Home.Write("conf.d/20-work~", "bogus\n");

        var result = await SendAsync(flavour, "-C", Home.Write("msmtprc", "include conf.d\n"), "-a", "work", "you@example.net");

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        Assert.Equal("work@example.org", sink.TakeMail()?.Envelope.Sender);
    }

    [Theory, EachFlavour]
    public async Task The_folder_in_which_the_command_runs_does_not_matter(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        Home.Write("more", $"host 127.0.0.1\nport {sink.Port}\nfrom me@example.org\n");
        Home.Write(".msmtprc", "include more\n");

        var found = await ShellAsync(flavour, "cd / && exec \"$@\"", "you@example.net");
        var named = await ShellAsync(flavour, $"cd {Home.Path} && exec \"$@\"", "-C", ".msmtprc", "you@example.net");

        Assert.Equal((0, ""), (found.ExitCode, found.ErrorText));
        Assert.Equal((0, ""), (named.ExitCode, named.ErrorText));
    }

    [Theory, EachFlavour]
    public async Task A_secret_in_an_included_file_is_for_its_owner_alone(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var system = Installed(flavour, "");
        var secret = Home.Write("secret", "password x\n");
        // Without a secret of its own.
        var file = Msmtprc(sink.Port, "include secret");
        File.SetUnixFileMode(file, Readable);
        File.SetUnixFileMode(secret, Readable);
        await new CommandRunner("/bin/chown") { Arguments = [InstalledSystem.Stranger, file, secret] }.RunAsync(Token);

        var refused = await RunAsync(system, "msmtp", "-C", file, "--debug", "you@example.net");
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var sent = await RunAsync(system, "msmtp", "-C", file, "you@example.net");

        Assert.Equal(78, refused.ExitCode);
        Assert.Equal(
            $"msmtp: {secret}: contains secrets and therefore must have no more than user read/write permissions\nmsmtp: hint: included in line 5 of {file}\n",
            refused.ErrorText);
        Assert.Equal((0, ""), (sent.ExitCode, sent.ErrorText));
        Assert.NotNull(sink.TakeMail());
    }

    [Theory, EachFlavour]
    public async Task What_is_wrong_is_told_with_file_and_line_and_the_exit_status_of_a_file_that_is_named(Flavour flavour)
    {
        var file = Home.Write("msmtprc", "host h\ninclude a\n");

        async Task SaysAsync(int status, string error, string? hint)
        {
            var result = await SendAsync(flavour, "-C", file, "--debug", "you@example.net");
            Assert.Equal((status, $"msmtp: {error}\n" + (hint is null ? "" : $"msmtp: hint: {hint}\n")), (result.ExitCode, result.ErrorText));
        }

        await SaysAsync(74, $"{file}: line 2: {Home.File("a")}: No such file or directory", null);
        Home.Write("a", "# a\nprot 25\n");
        await SaysAsync(78, $"{Home.File("a")}: line 2: unknown command prot", $"did you mean port? (included in line 2 of {file})");
        Home.Write("a", "include b\n");
        Home.Write("b", "include a\n");
        await SaysAsync(
            78,
            $"{Home.File("b")}: line 1: {Home.File("a")} includes itself: {Home.File("a")} includes {Home.File("b")} includes {Home.File("a")}",
            $"included in line 1 of {Home.File("a")}, included in line 2 of {file}");
        Home.Write("a", "include x/*.conf\n");
        await SaysAsync(
            78,
            $"{Home.File("a")}: line 1: x/*.conf is not there, and command include takes no patterns",
            $"name the folder: its files are read in the order of their names, but for hidden ones and copies that were left behind (included in line 2 of {file})");
        Home.Write("a", "sendmail_options strict\n");
        await SaysAsync(
            78,
            $"{Home.File("a")}: line 1: command sendmail_options must stand in the system's msmtprc itself, not in a file that is included",
            $"included in line 2 of {file}");
        Home.Write("a", "eval echo include b\n");
        await SaysAsync(78, $"{Home.File("a")}: line 1: command include must not come from an eval", $"included in line 2 of {file}");
        Home.Write("a", "plugin no-such-plugin\n");
        var plugin = await SendAsync(flavour, "-C", file, "--debug", "you@example.net");
        Assert.StartsWith($"msmtp: {Home.File("a")}: line 1: plugin no-such-plugin cannot be used: ", plugin.ErrorText, StringComparison.Ordinal);
        Home.Write("a", "expand on\nhost ${MAIL_HOST}\n");
        await SaysAsync(
            78,
            $"{Home.File("a")}: line 2: command host: the variable MAIL_HOST is not set",
            $"${{MAIL_HOST:-text}} would stand for the text then (included in line 2 of {file})");
        for (var i = 1; i <= 16; i++)
            Home.Write($"{i}", $"include {i + 1}\n");
        Home.Write("a", "include 1\n");
        var deep = await SendAsync(flavour, "-C", file, "you@example.net");
        Assert.Equal((78, $"msmtp: {Home.File("15")}: line 1: {Home.File("16")} is included too deep: 16 files already include each other\n"), (deep.ExitCode, deep.ErrorText));
    }

    [Theory, EachFlavour]
    public async Task Pretending_and_the_doctor_show_what_came_from_where(Flavour flavour)
    {
        var file = Home.Write("msmtprc", "expand on\nhost ${MAIL_HOST}\nport ${MAIL_PORT:-26}\nfrom me@%h.example.org\ninclude conf.d\n");
        var secret = Home.Write("conf.d/a", "expand on\nuser %u\npassword ${MAIL_PASSWORD}%q\n");
        Home.Write("conf.d/a.bak", "bogus\n");
        var environment = EnvironmentWith(("MAIL_HOST", "127.0.0.1"), ("USER", "joe"), ("HOME", "home"), ("MAIL_PASSWORD", "hidden"));
        IReadOnlyList<string> notes =
        [
            $"host in line 2 of {file} is made of ${{MAIL_HOST}}",
            $"port in line 3 of {file} is made of the default of ${{MAIL_PORT}}",
            $"from in line 4 of {file} is made of %h",
            $"user in line 2 of {secret} is made of %u",
            $"loaded {secret}, included in line 5 of {file}",
            $"passed over {Home.File("conf.d/a.bak")}, in a folder included in line 5 of {file}",
            $"loaded user configuration file {file}",
        ];

        var pretended = await (Command(flavour, "-C", file, "-P", "you@example.net") with { Environment = environment }).RunAsync(Token);
        var examined = await (Command(flavour, "-C", file, "--doctor") with { Environment = environment }).RunAsync(Token);

        Assert.Equal(0, pretended.ExitCode);
        Assert.Contains("\n" + string.Join('\n', notes) + "\n", pretended.OutputText, StringComparison.Ordinal);
        foreach (var line in (string[])["host = 127.0.0.1", "port = 26", "user = joe", "password = *", "from = me@home.example.org"])
            Assert.Contains($"\n{line}\n", pretended.OutputText, StringComparison.Ordinal);
        Assert.Contains(string.Concat(notes.Select(static note => $"ok      configuration   {note}\n")), examined.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", pretended.OutputText + examined.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("%q", pretended.OutputText + examined.OutputText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_queued_mail_finds_its_account_in_the_included_file_as_it_is_then(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Home.Write("msmtprc", "defaults\nqueue always\nqueue_runner off\ninclude conf.d\n");
        Home.Write("conf.d/work", "account work\nhost 127.0.0.1\nport 1\nfrom me@example.org\n");

        var queued = await ShellAsync(flavour, $"cd {Home.Path} && exec \"$@\"", "-C", "msmtprc", "-a", "work", "you@example.net");
        Home.Write("conf.d/work", $"account work\nhost 127.0.0.1\nport {sink.Port}\nfrom me@example.org\n");
        var run = await SendTextAsync(flavour, "", "-C", file, "--queue-run");

        Assert.Equal((0, 0), (queued.ExitCode, run.ExitCode));
        Assert.Equal(Mail, sink.TakeMail()?.Text);
    }

    [Theory, EachFlavour]
    public async Task A_service_reads_again_what_has_changed_in_any_file(Flavour flavour)
    {
        await using var one = MailSink.Start();
        await using var two = MailSink.Start();
        var log = Home.File("log");
        var file = Home.Write("service", $"defaults\nqueue_dir {Home.File("q")}\ninclude server\naccount default\nfrom me@example.org\ninclude conf.d\n");
        Home.Write("server", $"host 127.0.0.1\nport {one.Port}\n");
        Directory.CreateDirectory(Home.File("conf.d"));
        var socket = Home.File("submit");
        var msmtpd = Command(flavour, $"--socket={socket}", $"--file={file}", $"--log={log}") with { Path = RunningServer.Named(Home, Built(flavour)) };
        using var service = await RunningServer.StartAsync(msmtpd, new UnixDomainSocketEndPoint(socket), Token);
        var talk = "EHLO me\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net>\r\nDATA\r\nSubject: x\r\n\r\n.\r\nQUIT\r\n";

        await service.TalkAsync(talk, Token);
        await one.NextMailAsync(Token);
        // An included file.
        Home.Write("server", $"host 127.0.0.1\nport {two.Port}\n");
        await service.TalkAsync(talk, Token);
        await two.NextMailAsync(Token);
        // A new one in an included folder.
        Home.Write("conf.d/a", $"port {one.Port}\n");
        await service.TalkAsync(talk, Token);
        await one.NextMailAsync(Token);
        // A change of it that is wrong, and that is mended where it is: until then mails are taken, and held.
        Home.Write("conf.d/a", "prot 1\n");
        await service.TalkAsync(talk, Token);
        await service.TalkAsync(talk, Token);
        Home.Write("conf.d/a", "# nothing, any more\n");
        await service.TalkAsync(talk, Token);

        var lines = await File.ReadAllLinesAsync(log, Token);
        Assert.Equal(3, lines.Count(static line => line.EndsWith("info: the configuration has changed, and was read again", StringComparison.Ordinal)));
        var complaint = Assert.Single(lines, static line => line.Contains("is wrong, and stays as it was", StringComparison.Ordinal));
        Assert.EndsWith($"{Home.File("conf.d/a")}: line 1: unknown command prot", complaint, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_part_of_the_systems_file_that_the_caller_cannot_read_is_as_if_he_could_read_none(Flavour flavour)
    {
        await using var own = MailSink.Start();
        var system = Installed(flavour, "host 127.0.0.1\nport 1\nfrom me@example.org\ninclude msmtp/secret\n");
        Home.Write("etc/msmtp/secret", "password hidden\n");
        File.SetUnixFileMode(Home.File("etc/msmtp"), Enterable);
        File.SetUnixFileMode(Home.Write(".msmtprc", $"account own\nhost 127.0.0.1\nport {own.Port}\nfrom own@example.org\n"), Readable);

        var sent = await RunAsync(system, "msmtp", "-a", "own", "you@example.net");
        var lost = await RunAsync(system, "msmtp", "--debug", "you@example.net");
        var root = await system.Around(Plain(system, "msmtp", ["-P", "you@example.net"]), user: null).RunAsync(Token);

        Assert.Equal((0, ""), (sent.ExitCode, sent.ErrorText));
        Assert.NotNull(own.TakeMail());
        Assert.Equal(78, lost.ExitCode);
        Assert.StartsWith(
            "ignoring system configuration file /etc/msmtprc: it includes /etc/msmtp/secret: Permission denied\n", lost.OutputText, StringComparison.Ordinal);
        Assert.Contains(
            "msmtp: hint: /etc/msmtprc exists, but you cannot read it: it includes /etc/msmtp/secret: Permission denied; nor is there a service at ", lost.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, root.ExitCode);
        Assert.Contains("\nloaded /etc/msmtp/secret, included in line 4 of /etc/msmtprc\n", "\n" + root.OutputText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task Strictly_nothing_of_an_included_file_is_told(Flavour flavour)
    {
        var system = Installed(flavour, "sendmail_options strict\nhost 127.0.0.1\ninclude msmtp/hidden\n");
        foreach (var (text, status, reason) in ((string, int, string)[])
            [("bogus hidden\n", 78, ""), ("include hidden\n", 78, ""), ("include nowhere-hidden\n", 74, ""),
             ("expand on\nhost ${HIDDEN}\n", 78, ": it needs a variable of the environment, which is left behind")])
        {
            File.SetUnixFileMode(Home.Write("etc/msmtp/hidden", text), Readable);
            File.SetUnixFileMode(Home.File("etc/msmtp"), Enterable);

            var result = await RunAsync(system, "sendmail", "you@example.net");

            Assert.Equal((status, $"sendmail: /etc/msmtprc: line 3 cannot be used{reason}\n"), (result.ExitCode, result.ErrorText));
        }
    }

    [Theory, EachFlavour]
    public async Task Strictly_a_part_that_cannot_be_read_sends_no_mail(Flavour flavour)
    {
        var system = Installed(flavour, "sendmail_options strict\nhost 127.0.0.1\nport 1\nfrom me@example.org\ninclude hidden\n");
        Home.Write("etc/hidden", "password x\n");

        var result = await RunAsync(system, "sendmail", "you@example.net");

        Assert.Equal((78, "sendmail: account default not found: no configuration file available\n"), (result.ExitCode, result.ErrorText));
    }

    InstalledSystem Installed(Flavour flavour, string text)
    {
        Assert.SkipWhen(InstalledSystem.Missing is not null, InstalledSystem.Missing ?? "");
        var system = new InstalledSystem(Home, Built(flavour));
        system.Write(text);
        return system;
    }

    Task<CommandResult> RunAsync(InstalledSystem system, string name, params IReadOnlyList<string> arguments) =>
        system.Around(Plain(system, name, arguments)).RunAsync(Token);

    CommandRunner Plain(InstalledSystem system, string name, IReadOnlyList<string> arguments) => new(system.Program(name))
    {
        Arguments = arguments,
        InheritsEnvironment = false,
        Environment = EnvironmentWith(),
        Input = System.Text.Encoding.ASCII.GetBytes(Mail),
    };
}
