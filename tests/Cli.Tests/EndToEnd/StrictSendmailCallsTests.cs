using System.Runtime.Versioning;
using System.Text;
using System.Text.RegularExpressions;
using Msmtp.Hosting;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>
/// What a strict sendmail asks of the system, under strace(1), whatever its command line is: it opens no file to write into it, starts no program,
/// connects to nobody but the server of the system's msmtprc, and opens nothing that a stranger has named.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class StrictSendmailCallsTests : EndToEndTest
{
    const string Strace = "/usr/bin/strace";
    const int Lines = 60;

    string Loot => Home.File("loot");

    string Trace => Home.File("loot", "trace");

    [Fact]
    public async Task No_command_line_makes_it_write_run_or_connect()
    {
        await using var sink = MailSink.Start();
        await using var attackers = MailSink.Start();
        var system = Installed(sink.Port);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var wrong = new List<string>();
        for (var i = 0; i < Lines; i++)
        {
            var line = Line(random, attackers.Port);

            await RunAsync(system, "sendmail", line);

            wrong.AddRange((await WrongAsync(sink.Port)).Select(call => $"{string.Join(' ', line)}: {call}"));
        }

        Assert.True(wrong.Count == 0, $"seed {seed}:\n{string.Join('\n', wrong)}");
        Assert.Empty(attackers.Commands);
    }

    // Without it, nobody would know that the one above can fail.
    [Fact]
    public async Task What_it_must_not_do_is_seen_where_it_is_done()
    {
        await using var sink = MailSink.Start();
        await using var attackers = MailSink.Start();
        var system = Installed(sink.Port);

        await RunAsync(
            system, "msmtp",
            [
                "-X", Home.File("loot", "log"), "--host=127.0.0.1", $"--port={attackers.Port}", "-fa@b",
                "--passwordeval=id", "--auth=plain", "--user=x", "you@example.net",
            ]);

        var wrong = await WrongAsync(sink.Port);
        foreach (var what in (string[])["loot/log", "/bin/sh", $"htons({attackers.Port})"])
            Assert.Contains(wrong, call => call.Contains(what, StringComparison.Ordinal));
    }

    InstalledSystem Installed(int port)
    {
        Assert.SkipUnless(File.Exists(Strace), "strace is not installed");
        Assert.SkipWhen(InstalledSystem.Missing is not null, InstalledSystem.Missing ?? "");
        var system = new InstalledSystem(Home, Built(Flavour.Native));
        system.Write($"sendmail_options strict\nhost 127.0.0.1\nport {port}\nfrom me@example.org\n");
        Directory.CreateDirectory(Loot);
        File.SetUnixFileMode(Loot, (UnixFileMode)0b111_111_111);
        foreach (var name in (string[])[".msmtprc", "named"])
            File.SetUnixFileMode(Home.Write(name, "host 127.0.0.1\nfrom evil@example.com\n"), (UnixFileMode)0b110_100_100);
        return system;
    }

    // Options of sendmail's, of ours and of plugins, letters as they come, and arguments that could do something.
    List<string> Line(Random random, int port)
    {
        string[] arguments =
        [
            Home.File("named"), Home.File("loot", "new"), "/etc/passwd", $"{port}", "127.0.0.1", "touch " + Home.File("loot", "ran"), "!id",
            "a@b", "<a@b>", "dq", "s", "on", "",
        ];
        var words = new List<string>();
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var argument = arguments[random.Next(arguments.Length)];
            switch (random.Next(6))
            {
                case 0:
                    words.Add($"--{LongNames[random.Next(LongNames.Length)]}={argument}");
                    break;
                case 1:
                    words.AddRange([$"--{LongNames[random.Next(LongNames.Length)]}", argument]);
                    break;
                case 2:
                    words.Add($"-{(char)random.Next('!', '~')}{argument}");
                    break;
                case 3:
                    words.AddRange([$"-{(char)random.Next('A', 'z')}{(char)random.Next('A', 'z')}", argument]);
                    break;
                // Mostly taken, so that what follows counts.
                case 4:
                    words.Add(Own[random.Next(Own.Length)] + argument);
                    break;
                default:
                    words.Add(random.Next(4) == 0 ? "--" : argument);
                    break;
            }
        }
        return words;
    }

    static readonly string[] Own = ["-f", "-F", "-o", "-O", "-d", "-L", "-h", "-B", "-A", "-ti", "-oi", "-r", "-V", "-bm", "-bs", "-bv", "-t"];

    static readonly PluginRegistry Plugins = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All]);

    static readonly string[] LongNames =
        [.. new OptionTable(Plugins.Settings, Plugins.Modes).All.Select(static known => known.Option.Name).Where(static name => name.Length > 0)];

    // The superuser's strace reads the memory of a program that denies that to its own user.
    Task<CommandResult> RunAsync(InstalledSystem system, string name, IReadOnlyList<string> line) => system.Around(new CommandRunner(Strace)
    {
        Arguments =
        [
            "-f", "-qq", "-s", "4096",
            "-e", "trace=open,openat,creat,execve,execveat,connect,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,symlinkat,linkat,chmod,truncate",
            "-o", Trace, "setpriv", "--reuid", InstalledSystem.Stranger, "--regid", InstalledSystem.Stranger, "--clear-groups", system.Program(name), .. line,
        ],
        InheritsEnvironment = false,
        Environment = EnvironmentWith(),
        Input = Encoding.ASCII.GetBytes(Mail),
    }, user: null).RunAsync(Token);

    async Task<List<string>> WrongAsync(int port)
    {
        var calls = await File.ReadAllLinesAsync(Trace, Token);
        var begins = Array.FindIndex(calls, call => call.Contains($"execve(\"{Home.Path}/", StringComparison.Ordinal));
        Assert.True(begins >= 0, string.Join('\n', calls));
        // An attempt that fails is wrong, too.
        return [.. calls.Skip(begins + 1).Where(call => Changes().IsMatch(call) || Names(call) || Connects(call, port))];
    }

    // All of the home is the stranger's, but for the program itself.
    bool Names(string call) => call.Contains(Home.Path, StringComparison.Ordinal) && !call.Contains(Home.File("artifacts"), StringComparison.Ordinal);

    static bool Connects(string call, int port) => call.Contains("connect(", StringComparison.Ordinal)
        && !call.Contains($"htons({port})", StringComparison.Ordinal) && !call.Contains("/nscd/", StringComparison.Ordinal);

    // All that is traced, but for what opens a file to read it.
    [GeneratedRegex(@"O_WRONLY|O_RDWR|O_CREAT|^\d+ +(?!open|connect)\w+\(")]
    private static partial Regex Changes();
}
