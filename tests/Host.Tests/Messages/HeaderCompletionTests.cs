using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Messages;

public sealed class HeaderCompletionTests
{
    [Theory]
    [InlineData("root", "root@example.org")]
    [InlineData("root, joe", "root@example.org, joe@example.org")]
    [InlineData("root,joe@x ,ann ;bob", "root@example.org,joe@x ,ann@example.org ;bob@example.org")]
    [InlineData("Root <root>", "Root <root@example.org>")]
    [InlineData("Root < root >", "Root < root@example.org >")]
    [InlineData("\"Cron Daemon\" <root> (x)", "\"Cron Daemon\" <root@example.org> (x)")]
    [InlineData("root (Cron Daemon)", "root@example.org (Cron Daemon)")]
    [InlineData("(Cron) root", "(Cron) root@example.org")]
    [InlineData("<\"a b\">", "<\"a b\"@example.org>")]
    [InlineData("joe.smith,\n root,\n\t<ann>", "joe.smith@example.org,\n root@example.org,\n\t<ann@example.org>")]
    [InlineData("Admins: root, joe;, ann", "Admins: root@example.org, joe@example.org;, ann@example.org")]
    [InlineData("joe+tag", "joe+tag@example.org")]
    [InlineData("MAILER-DAEMON", "MAILER-DAEMON@example.org")]
    [InlineData("j\xC3\xB6rg", "j\xC3\xB6rg@example.org")]
    [InlineData("root\n\t", "root@example.org\n\t")]
    [InlineData("Joe <root>, root", "Joe <root@example.org>, root@example.org")]
    public void A_name_without_a_domain_gets_it(string list, string complete) => Check(list, complete);

    [Theory]
    [InlineData("")]
    [InlineData("joe@x, <ann@y>, Bob <bob@z>")]
    [InlineData("<>")]
    [InlineData("undisclosed-recipients:;")]
    [InlineData("Joe Smith")]
    [InlineData("\"Joe\"")]
    [InlineData("=?utf-8?Q?Joe?=")]
    [InlineData("<joe@x> root")]
    [InlineData("<@a,@b:joe@x>")]
    [InlineData("<a, b>")]
    [InlineData("<root")]
    [InlineData("ro(x)ot")]
    [InlineData("joe @x")]
    [InlineData("joe@ x")]
    [InlineData("\"joe\"@x")]
    [InlineData("ro\\ot")]
    [InlineData("<joe smith>")]
    [InlineData("<<root>>")]
    [InlineData("root>")]
    [InlineData("a]b")]
    [InlineData("\"unclosed@x, root")]
    public void Whatever_else_stands_there_stays(string list) => Check(list, list);

    [Theory]
    [InlineData("From")]
    [InlineData("Sender")]
    [InlineData("reply-to")]
    [InlineData("To")]
    [InlineData("CC ")]
    [InlineData("Bcc")]
    public void The_fields_are_those_with_addresses(string name)
    {
        Check($"Subject: root\n{name}: root\nX-To: root\n\n", $"Subject: root\n{name}: root@example.org\nX-To: root\n\n", "example.org");
    }

    [Fact]
    public void Of_a_message_that_is_resent_only_the_resent_fields_are_ours()
    {
        Check(
            "Resent-From: me\nResent-To: you\nResent-Sender: me\nResent-Cc: a\nResent-Bcc: b\nResent-Date: x\nTo: root\nFrom: root\n\n",
            "Resent-From: me@h\nResent-To: you@h\nResent-Sender: me@h\nResent-Cc: a@h\nResent-Bcc: b@h\nResent-Date: x\nTo: root\nFrom: root\n\n",
            "h");
    }

    [Fact]
    public void The_domain_is_written_in_ASCII() => Check("To: root\n\n", "To: root@xn--bcher-kva.example\n\n", "BÜCHER.example");

    [Fact]
    public void A_header_in_which_nothing_is_incomplete_is_not_copied()
    {
        var header = MessageText.Header("To: a@b\nX: y\n\n");

        Assert.Same(header, HeaderCompletion.Of(header, "example.org"));
    }

    [Theory]
    [InlineData(", ", ",\n ")]
    [InlineData(",", ",\n ")]
    public void A_line_that_would_become_too_long_is_folded(string separator, string fold)
    {
        var names = Enumerable.Range(0, 200).Select(static i => $"user{i}").ToArray();
        var domain = "example.org";

        var result = MessageText.Of(HeaderCompletion.Of(MessageText.Header($"To: {string.Join(separator, names)}\nX: 1\n\n"), domain).Octets);

        Assert.All(result.Split('\n'), static line => Assert.InRange(line.Length, 0, 998));
        Assert.Contains(fold, result, StringComparison.Ordinal);
        Assert.Equal($"To: {string.Join(separator, names.Select(name => $"{name}@{domain}"))}\nX: 1\n", result.Replace(fold, separator, StringComparison.Ordinal));
    }

    /// <summary>Whoever is named afterwards was named before, with the domain where there was none; and nothing else has changed.</summary>
    [Fact]
    public void Every_list_names_the_same_people_as_before()
    {
        string[] pieces = ["root", "a@x", "<", ">", ",", ";", ":", "\"q\"", "(c)", " ", "\n ", "@", ".", "\\", "\"", "=?u?Q?x?=", "["];
        var changed = 0;
        foreach (var first in pieces)
            foreach (var second in pieces)
                foreach (var third in pieces)
                    foreach (var fourth in pieces)
                    {
                        var list = first + second + third + fourth;
                        var header = MessageText.Header($"To: {list}\n\n");
                        var result = MessageText.Of(HeaderCompletion.Of(header, "e.org").Octets);
                        Assert.Equal($"To: {list}\n", result.Replace("@e.org", "", StringComparison.Ordinal));
                        var before = AddressParser.Parse(MessageText.Octets(list));
                        var after = AddressParser.Parse(MessageText.Octets(result["To: ".Length..^1]));
                        Assert.Equal(before.Select(WithDomain), after.Select(WithDomain));
                        changed += result.Length > list.Length + 5 ? 1 : 0;
                    }
        Assert.InRange(changed, 5_000, 83_000);

        static string WithDomain(string address) => LocalDomain.Complete(address, "e.org");
    }

    static void Check(string list, string complete) => Check($"To: {list}\nX: root\n\n", $"To: {complete}\nX: root\n\n", "example.org");

    static void Check(string header, string result, string domain)
    {
        var policy = new HeaderPolicy
        {
            From = FieldHandling.Off,
            AddsDate = false,
            AddsMessageId = false,
            RemovesBcc = false,
            Sender = "me",
            LocalDomain = domain,
            HostName = static () => "vm",
        };
        Assert.Equal(result, MessageText.Of(HeaderRules.Apply(MessageText.Header(header), policy)));
    }
}
