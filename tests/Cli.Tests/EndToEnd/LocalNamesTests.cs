using System.Net;
using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>Mail of programs that know nothing of domains: local names, the names of this machine, and what becomes of their fields.</summary>
public sealed class LocalNamesTests : EndToEndTest
{
    const string Fixed = "Date: Mon, 02 Jan 2023 10:11:12 +0000\nMessage-ID: <1@example.org>\n";
    const string Cron = Fixed + "From: \"(Cron Daemon)\" <root>\nTo: root\nCc: joe@example.net, ann\nSubject: Cron <root@web1> true\n\nbody\n";

    [Theory, EachFlavour]
    public async Task A_name_gets_the_local_domain_in_the_envelope_and_in_the_header(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Msmtprc(sink.Port, "local_domain example.com");

        var result = await SendTextAsync(flavour, Cron, "-C", file, "-f", "root", "-t", "-i");
        var mail = await sink.NextMailAsync(Token);

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Equal("root@example.com", mail.Envelope.Sender);
        Assert.Equal(["root@example.com", "joe@example.net", "ann@example.com"], mail.Recipients);
        Assert.Equal(
            Fixed + "From: \"(Cron Daemon)\" <root@example.com>\nTo: root@example.com\nCc: joe@example.net, ann@example.com\n"
                + "Subject: Cron <root@web1> true\n\nbody\n",
            mail.Text);
    }

    [Theory, EachFlavour]
    public async Task Aliases_come_first(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var aliases = Home.Write("aliases", "root: ops@example.net, jack\n");

        await SendAsync(flavour, [.. Server(sink.Port), "--local-domain=example.com", $"--aliases={aliases}", "root", "joe"]);

        Assert.Equal(["jack@example.com", "ops@example.net", "joe@example.com"], (await sink.NextMailAsync(Token)).Recipients);
    }

    [Theory, EachFlavour]
    public async Task The_local_domain_may_be_this_machines(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var command = Command(flavour, "-C", Msmtprc(sink.Port, "local_domain %H.example.com"), "root");

        var sent = await (command with { Input = "x\n"u8.ToArray(), Environment = EnvironmentWith(("HOSTNAME", "web1")) }).RunAsync(Token);
        var odd = await (command with { Input = "x\n"u8.ToArray(), Environment = EnvironmentWith(("HOSTNAME", "a <b")) }).RunAsync(Token);

        Assert.Equal(0, sent.ExitCode);
        Assert.Equal(["root@web1.example.com"], (await sink.NextMailAsync(Token)).Recipients);
        Assert.Equal((78, "msmtp: local_domain: 'a <b.example.com' is not a domain\n"), (odd.ExitCode, odd.ErrorText));
        Assert.Null(sink.TakeMail());
    }

    [Theory, EachFlavour]
    public async Task An_address_at_this_host_has_the_alias_of_its_name(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var aliases = Home.Write("aliases", "root: ops@example.net\nself: self@localhost\n");
        var host = Dns.GetHostName();
        var file = Msmtprc(sink.Port, $"aliases {aliases}", "alias_domains this_host web.example");

        var sent = await SendAsync(flavour, "-C", file, $"root@{host.ToUpperInvariant()}", "root@localhost", "root@web.example", "root@example.net", "self");
        var shown = await SendAsync(flavour, "-C", file, "-bv", $"root@{host}", "jack@localhost", "root");
        var off = await SendAsync(flavour, "-C", file, "--alias-domains=", "-bv", "root@localhost");

        Assert.True(sent.ExitCode == 0, sent.ToString());
        Assert.Equal(
            ["ops@example.net", "ops@example.net", "ops@example.net", "root@example.net", "self@localhost"], (await sink.NextMailAsync(Token)).Recipients);
        Assert.Equal($"root@{host}: ops@example.net\njack@localhost: jack@localhost\nroot: ops@example.net\n", shown.OutputText);
        Assert.Equal("root@localhost: root@localhost\n", off.OutputText);
    }

    [Theory, EachFlavour]
    public async Task An_account_may_have_several_senders(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Home.Write("msmtprc", $"""
            defaults
            host 127.0.0.1
            port {sink.Port}
            account other
            from other@example.org
            account private
            from bob@example.org
            from_also 010101@example.org, bob.*@example.org "b b"@example.org
            from_full_name Bob
            account default : other

            """);
        string[][] calls = [["-f", "010101@example.org"], ["-f", "\"b b\"@example.org"], ["--read-envelope-from"], ["-a", "private"], ["-f", "x@example.org"]];
        foreach (var call in calls)
            await SendTextAsync(flavour, call[0] == "--read-envelope-from" ? "From: Bank <bob.bank@example.org>\n\nx\n" : "x\n", ["-C", file, .. call, "you@example.net"]);

        var froms = new List<string>();
        foreach (var _ in calls)
            froms.Add((await sink.NextMailAsync(Token)).Text.Split('\n').Single(static line => line.StartsWith("From: ", StringComparison.Ordinal)));
        Assert.Equal(
            ["From: Bob <010101@example.org>", "From: Bob <\"b b\"@example.org>", "From: Bank <bob.bank@example.org>", "From: Bob <bob@example.org>", "From: x@example.org"],
            froms);
    }

    [Theory, EachFlavour]
    public async Task A_sender_that_is_replaced_leaves_its_name(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Msmtprc(sink.Port, "set_from_header on", "keep_from_name on", "from_full_name Web");
        string[] froms = ["root (Cron Daemon)", "=?utf-8?Q?J=C3=B6rg?=\n Doe <j@web1>", "\"root@web1\" <root@web1>", "root"];
        foreach (var from in froms)
            await SendTextAsync(flavour, $"{Fixed}From: {from}\nTo: a\n\nx\n", "-C", file, "you@example.net");

        foreach (var name in (string[])["Cron Daemon", "=?utf-8?Q?J=C3=B6rg?= Doe", "Web", "Web"])
            Assert.Equal($"From: {name} <me@example.org>\n{Fixed}To: a\n\nx\n", (await sink.NextMailAsync(Token)).Text);
    }

    [Theory, EachFlavour]
    public async Task Whoever_sends_for_others_is_named(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var options = Server(sink.Port);
        const string boss = Fixed + "From: boss@example.org\n";

        await SendTextAsync(flavour, boss + "\nx\n", [.. options, "--set-sender-header", "you@example.net"]);
        await SendTextAsync(flavour, boss + "Sender: drupal@web1\n\nx\n", [.. options, "--set-sender-header=on", "you@example.net"]);
        await SendTextAsync(flavour, boss + "Sender: drupal@web1\n\nx\n", [.. options, "--set-sender-header=auto", "you@example.net"]);

        Assert.Equal("Sender: me@example.org\n" + boss + "\nx\n", (await sink.NextMailAsync(Token)).Text);
        Assert.Equal("Sender: me@example.org\n" + boss + "\nx\n", (await sink.NextMailAsync(Token)).Text);
        Assert.Equal(boss + "Sender: drupal@web1\n\nx\n", (await sink.NextMailAsync(Token)).Text);
    }

    [Theory, EachFlavour]
    public async Task What_is_queued_is_what_it_was_when_it_was_queued(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        string[] lines = ["queue always", $"queue_dir {Home.File("queue")}", "queue_runner off"];
        var file = Msmtprc(sink.Port, [.. lines, "local_domain example.com", "set_sender_header on"]);
        var queued = await SendTextAsync(flavour, Cron, "-C", file, "-f", "web", "-t");
        Msmtprc(sink.Port, lines);

        var run = await SendTextAsync(flavour, "", "-C", file, "--queue-run");
        var mail = await sink.NextMailAsync(Token);

        Assert.Equal((0, 0), (queued.ExitCode, run.ExitCode));
        Assert.Equal("web@example.com", mail.Envelope.Sender);
        Assert.Equal(["root@example.com", "joe@example.net", "ann@example.com"], mail.Recipients);
        Assert.StartsWith($"Sender: web@example.com\n{Fixed}From: \"(Cron Daemon)\" <root@example.com>\nTo: root@example.com\n", mail.Text, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task Pretend_shows_them_only_when_they_are_set(Flavour flavour)
    {
        var unset = await SendAsync(flavour, "-C", Msmtprc(25, "local_domain", "alias_domains", "from_also", "keep_from_name off", "set_sender_header off"), "-P", "you@example.net");
        var never = await SendAsync(flavour, "-C", Msmtprc(25), "-P", "you@example.net");
        var set = await SendAsync(
            flavour, "-C", Msmtprc(25, "local_domain x", "alias_domains this_host", "from_also a@x b@x", "keep_from_name", "set_sender_header"), "-P", "you@example.net");

        Assert.Equal(never.OutputText, unset.OutputText);
        var shown = set.OutputText.Split('\n').Except(never.OutputText.Split('\n')).Select(static line => Regex.Replace(line, " +", " "));
        Assert.Equal(["from_also = a@x b@x", "keep_from_name = on", "set_sender_header = auto", "local_domain = x", "alias_domains = this_host"], shown);
    }

    [Theory, EachFlavour]
    public async Task The_doctor_tells_them(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var aliases = Home.Write("aliases", "a: b@localhost\nb: a@localhost\n");
        var file = Msmtprc(sink.Port, "from web", "from_also a@x", "local_domain example.com", "alias_domains localhost", $"aliases {aliases}");

        var result = await SendTextAsync(flavour, "", "-C", file, "--doctor");
        var without = await SendTextAsync(flavour, "", "-C", Msmtprc(sink.Port, "alias_domains localhost"), "--doctor");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(
            "ok      local domain    example.com\nok      sender          web@example.com\nok      sender          also a@x\n"
                + $"warn    aliases         {aliases}: line 1: Too many redirects when expanding alias a.\n",
            result.OutputText, StringComparison.Ordinal);
        Assert.Contains("warn    aliases         alias_domains is set, but there is no aliases file\n", without.OutputText, StringComparison.Ordinal);
    }

    public static TheoryData<Flavour, string, string> Wrong { get; } = new(
        from flavour in Enum.GetValues<Flavour>()
        from line in new[]
        {
            ("local_domain @example.org", "local_domain takes a domain, %H or %C for this machine's name, %M for its mail name"),
            ("local_domain a.example b.example", "local_domain takes a domain, %H or %C for this machine's name, %M for its mail name"),
            ("alias_domains root@web1", "alias_domains takes this_host and domains with blanks between them"),
            ("alias_domains *.example.org", "alias_domains takes this_host and domains with blanks between them"),
            ("from_also Bob <bob@example.org>", "from_also takes addresses and patterns such as *@example.org with blanks between them"),
            ("keep_from_name auto", "keep_from_name takes on, off"),
            ("set_sender_header yes", "set_sender_header takes auto, on, off"),
        }
        select (flavour, line.Item1, line.Item2));

    [Theory, MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_told_with_its_line_or_option(Flavour flavour, string line, string advice)
    {
        var (command, argument) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        var file = Msmtprc(25, line);
        var option = $"--{command.Replace('_', '-')}";

        var inFile = await SendAsync(flavour, "-C", file, "you@example.net");
        var examined = await SendTextAsync(flavour, "", "-C", file, "--doctor");
        var inOption = await SendAsync(flavour, [.. Server(25), $"{option}={argument}", "you@example.net"]);

        Assert.Equal(78, inFile.ExitCode);
        Assert.StartsWith($"msmtp: {file}: line 5: invalid argument {argument} for command {command}\n", inFile.ErrorText, StringComparison.Ordinal);
        Assert.Contains($"{file}: line 5: invalid argument {argument} for command {command}\n        hint            ", examined.OutputText, StringComparison.Ordinal);
        Assert.Contains($"{advice}\n", examined.OutputText, StringComparison.Ordinal);
        Assert.Equal(64, inOption.ExitCode);
        if (command != "from_also")
            Assert.StartsWith($"msmtp: invalid argument {argument} for {option}\n", inOption.ErrorText, StringComparison.Ordinal);
    }
}
