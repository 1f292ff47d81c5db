using Msmtp.Hosting;
using Msmtp.Text;

namespace Msmtp.Host.Tests.Messages;

public sealed class HeaderRulesTests
{
    const string From = "From: me@example.org\n";
    const string Date = "Date: Sun, 01 Nov 2026 17:18:04 +0530\n";
    const string MessageId = "Message-ID: <000102030405060708090a0b0c0d0eff.me@example.org>\n";
    const string Added = From + Date + MessageId;

    static readonly HeaderPolicy Policy = new()
    {
        Sender = "me@example.org",
        HostName = static () => "vm.example",
        Time = new KolkataTime(),
        UniqueId = static () => new Guid("000102030405060708090a0b0c0d0eff"),
    };

    static readonly HeaderPolicy Silent = Policy with { From = FieldHandling.Off, AddsDate = false, AddsMessageId = false };

    [Theory]
    [InlineData("Subject: x\n\n", Added + "Subject: x\n\n")]
    [InlineData("Subject: x", Added + "Subject: x\n")]
    [InlineData("", Added)]
    [InlineData("\n", Added + "\n")]
    [InlineData(" Date: x\n\n", Added + " Date: x\n\n")]
    [InlineData("X: y\n Date: x\n\n", Added + "X: y\n Date: x\n\n")]
    [InlineData("From : a@b\nDate : z\nMessage-ID\t: z\n\n", "From : a@b\nDate : z\nMessage-ID\t: z\n\n")]
    [InlineData("Resent-From: a@b\nResent-Date: z\nResent-Message-ID: z\nDate-X: y\n\n",
        Added + "Resent-From: a@b\nResent-Date: z\nResent-Message-ID: z\nDate-X: y\n\n")]
    [InlineData("dAtE: z\nfRoM: a@b\nmEsSaGe-Id: q\n\n", "dAtE: z\nfRoM: a@b\nmEsSaGe-Id: q\n\n")]
    [InlineData("Date:\nMessage-ID:\n\n", From + "Date:\nMessage-ID:\n\n")]
    [InlineData("From: a@b\nMessage-ID: <q>\n\n", Date + "From: a@b\nMessage-ID: <q>\n\n")]
    public void What_is_missing_is_added_in_front(string header, string result) => Check(header, result, Policy);

    [Theory]
    [InlineData("From:\nSubject: x\n\n", Added + "Subject: x\n\n")]
    [InlineData("From:\nX: y\nfROM: ,\n , \nZ: q\n\n", Added + "X: y\nZ: q\n\n")]
    [InlineData("From: \"Joe\"\n\n", Added + "\n")]
    [InlineData("From: <>\n\n", Added + "\n")]
    [InlineData("From: Joe\n\n", Date + MessageId + "From: Joe\n\n")]
    [InlineData("From:\nFrom: a@b\n\n", Date + MessageId + "From:\nFrom: a@b\n\n")]
    [InlineData("From: \"a b\"@x\n\n", Date + MessageId + "From: \"a b\"@x\n\n")]
    public void A_From_field_counts_only_with_an_address(string header, string result) => Check(header, result, Policy);

    [Theory]
    [InlineData("From: o1@x\n y\nX: 1\nfrom: o2@x\n\n", From + "X: 1\n\n")]
    [InlineData("A: 1\nFrom: x@y", From + "A: 1\n")]
    [InlineData("From:\n\n", From + "\n")]
    public void Set_to_on_every_From_field_gives_way_to_ours(string header, string result) =>
        Check(header, result, Silent with { From = FieldHandling.On });

    [Theory]
    [InlineData("Subject: x\n\n")]
    [InlineData("From:\nSubject: x\n\n")]
    [InlineData("From: a@b\n\n")]
    public void Set_to_off_nothing_is_added(string header) => Check(header, header, Silent);

    [Theory]
    [InlineData("Bcc: x@y,\n z@y\nbcc: q@y\nBcc-Like: keep\nSubject: x\n\n", "Bcc-Like: keep\nSubject: x\n\n")]
    [InlineData("bcC:a\n \n\t\nX: 1\n\n", "X: 1\n\n")]
    [InlineData("Bcc: x", "")]
    [InlineData("A: b\nBcc: x\n y\n\n", "A: b\n\n")]
    [InlineData("Bcc : a\nResent-Bcc: b\nBcc\n\n", "Resent-Bcc: b\nBcc\n\n")]
    [InlineData("Bcc\t : a\n b\nX: 1\n\n", "X: 1\n\n")]
    [InlineData("Bcc:\n\n", "\n")]
    public void Bcc_fields_are_removed_with_their_folded_lines(string header, string result) => Check(header, result, Silent);

    [Fact]
    public void A_long_Bcc_field_is_removed_whole()
    {
        var bcc = "Bcc: " + string.Join(",\n ", Enumerable.Range(0, 300).Select(i => $"u{i}@x"));

        Check($"A: b\n{bcc}\nC: d\n\n", "A: b\nC: d\n\n", Silent);
    }

    [Fact]
    public void Bcc_fields_stay_where_the_policy_says_so()
    {
        Check("Bcc: x@y\n\n", "Bcc: x@y\n\n", Silent with { RemovesBcc = false });
    }

    [Theory]
    [InlineData("To: a\n b\nSubject: q\nCc: c\n d\nBcc: e\n f\n\n", "To: undisclosed-recipients:;\nSubject: q\n\n")]
    [InlineData("Subject: x\n\n", "To: undisclosed-recipients:;\nSubject: x\n\n")]
    [InlineData("To : a\nResent-To: b\n\n", "To: undisclosed-recipients:;\nResent-To: b\n\n")]
    [InlineData("to:a", "To: undisclosed-recipients:;\n")]
    public void Hidden_recipients_leave_a_group_without_members(string header, string result) =>
        Check(header, result, Silent with { To = ToHandling.Undisclosed, RemovesBcc = false });

    [Fact]
    public void The_group_stands_between_From_and_Date()
    {
        Check("To: a\n\n", From + "To: undisclosed-recipients:;\n" + Date + MessageId + "\n", Policy with { To = ToHandling.Undisclosed });
    }

    [Theory]
    [InlineData("Joe", "From: Joe <me@example.org>\n")]
    [InlineData("", "From:  <me@example.org>\n")]
    [InlineData("  ", "From:    <me@example.org>\n")]
    [InlineData("Joe Doe-O'Neill!", "From: Joe Doe-O'Neill! <me@example.org>\n")]
    [InlineData("\"Doe, Joe\"", "From: \"Doe, Joe\" <me@example.org>\n")]
    [InlineData("Joe Q. \"X\" Smith", "From: Joe Q. \"X\" Smith <me@example.org>\n")]
    [InlineData("Joe \"X. \\\"\" Smith", "From: Joe \"X. \\\"\" Smith <me@example.org>\n")]
    [InlineData("=?utf-8?B?SsO2cmc=?= =?utf-8?Q?M?=", "From: =?utf-8?B?SsO2cmc=?= =?utf-8?Q?M?= <me@example.org>\n")]
    public void A_full_name_that_can_stand_in_a_field_stands_as_it_was_given(string name, string from) =>
        Check("", from, Silent with { From = FieldHandling.Auto, FullName = name });

    [Theory]
    [InlineData("Doe, John", "From: \"Doe, John\" <me@example.org>\n")]
    [InlineData("John Q. Public", "From: \"John Q. Public\" <me@example.org>\n")]
    [InlineData("Doe, \"Joe\" <x>", "From: \"Doe, \\\"Joe\\\" <x>\" <me@example.org>\n")]
    [InlineData("\"Joe", "From: \"\\\"Joe\" <me@example.org>\n")]
    [InlineData("\"Joe\\\"", "From: \"\\\"Joe\\\\\\\"\" <me@example.org>\n")]
    [InlineData("Joe \\", "From: \"Joe \\\\\" <me@example.org>\n")]
    [InlineData("joe@example.org", "From: \"joe@example.org\" <me@example.org>\n")]
    [InlineData("Joe (at home)", "From: \"Joe (at home)\" <me@example.org>\n")]
    [InlineData("a: b; c", "From: \"a: b; c\" <me@example.org>\n")]
    [InlineData("J [x]", "From: \"J [x]\" <me@example.org>\n")]
    public void A_full_name_that_needs_quotes_gets_them(string name, string from) =>
        Check("", from, Silent with { From = FieldHandling.Auto, FullName = name });

    [Theory]
    [InlineData("a\tb", "From: =?utf-8?B?YQli?= <me@example.org>\n")]
    [InlineData("a\u0001b", "From: =?utf-8?B?YQFi?= <me@example.org>\n")]
    public void A_full_name_that_cannot_be_printed_is_encoded_too(string name, string from) =>
        Check("", from, Silent with { From = FieldHandling.Auto, FullName = name });

    [Fact]
    public void A_full_name_beyond_ASCII_is_encoded()
    {
        var policy = Silent with { From = FieldHandling.Auto, FullName = "Jörg Müller" };

        Check("", "From: =?utf-8?B?SsO2cmcgTcO8bGxlcg==?= <me@example.org>\n", policy);
    }

    [Fact]
    public void The_quotes_of_a_full_name_beyond_ASCII_are_no_part_of_it()
    {
        var policy = Silent with { From = FieldHandling.Auto, FullName = "\"M\\\\ü, \\\"J\"" };

        Check("", $"From: =?utf-8?B?{Convert.ToBase64String("M\\ü, \"J"u8)}?= <me@example.org>\n", policy);
    }

    [Fact]
    public void A_full_name_that_no_line_could_hold_is_folded()
    {
        var policy = Silent with { From = FieldHandling.Auto, FullName = new string('x', 2000) };

        var lines = MessageText.Of(HeaderRules.Apply(MessageText.Header(""), policy)).Split('\n');

        Assert.All(lines, static line => Assert.InRange(line.Length, 0, 76));
        Assert.EndsWith(" <me@example.org>", string.Concat(lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<>")]
    [InlineData("mailer-daemon")]
    public void A_null_sender_is_called_what_mail_systems_call_themselves(string sender)
    {
        const string added = "From: N <MAILER-DAEMON@vm.example>\n";
        var policy = Silent with { Sender = sender, FullName = "N" };

        Check("From:\nX: 1\n\n", added + "X: 1\n\n", policy with { From = FieldHandling.Auto });
        Check("From:\nX: 1\n\n", added + "X: 1\n\n", policy with { From = FieldHandling.On });
        Check("From:\nX: 1\n\n", "From:\nX: 1\n\n", policy with { From = FieldHandling.Off });
    }

    [Theory]
    [InlineData("")]
    [InlineData("MAILER-DAEMON")]
    public void A_null_sender_does_not_take_the_place_of_one_that_the_mail_names(string sender)
    {
        const string header = "From: a@b\nX: 1\nFrom: c@d\n\n";

        Check(header, header, Silent with { From = FieldHandling.On, Sender = sender });
    }

    [Theory]
    [InlineData("")]
    [InlineData("(none)")]
    [InlineData("my host")]
    [InlineData("a..b")]
    [InlineData("h\u00F6st")]
    public void A_machine_whose_name_is_no_domain_is_called_localhost(string name)
    {
        var policy = Silent with { From = FieldHandling.Auto, AddsMessageId = true, Sender = "", HostName = () => name };

        Check(
            "",
            "From: MAILER-DAEMON@localhost\nMessage-ID: <000102030405060708090a0b0c0d0eff.MAILER-DAEMON@localhost>\n",
            policy);
    }

    [Fact]
    public void Without_a_From_field_to_add_the_full_name_goes_unused()
    {
        Check("From: a@b\n\n", "From: a@b\n\n", Silent with { From = FieldHandling.Auto, FullName = "Joe" });
    }

    [Theory]
    [InlineData("J\nX: y")]
    [InlineData("J\r")]
    [InlineData("J\0")]
    public void A_full_name_with_a_line_break_or_NUL_is_refused(string name)
    {
        var e = Assert.Throws<MailException>(() => Policy with { FullName = name });

        Assert.Equal(ExitCode.Usage, e.ExitCode);
        Assert.Contains("-F", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sender_with_a_line_break_is_a_programmers_error()
    {
        Assert.Throws<ArgumentException>(() => Policy with { Sender = "a@b\nX: y" });
    }

    [Theory]
    [InlineData("me", ".me@vm.example")]
    [InlineData("a+b@x.example", ".a+b@x.example")]
    [InlineData("MAILER-DAEMON", ".MAILER-DAEMON@vm.example")]
    [InlineData("", ".MAILER-DAEMON@vm.example")]
    [InlineData("me@", ".me@vm.example")]
    [InlineData("me@a b", ".me@vm.example")]
    [InlineData("me@x.", ".me@vm.example")]
    [InlineData("me@[127.0.0.1]", ".me@[127.0.0.1]")]
    [InlineData("me@[a]b]", ".me@vm.example")]
    [InlineData("@x", "@x")]
    [InlineData("a@b@c", "@c")]
    [InlineData("\"a b\"@c", "@c")]
    public void A_Message_ID_has_two_sides_that_can_stand_there(string sender, string end) =>
        Check("", $"Message-ID: <000102030405060708090a0b0c0d0eff{end}>\n", Silent with { AddsMessageId = true, Sender = sender });

    [Theory]
    [InlineData("me", "From: me\n")]
    public void The_sender_stands_in_From_as_it_was_given(string sender, string from) =>
        Check("", from, Silent with { From = FieldHandling.Auto, Sender = sender });

    [Fact]
    public void A_sender_leaves_with_the_octets_that_it_came_with()
    {
        Check("", "From: \xE9@x\n", Silent with { From = FieldHandling.Auto, Sender = OctetText.Decode([0xE9, (byte)'@', (byte)'x']) });
    }

    [Fact]
    public void Two_mails_have_two_Message_IDs_of_32_digits()
    {
        var policy = new HeaderPolicy { Sender = "a@b", HostName = Policy.HostName };

        var first = MessageIdField.Value(policy);
        var second = MessageIdField.Value(policy);

        Assert.Matches("^<[0-9a-f]{32}\\.a@b>$", first);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData(5.5, "Sun, 22 Nov 2026 21:43:21 +0530")]
    [InlineData(-3.5, "Sun, 22 Nov 2026 12:43:21 -0330")]
    [InlineData(0, "Sun, 22 Nov 2026 16:13:21 +0000")]
    [InlineData(14, "Mon, 23 Nov 2026 06:13:21 +1400")]
    [InlineData(-12, "Sun, 22 Nov 2026 04:13:21 -1200")]
    public void The_date_is_local_with_its_offset(double hours, string date)
    {
        var time = new DateTimeOffset(2026, 11, 22, 16, 13, 21, TimeSpan.Zero).ToOffset(TimeSpan.FromHours(hours));

        Assert.Equal(date, DateField.Value(time));
    }

    [Theory]
    [InlineData("a@x", "To: a@x\n")]
    [InlineData("a@x,b@y", "To: a@x, b@y\n")]
    [InlineData("root", "To: root\n")]
    [InlineData("a@BÜCHER.example", "To: a@xn--bcher-kva.example\n")]
    [InlineData("", "To: undisclosed-recipients:;\n")]
    public void A_To_field_of_ours_names_the_recipients_of_the_envelope(string recipients, string to)
    {
        var policy = Silent with { To = ToHandling.On, Recipients = recipients.Split(',', StringSplitOptions.RemoveEmptyEntries) };

        Check("To: q@q,\n r@r\nCc: c@c\nSubject: x\nBcc: b@b\nResent-To: s@s\n\n", to + "Subject: x\nResent-To: s@s\n\n", policy);
    }

    [Fact]
    public void A_long_To_field_is_folded_between_addresses()
    {
        string[] recipients = [.. Enumerable.Range(0, 1000).Select(static i => $"user{i}@example.org"), new string('x', 200) + "@y"];

        var value = ToField.Value(recipients);

        Assert.Equal(recipients, value.Replace("\n", "", StringComparison.Ordinal).Split(", "));
        Assert.All(("To: " + value).Split('\n')[..^2], static line => Assert.InRange(line.Length, 60, 78));
    }

    [Fact]
    public void A_domain_beyond_ASCII_stands_in_ASCII_in_what_is_added()
    {
        var policy = Policy with { Sender = "jö@BÜCHER.example", FullName = "Jö", AddsDate = false };
        const string Id = "Message-ID: <000102030405060708090a0b0c0d0eff.j\xC3\xB6@xn--bcher-kva.example>\n";

        Check("\n", "From: =?utf-8?B?SsO2?= <j\xC3\xB6@xn--bcher-kva.example>\n" + Id + "\n", policy);
    }

    [Theory]
    [InlineData("@r:joe@x", "joe@x")]
    [InlineData("@r,@s:joe@[IPv6:::1]", "joe@[IPv6:::1]")]
    public void A_route_stands_in_no_field(string sender, string address)
    {
        var policy = Silent with { From = FieldHandling.Auto, Sender = sender, To = ToHandling.On, Recipients = [sender] };

        Check("", $"From: {address}\nTo: {address}\n", policy);
    }

    [Fact]
    public void The_settings_of_an_account_make_the_policy()
    {
        var settings = AccountSettings.Empty
            .With(MessageSettings.SetFrom, FieldHandling.On)
            .With(MessageSettings.SetDate, false)
            .With(MessageSettings.SetMessageId, false)
            .With(MessageSettings.RemoveBcc, false)
            .With(MessageSettings.SetTo, ToHandling.On);

        var set = new HeaderPolicy(settings) { Sender = "", HostName = Policy.HostName };
        var unset = new HeaderPolicy(AccountSettings.Empty) { Sender = "", HostName = Policy.HostName };

        Assert.Equal((FieldHandling.On, false, false, false, ToHandling.On), Members(set));
        Assert.Equal((FieldHandling.Auto, true, true, true, ToHandling.Off), Members(unset));
    }

    static (FieldHandling, bool, bool, bool, ToHandling) Members(HeaderPolicy policy) =>
        (policy.From, policy.AddsDate, policy.AddsMessageId, policy.RemovesBcc, policy.To);

    static void Check(string header, string result, HeaderPolicy policy) =>
        Assert.Equal(result, MessageText.Of(HeaderRules.Apply(MessageText.Header(header), policy)));

    sealed class KolkataTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("IST", TimeSpan.FromHours(5.5), null, null);

        public override DateTimeOffset GetUtcNow() => new(2026, 11, 1, 11, 48, 4, TimeSpan.Zero);
    }
}
