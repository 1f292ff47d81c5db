using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.Completion;

/// <summary>The completions in the shells that they are for, at a terminal.</summary>
public sealed class ShellCompletionTests : IDisposable
{
    const string Left = "\x1b[D";
    const string End = "\x05";

    readonly TempDirectory home = new();

    public ShellCompletionTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs pseudo-terminals");
        Assert.True(File.Exists(TestPaths.NativeCommand), "run ./build.sh before the tests");
    }

    public void Dispose() => home.Dispose();

    public static TheoryData<ShellKind> Shells { get; } = [.. Enum.GetValues<ShellKind>()];

    /// <summary>Names that mean something to a shell. Each would make a file if it were expanded.</summary>
    static readonly string[] HostileNames =
    [
        "$(touch RAN)", "`touch RAN`", "a;touch RAN", "a&touch RAN", "a|touch RAN", "<(touch RAN)", "a>RAN", "$RAN", "${RAN=x}", "$'x'",
        "it's", "the end\"", "say \"x\" twice", "it's \"$(touch RAN)\"", "back\\slash", "trailing\\", "[a-z]*?", "{a..b}",
        "~", "~root", "#comment", "-x", "--", "=ls", "^x", "%1", "!!", "a=b", "a@b.example", "(x)", "a  b", "Jürgen", "\u65E5\u672C\u8A9E \u00E9", "a\u0301",
    ];

    [Theory, MemberData(nameof(Shells))]
    public async Task Options_and_their_arguments_are_completed(ShellKind kind)
    {
        Configure();
        home.Write("unique-file", "");
        using var shell = await InteractiveShell.StartAsync(kind, home);

        await CompletesAsync(shell, "msmtp --pret\t", "--pretend");
        await CompletesAsync(shell, "msmtp --acc\twork", kind == ShellKind.Fish ? ["--account", "work"] : ["--account=work"]);
        await CompletesAsync(shell, "msmtp -a wo\t", "-a", "work");
        await CompletesAsync(shell, "msmtp -awo\t", "-awork");
        await CompletesAsync(shell, "msmtp -tawo\t", "-tawork");
        await CompletesAsync(shell, "msmtp --account=wo\t", "--account=work");
        await CompletesAsync(shell, "msmtp --account wo\t", "--account", "work");
        await CompletesAsync(shell, "msmtp --tls=of\t", "--tls=off");
        await CompletesAsync(shell, "msmtp --tls of\t", "--tls", "of");
        await CompletesAsync(shell, "msmtp --auth=scram-sha-512-p\t", "--auth=scram-sha-512-plus");
        await CompletesAsync(shell, "msmtp --queue-list=\t", "--queue-list=json");
        await CompletesAsync(shell, "msmtp --dsn-notify=success,fa\t", "--dsn-notify=success,failure");
        await CompletesAsync(shell, "msmtp --syslog=LOG_LOCAL7\t", "--syslog=LOG_LOCAL7");
        await CompletesAsync(shell, "msmtp --tls-trust-file=uniq\t", "--tls-trust-file=unique-file");
        await CompletesAsync(shell, "msmtp --tls-trust-file=sys\t", "--tls-trust-file=system");
        await CompletesAsync(shell, "msmtp --tls-crl-file ./uniq\t", "--tls-crl-file", "./unique-file");
        await CompletesAsync(shell, "msmtp -C uniq\t", "-C", "unique-file");
        await CompletesAsync(shell, "msmtp -t <uniq\t", "-t");
        await CompletesAsync(shell, "msmtp --host=smtp.w\t", "--host=smtp.work.example");
        await CompletesAsync(shell, "msmtp --from=joe@w\t", "--from=joe@work.example");
        await CompletesAsync(shell, "msmtp -f jo\t", "-f", "joe@work.example");
        await CompletesAsync(shell, "msmtp --setting=queue_bounce=of\t", "--setting=queue_bounce=off");
        await CompletesAsync(shell, "msmtp --setting queue_bou\ton", "--setting", "queue_bounce=on");
        await CompletesAsync(shell, "msmtp --unknown=\tx", "--unknown=x");
        await CompletesAsync(shell, "msmtp --unknown -a wo\t", "--unknown", "-a", "work");
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task What_is_no_option_is_an_alias_or_what_the_options_before_it_want(ShellKind kind)
    {
        Configure();
        using var shell = await InteractiveShell.StartAsync(kind, home);

        await CompletesAsync(shell, "msmtp -a work postm\t", "-a", "work", "postmaster");
        await CompletesAsync(shell, "msmtp -a work -- postm\t", "-a", "work", "--", "postmaster");
        await CompletesAsync(shell, "msmtp -a work -- --pret\t", "-a", "work", "--", "--pret");
        await CompletesAsync(shell, "msmtp -a home postm\t", "-a", "home", "postm");
        await CompletesAsync(shell, "msmtp --doctor wo\t", "--doctor", "work");
        await CompletesAsync(shell, "msmtp -a work --serverinfo postm\t", "-a", "work", "--serverinfo", "postm");
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task The_options_of_msmtpd_are_its_own(ShellKind kind)
    {
        Configure();
        using var shell = await InteractiveShell.StartAsync(kind, home);

        await CompletesAsync(shell, "msmtpd --inet\t", "--inetd");
        await CompletesAsync(shell, "msmtpd --account=wo\t", "--account=work");
        await CompletesAsync(shell, "msmtpd --log=sys\t", "--log=syslog");
        await CompletesAsync(shell, "msmtpd --pret\t", "--pret");
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task An_option_in_the_middle_of_the_line_is_completed(ShellKind kind)
    {
        Configure();
        using var shell = await InteractiveShell.StartAsync(kind, home);

        await CompletesAsync(
            shell, "msmtp -a wo --pretend" + string.Concat(Enumerable.Repeat(Left, " --pretend".Length)) + "\t" + End, "-a", "work", "--pretend");
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task What_there_is_is_listed_with_what_it_is_for(ShellKind kind)
    {
        Configure();
        home.Write("unique-file", "");
        var tellsMore = kind is ShellKind.Zsh or ShellKind.Fish;

        await ListsAsync(
            kind, "msmtp --queue-",
            ["queue-list", "queue-run", "queue-hold", "queue-release", "queue-retry", "queue-delete", .. tellsMore ? ["send a held mail after all"] : (string[])[]]);
        await ListsAsync(kind, "msmtp -a ", ["work", "home", .. tellsMore ? ["joe@work.example", "smtp.home.example"] : (string[])[]]);
        await ListsAsync(kind, "msmtp --queue=", "always", "off");
        await ListsAsync(kind, "msmtp --tls-trust-file=", "system", "unique-file");
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task Queued_mails_are_named(ShellKind kind)
    {
        Configure();
        var id = await QueueAsync("root@there.example");
        using var shell = await InteractiveShell.StartAsync(kind, home);

        await CompletesAsync(shell, $"msmtp --queue-hold={id[..3]}\t", $"--queue-hold={id}");
        await CompletesAsync(shell, $"msmtp --queue-retry {id[..3]}\t", "--queue-retry", id);
        await CompletesAsync(shell, "msmtp --queue-delete=al\t", "--queue-delete=all");
        await CompletesAsync(shell, $"msmtp --queue-release={id[..3]}\t", $"--queue-release={id[..3]}");
        if (kind is ShellKind.Zsh or ShellKind.Fish)
            await ListsAsync(kind, "msmtp --queue-delete=", id, "root@there.example", "all");
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task Whatever_an_account_is_called_it_is_completed_as_a_word_and_never_run(ShellKind kind)
    {
        using var shell = await InteractiveShell.StartAsync(kind, home);

        foreach (var name in HostileNames)
        {
            // Behind a tilde fish has users.
            if (kind == ShellKind.Fish && name.StartsWith('~'))
                continue;
            home.Write(".msmtprc", $"account {name}\nhost smtp.example.org\n");

            await CompletesAsync(shell, "msmtp -a \t", "-a", name);
            await CompletesAsync(shell, "msmtp --account=\t", $"--account={name}");
            // In quotes the end of options is one to fish.
            if (name != "--")
                await CompletesAsync(shell, "msmtp -a '\t", "-a", name);
            // History expansion is made in double quotes, too.
            if (name != "--" && !name.Contains('!', StringComparison.Ordinal))
                await CompletesAsync(shell, "msmtp --account=\"\t", $"--account={name}");
            Assert.False(File.Exists(home.File("RAN")), name);
        }
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task What_has_been_typed_of_a_name_stays_a_name(ShellKind kind)
    {
        home.Write(".msmtprc", "account $(touch RAN) x\nhost h\naccount my account\nhost h\naccount a`touch RAN`\nhost h\naccount ~there\nhost h\n");
        using var shell = await InteractiveShell.StartAsync(kind, home);

        await CompletesAsync(shell, "msmtp -a \\$\t", "-a", "$(touch RAN) x");
        await CompletesAsync(shell, "msmtp -a '$(touch R\t", "-a", "$(touch RAN) x");
        await CompletesAsync(shell, "msmtp --account='$(touch R\t", "--account=$(touch RAN) x");
        await CompletesAsync(shell, "msmtp -a my\\ a\t", "-a", "my account");
        await CompletesAsync(shell, "msmtp -a \"my a\t", "-a", "my account");
        await CompletesAsync(shell, "msmtp --account=my\\ \t", "--account=my account");
        // What zsh does not know by itself, and fish takes for a folder.
        if (kind != ShellKind.Zsh)
            await CompletesAsync(shell, "msmtp '--account=my a\t", "--account=my account");
        if (kind != ShellKind.Fish)
            await CompletesAsync(shell, "msmtp -a \\~\t", "-a", "~there");
        await CompletesAsync(shell, "msmtp --user '$(touch RAN) x' --account=m\t", "--user", "$(touch RAN) x", "--account=my account");
        Assert.False(File.Exists(home.File("RAN")));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task Nothing_of_a_msmtprc_is_run_by_completing(ShellKind kind)
    {
        home.Write(".msmtprc", "plugin nowhere\neval touch RAN; echo account evil\naccount only\nhost h\npasswordeval touch RAN\neval touch RAN\n");
        using var shell = await InteractiveShell.StartAsync(kind, home);

        await CompletesAsync(shell, "msmtp -a \t", "-a", "only");
        await CompletesAsync(shell, "msmtp --queue-delete=al\t", "--queue-delete=all");
        await CompletesAsync(shell, "msmtp --plugin nowhere --host=\t", "--plugin", "nowhere", "--host=h");
        Assert.False(File.Exists(home.File("RAN")));
    }

    [Theory, MemberData(nameof(Shells))]
    public async Task Where_there_is_nothing_to_offer_nothing_is_shown(ShellKind kind)
    {
        using var shell = await InteractiveShell.StartAsync(kind, home);

        await CompletesAsync(shell, "msmtp -a \tx", "-a", "x");
        home.Write(".msmtprc", "\"\naccount\nhost\n\0\nwhat is this\n");
        await CompletesAsync(shell, "msmtp -a \tx", "-a", "x");
        await CompletesAsync(shell, "msmtp -C /nowhere --account=\tx", "-C", "/nowhere", "--account=x");
        await CompletesAsync(shell, "msmtp a\tx", "ax");
        Assert.DoesNotContain("msmtp:", shell.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_what_they_are_in_a_locale_that_does_not_know_their_letters()
    {
        home.Write(".msmtprc", "account Jürgen\nhost h\n");
        using var shell = await InteractiveShell.StartAsync(ShellKind.Bash, home, "C");

        await CompletesAsync(shell, "msmtp -a J\t", "-a", "Jürgen");
    }

    void Configure()
    {
        home.Write(".msmtprc", $"""
            defaults
            queue always
            queue_runner off
            queue_dir {home.File("queue")}
            account work
            host smtp.work.example
            from joe@work.example
            aliases {home.File("aliases")}
            account home
            host smtp.home.example
            """);
        home.Write("aliases", "postmaster: joe@work.example\ndefault: joe@work.example\n");
    }

    async Task<string> QueueAsync(string recipient)
    {
        var command = new CommandRunner(TestPaths.NativeCommand)
        {
            Environment = new Dictionary<string, string> { ["HOME"] = home.Path },
            Arguments = ["-a", "work", recipient],
            Input = Encoding.ASCII.GetBytes("Subject: x\n\nx\n"),
        };
        await command.RunAsync(TestContext.Current.CancellationToken);
        var list = await (command with { Arguments = ["--queue-list"], Input = default }).RunAsync(TestContext.Current.CancellationToken);
        return list.OutputText.Split(' ')[0];
    }

    static async Task CompletesAsync(InteractiveShell shell, string keys, params string[] arguments)
    {
        var run = await shell.RunAsync(keys);

        Assert.True(arguments.SequenceEqual(run), $"{keys} became {Shown(run)} instead of {Shown(arguments)}");

        static string Shown(string[] words) => string.Join(' ', words.Select(static word => $"<{word}>"));
    }

    // In a shell of its own: each has another way to leave a list.
    async Task ListsAsync(ShellKind kind, string keys, params string[] texts)
    {
        using var shell = await InteractiveShell.StartAsync(kind, home);
        shell.Type(keys + "\t\t");

        await shell.SeesAsync(texts);
    }
}
