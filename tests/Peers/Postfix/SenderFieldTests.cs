using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Fields that are made of others, as they arrive, and as the parsers of other languages read them.</summary>
[Collection<OnePostfix>]
public sealed class SenderFieldTests(Postfix postfix)
{
    const string Rest = "Date: Thu, 01 Jan 2026 00:00:00 +0000\nMessage-ID: <2@localhost>\n";

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Local_names_arrive_at_the_local_domain(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();
        var (name, domain) = (mailbox.Address.Split('@')[0], mailbox.Address.Split('@')[1]);

        var result = await msmtp.SendAsync(
            Encoding.ASCII.GetBytes($"{Rest}From: root (Cron Daemon)\nTo: {name}\nSender: web\n\nbody\n"),
            postfix.At(Door.Plain) + $"local_domain {domain}\nset_sender_header on\n", "-t", "-f", "boss");

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = Assert.Single(await postfix.DeliveredAsync(mailbox));
        Assert.Equal(
            $"Sender: boss@{domain}\n{Rest}From: root@{domain} (Cron Daemon)\nTo: {mailbox.Address}\n\nbody\n", Encoding.ASCII.GetString(mail.Content));
    }

    static readonly Dictionary<string, string> Names = new()
    {
        ["Joe Doe <joe@web1>"] = "Joe Doe",
        ["root (Cron Daemon)"] = "Cron Daemon",
        ["root (Cron, \\(the\\) Daemon)"] = "Cron, (the) Daemon",
        ["\"Doe,\n J.\" <joe@web1>"] = "Doe, J.",
        ["J. Q. Public <joe@web1>"] = "J. Q. Public",
        ["\"the \\\"X\\\" \\\\\" <joe@web1>"] = "the \"X\" \\",
        ["=?utf-8?Q?J=C3=B6rg,_M.?=\n =?utf-8?B?w7xsbGVy?= <joe@web1>"] = "Jörg, M.üller",
        ["=?iso-8859-1?q?J=F6rg?= Doe <joe@web1>"] = "Jörg Doe",
        ["=?utf-8?Q?J=C3=B6rg?= Müller <joe@web1>"] = "Jörg Müller",
        ["Jörg Müller <joe@web1>"] = "Jörg Müller",
        ["Staff: =?utf-8?Q?J=C3=B6rg?= <joe@web1>, Ann <ann@web1>;"] = "Jörg",
        ["\"root@web1\" <root@web1>"] = "",
    };

    public static MatrixTheoryData<Flavour, string> Fields { get; } = new(Enum.GetValues<Flavour>(), Names.Keys);

    [Theory, MemberData(nameof(Fields))]
    public async Task A_name_that_is_kept_is_read_by_others_as_it_was_meant(Flavour flavour, string from)
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var result = await msmtp.SendAsync(
            Encoding.UTF8.GetBytes($"{Rest}From: {from}\n\nbody\n"),
            postfix.At(Door.Plain) + "set_from_header on\nkeep_from_name on\n", "-f", "boss@localhost", mailbox.Address);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = Assert.Single(await postfix.DeliveredAsync(mailbox));
        var read = $"{Names[from]}|boss@localhost\n";
        Assert.Equal((read, ""), await ReadAsync("python3", "-c", Python, mail.Content));
        Assert.Equal((read, ""), await ReadAsync("perl", "-we", Perl, mail.Content));
    }

    // The newer parser shows a blank between two encoded words (RFC 2047 §6.2 says that there is none), so the name is read by the older one.
    const string Python = """
        import email, email.policy, sys
        from email.header import decode_header, make_header
        from email.utils import parseaddr
        octets = sys.stdin.buffer.read()
        field = email.message_from_bytes(octets, policy=email.policy.default)['From']
        assert not field.defects, field.defects
        [box] = field.addresses
        name, address = parseaddr(email.message_from_bytes(octets)['From'])
        assert address == box.addr_spec, address
        sys.stdout.buffer.write(f'{make_header(decode_header(name))}|{address}\n'.encode())
        """;

    // Mail::Address does not decode, and leaves the quotes.
    const string Perl = """
        use Mail::Address; use Mail::Header; use Encode;
        binmode STDOUT, ':utf8';
        my ($from, $more) = Mail::Address->parse(Mail::Header->new(\*STDIN)->get('From'));
        die 'more than one' if $more;
        my $name = $from->phrase; $name =~ s/\n//g;
        if ($name =~ /^"(.*)"$/) { $name = $1; $name =~ s/\\(.)/$1/g }
        print decode('MIME-Header', $name), '|', $from->address, "\n";
        """;

    static async Task<(string, string)> ReadAsync(string program, string option, string script, byte[] mail)
    {
        if (program == "perl")
            Program.Needs("/usr/share/perl5/Mail/Address.pm", "libmailtools-perl");
        var result = await new CommandRunner(Program.Find(program, program)) { Arguments = [option, script], Input = mail }
            .RunAsync(TestContext.Current.CancellationToken);
        return (result.OutputText, result.ErrorText);
    }
}
