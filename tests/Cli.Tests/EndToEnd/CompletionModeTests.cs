using System.Runtime.Versioning;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary><c>--complete</c>: what shells ask when Tab is pressed. It says what it can find out without doing anything.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CompletionModeTests : EndToEndTest
{
    string Trace => Home.File("ran");

    [Theory, EachFlavour]
    public async Task Accounts_are_listed_and_nothing_is_run_or_loaded(Flavour flavour)
    {
        Home.Write("more", $"eval touch {Trace}\naccount included\nhost included.example\n");
        Home.Write(".msmtprc", $"""
            plugin nowhere
            of_the_plugin x
            defaults
            from me@example.org
            eval touch {Trace}; echo account evil
            account one
            host one.example
            password secret
            passwordeval touch {Trace}
            include {Home.File("more")}
            account two words : one
            from other@example.org
            """);

        var result = await Command(flavour, "--complete=account").RunAsync(Token);

        Assert.Equal((0, "one\tme@example.org\nincluded\tme@example.org\ntwo words\tother@example.org\n", ""), Of(result));
        Assert.False(File.Exists(Trace));
    }

    [Theory, EachFlavour]
    public async Task Each_option_has_its_own(Flavour flavour)
    {
        Home.Write("aliases", "root: a@b.example\nbroken\ndefault: a@b.example\n");
        Home.Write("named", "account here\nhost named.example\nfrom *@example.org\n");
        Home.Write(".msmtprc", $"account default\nhost one.example\nfrom me@example.org\nfrom_also you@example.org\naliases {Home.File("aliases")}\n");

        Assert.Equal("one.example\tdefault\n", await AskAsync(flavour, "host"));
        Assert.Equal("me@example.org\tdefault\nyou@example.org\tdefault\n", await AskAsync(flavour, "from"));
        Assert.Equal("root\n", await AskAsync(flavour, "recipients"));
        Assert.Equal("root\n", await AskAsync(flavour, "recipients", "-P", "--unknown-option"));
        Assert.Equal("", await AskAsync(flavour, "recipients", "--serverinfo"));
        Assert.Equal("default\tme@example.org\n", await AskAsync(flavour, "recipients", "--doctor"));
        Assert.Equal("here\t*@example.org\n", await AskAsync(flavour, "account", "-C", "~/named", "-a"));
        Assert.Equal("", await AskAsync(flavour, "from", "--file=" + Home.File("named")));
        Assert.Equal("all\n", await AskAsync(flavour, "queue-retry"));
        Assert.Equal("on\noff\n", await AskAsync(flavour, "tls"));
        Assert.Equal("", await AskAsync(flavour, "nonsense"));
        Assert.Equal("", await AskAsync(flavour, ""));
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_nothing_that_is_said()
    {
        string[] wrong =
        [
            "account\nhost x\n", "account one : nowhere\nhost x\n", "account one\naccount one\nhost x\n", "nonsense\n", "\"\n", "account \"one\n",
            "account " + new string('x', 600) + "\n", "\uFEFF\0\0", "include /nowhere\ninclude\ninclude .msmtprc\n", "account a\u001B[2Jb\nhost h\n", "account a\tb\n",
        ];
        foreach (var text in wrong)
        {
            Home.Write(".msmtprc", text);

            var result = await Command(Flavour.Native, "--complete=host").RunAsync(Token);

            Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
            Assert.DoesNotContain("x", result.OutputText.Split('\t')[0], StringComparison.Ordinal);
            Assert.DoesNotContain("\u001B", await AskAsync(Flavour.Native, "account"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_stands_around_a_wrong_line_is_listed()
    {
        Home.Write(".msmtprc", "account one\nhost one.example\nnonsense\nport none\naccount two : nowhere\nhost two.example\naccount three\nhost three.example\n");

        Assert.Equal("one\tone.example\nthree\tthree.example\n", await AskAsync(Flavour.Native, "account"));
        Assert.Equal("one.example\tone\nthree.example\tthree\n", await AskAsync(Flavour.Native, "host"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_has_nothing_to_offer()
    {
        File.SetUnixFileMode(Home.Write("secret", "account one\nhost one.example\n"), UnixFileMode.None);
        var command = Command(Flavour.Native, "--complete=account", "-C", Home.File("secret"));

        Assert.Equal((0, "", ""), Of(await new OrdinaryUser(Home).RunAsync(command, Token)));
        Assert.Equal((0, "", ""), Of(await Command(Flavour.Native, "--complete=account", "-C", "/nowhere").RunAsync(Token)));
        Assert.Equal((0, "", ""), Of(await Command(Flavour.Native, "--complete=account", "-C", Home.Path).RunAsync(Token)));
    }

    [Theory, EachFlavour]
    public async Task Nobody_waits_for_a_pipe_into_which_nothing_is_written(Flavour flavour)
    {
        await new CommandRunner("/usr/bin/mkfifo") { Arguments = [Home.File("pipe")] }.RunAsync(Token);

        Assert.Equal((0, "", ""), Of(await Command(flavour, "--complete=account", "-C", Home.File("pipe")).RunAsync(Token)));
    }

    [Fact]
    public async Task It_makes_no_socket_starts_nothing_and_writes_nothing()
    {
        const string Strace = "/usr/bin/strace";
        Assert.SkipUnless(File.Exists(Strace), "strace is not installed");
        Home.Write(".msmtprc", $"expand on\neval touch {Trace}\naccount one\nhost %C\nfrom me@%H\npasswordeval touch {Trace}\nqueue on\n");
        var before = Directory.GetFileSystemEntries(Home.Path, "*", SearchOption.AllDirectories).Order().ToList();
        foreach (var option in (string[])["account", "host", "from", "queue-delete", "recipients"])
        {
            var command = Command(Flavour.Native, "--complete=" + option);
            using var calls = new TempDirectory();

            var result = await (command with
            {
                Path = Strace,
                Arguments = ["-f", "-e", "trace=%network,execve,mkdir,unlink", "-o", calls.File("calls"), command.Path, .. command.Arguments],
            }).RunAsync(Token);

            Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
            var lines = File.ReadAllLines(calls.File("calls")).Where(static line => line.Contains('(', StringComparison.Ordinal)).ToList();
            Assert.Contains("execve", Assert.Single(lines), StringComparison.Ordinal);
        }
        Assert.Equal(before, Directory.GetFileSystemEntries(Home.Path, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task Only_the_first_argument_asks()
    {
        var result = await SendAsync(Flavour.Native, "-a", "x", "--complete=account");

        Assert.Equal(64, result.ExitCode);
        Assert.Contains("--complete=option must be the first argument", result.ErrorText, StringComparison.Ordinal);
    }

    async Task<string> AskAsync(Flavour flavour, string option, params IReadOnlyList<string> words)
    {
        var result = await Command(flavour, ["--complete=" + option, .. words]).RunAsync(Token);

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        return result.OutputText;
    }

    static (int ExitCode, string Output, string Error) Of(CommandResult result) => (result.ExitCode, result.OutputText, Encoding.UTF8.GetString(result.Error));
}
