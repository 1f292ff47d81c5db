using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Aliases files as sendmail has them, and what programs ask about them.</summary>
public sealed class AliasTests : EndToEndTest
{
    [Theory, EachFlavour]
    public async Task A_file_as_sendmail_has_it_loses_nobody(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var list = Home.Write("list", "# everybody\nc@x.example\n  D <d@x.example>, e@x.example\n");
        var aliases = Home.Write("aliases", $"""
            Root: a@x.example b@x.example,
              :include:{list}
            unused: "|/bin/command"

            """);

        var result = await SendAsync(flavour, [.. Server(sink.Port), $"--aliases={aliases}", "root"]);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(["e@x.example", "d@x.example", "c@x.example", "b@x.example", "a@x.example"], (await sink.NextMailAsync(Token)).Recipients);
    }

    public static TheoryData<Flavour, string, string> Unusable { get; } = new(
        from flavour in Enum.GetValues<Flavour>()
        from file in new[]
        {
            ("root: \"|/bin/command\"\n", "line 1: alias root: mail to a command is not supported: |/bin/command"),
            ("# local\nroot: a@x.example, /var/mail/root\n", "line 2: alias root: mail to a file is not supported: /var/mail/root"),
            ("root: a@x.example,\n :include:/missing\n", "line 2: alias root: /missing: No such file or directory"),
            ("root: Joe Smith\n", "line 1: alias root: 'Joe Smith' is neither an address nor a local name"),
            (Bomb, "more than 100000 recipients when expanding alias a15"),
        }
        select (flavour, file.Item1, file.Item2));

    static string Bomb => "root: a0\n" + string.Concat(
        Enumerable.Range(0, 15).Select(static i => $"a{i}: {string.Join(',', Enumerable.Repeat($"a{i + 1}", 10))}\n"));

    [Theory, MemberData(nameof(Unusable))]
    public async Task What_cannot_be_mailed_is_told_with_file_and_line(Flavour flavour, string text, string complaint)
    {
        await using var sink = MailSink.Start();
        var aliases = Home.Write("aliases", text);

        var result = await SendAsync(flavour, [.. Server(sink.Port), $"--aliases={aliases}", "you@example.net", "root"]);

        Assert.Equal((78, $"msmtp: {aliases}: {complaint}\n"), (result.ExitCode, result.ErrorText.Replace(" (account", "\n", StringComparison.Ordinal).Split('\n')[0] + "\n"));
        Assert.Empty(sink.Commands);
    }

    // As bash has it: --aliases=<(command).
    [Theory, EachFlavour]
    public async Task It_may_be_a_pipe(Flavour flavour)
    {
        var result = await SendTextAsync(flavour, "root: a@x.example\n", [.. Server(25), "--aliases=/dev/stdin", "-bv", "root"]);

        Assert.Equal((0, "root: a@x.example\n", ""), (result.ExitCode, result.OutputText, result.ErrorText));
    }

    [Theory, EachFlavour]
    public async Task So_may_msmtprc(Flavour flavour)
    {
        var result = await SendTextAsync(flavour, "account default\nhost mail.example.org\nfrom me@example.org\n", "-C", "/dev/stdin", "--pretend", "you@example.net");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Matches(@"host += mail\.example\.org", result.OutputText);
    }

    [Theory, EachFlavour]
    public async Task A_file_that_never_ends_is_not_read_to_its_end(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var result = await SendAsync(flavour, [.. Server(sink.Port), "--aliases=/dev/zero", "root"]);

        Assert.Equal((78, "msmtp: /dev/zero: the file is longer than 16 MiB\n"), (result.ExitCode, result.ErrorText));
        Assert.Empty(sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task It_can_be_asked_whom_a_mail_would_go_to(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var aliases = Home.Write("aliases", "root: ops\nops: a@x.example, b@x.example\n");

        var result = await SendAsync(flavour, [.. Server(sink.Port), $"--aliases={aliases}", "-bv", "root", "Joe <joe@x.example>", "jack"]);

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Equal("root: b@x.example, a@x.example\njoe@x.example: joe@x.example\njack: jack\n", result.OutputText);
        Assert.Empty(sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task Asking_sends_nothing_whatever_is_wrong(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var nobody = await SendAsync(flavour, [.. Server(sink.Port), "-bv"]);
        var unreadable = await SendAsync(flavour, [.. Server(sink.Port), "-bv", "Joe Smith"]);
        var test = await SendAsync(flavour, [.. Server(sink.Port), "-bt", "you@example.net"]);

        Assert.Equal((64, "msmtp: no recipients found\n"), (nobody.ExitCode, nobody.ErrorText));
        Assert.Equal(65, unreadable.ExitCode);
        Assert.Equal((64, "msmtp: unsupported operation mode bt\n"), (test.ExitCode, test.ErrorText));
        Assert.Empty(sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task Newaliases_tells_every_mistake_and_is_content_without_any(Flavour flavour)
    {
        var good = Home.Write("good", "root: a@x.example\n");
        var bad = Home.Write("bad", "root a@x.example\nx: |command\n");
        Home.Write(".msmtprc", $"account one\nhost h\naliases {good}\naccount two\nhost h\naliases {bad}\naccount three\nhost h\naliases {good}\n");

        var all = await NewAliasesAsync(flavour);
        var one = await NewAliasesAsync(flavour, "-a", "one");
        var option = await Command(flavour, "-bi", $"--aliases={bad}").RunAsync(Token);
        var missing = await Command(flavour, "-bi", "--aliases=/missing").RunAsync(Token);

        var mistakes = (string name) =>
            $"{name}: {bad}: line 1: single ':' delimiter expected\n{name}: {bad}: line 2: alias x: mail to a command is not supported: |command\n";
        Assert.Equal((78, mistakes("newaliases"), ""), (all.ExitCode, all.ErrorText, all.OutputText));
        Assert.Equal((0, "", ""), (one.ExitCode, one.ErrorText, one.OutputText));
        Assert.Equal((78, mistakes("msmtp")), (option.ExitCode, option.ErrorText));
        Assert.Equal((78, "msmtp: /missing: No such file or directory\n"), (missing.ExitCode, missing.ErrorText));
    }

    [Theory, EachFlavour]
    public async Task Newaliases_has_nothing_to_say_where_nothing_is_configured(Flavour flavour)
    {
        var result = await NewAliasesAsync(flavour);

        Assert.Equal((0, "", ""), (result.ExitCode, result.ErrorText, result.OutputText));
    }

    Task<CommandResult> NewAliasesAsync(Flavour flavour, params IReadOnlyList<string> arguments)
    {
        var link = Path.Combine(Home.Path, "newaliases");
        if (!File.Exists(link))
            File.CreateSymbolicLink(link, Built(flavour));
        return (Command(flavour, arguments) with { Path = link }).RunAsync(Token);
    }
}
