using System.Diagnostics;
using FsCheck.Xunit;
using Msmtp.Hosting;
using Msmtp.Text;

namespace Msmtp.Host.Tests.Messages;

public sealed class AddressParserTests
{
    // A comment means nothing (RFC 5322 §3.2.2), but what has one is taken apart.
    [Fact]
    public void What_is_read_at_once_is_read_as_what_is_taken_apart()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var text = new string(random.GetItems<char>("aaB1.-_@@ <>", random.Next(1, 12)));
            var (atOnce, apart) = (new AddressReading(), new AddressReading());

            AddressParser.Parse(OctetText.Encode(text), atOnce);
            AddressParser.Parse(OctetText.Encode(text + "(c)"), apart);

            Assert.True(
                atOnce.Addresses.SequenceEqual(apart.Addresses) && atOnce.IsLoose == apart.IsLoose && atOnce.Fault is null == apart.Fault is null, text);
        }
    }

    [Theory]
    [InlineData("a@x", "a@x")]
    [InlineData("a@x,b@x;c@x", "a@x b@x c@x")]
    [InlineData(" a@x \t,\tb@x ", "a@x b@x")]
    [InlineData("a@x,,;b@x;", "a@x b@x")]
    [InlineData(",,,", "")]
    [InlineData(" ; ", "")]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData(".", ".")]
    [InlineData("-", "-")]
    [InlineData("Joe Smith joe@x", "joe@x")]
    [InlineData("a@x b@x", "a@x b@x")]
    [InlineData("a@x\tb@x   c@x", "a@x b@x c@x")]
    [InlineData("Joe joe@x and Jane jane@x", "joe@x jane@x")]
    [InlineData("=?utf-8?q?a@b?= c@x", "c@x")]
    [InlineData("'a b'@x", "b'@x")]
    [InlineData("=?utf-8?q?a=40b?= c@x", "c@x")]
    [InlineData("> a@x", "a@x")]
    [InlineData("a@[1.2.3.4]", "a@[1.2.3.4]")]
    public void Words_with_an_at_sign_are_addresses_and_words_in_front_of_them_a_name(string list, string addresses) =>
        Check(list, addresses);

    [Theory]
    [InlineData("=?utf-8?Q?Doe,_Joe?= <a@x>", "a@x")]
    [InlineData("=?utf-8?Q?Doe,_Joe?=, a@x", "a@x", "=?utf-8?Q?Doe,_Joe?=")]
    [InlineData("=?utf-8?q?b@x,c@x?= =?utf-8?q?;<d@x>?= a@x", "a@x")]
    [InlineData("=?utf-8?B?YUB4?= =?u?q?:?= <a@x>, b@x", "a@x b@x")]
    [InlineData("=?u?q?(?= <a@x>, =?u?q?\"?= b@x", "a@x b@x")]
    [InlineData("=?u?q?Doe, b@x?= <a@x>", "a@x", "=?u?q?Doe")]
    [InlineData("=?u?x?Doe,?= <a@x>", "a@x", "=?u?x?Doe")]
    [InlineData("=?u?q?b@x,c@x", "=?u?q?b@x c@x")]
    [InlineData("=?u?q?b?=@x", "=?u?q?b?=@x")]
    [InlineData("=?, a@x", "a@x", "=?")]
    public void An_encoded_word_is_a_name_whatever_stands_in_it(string list, string addresses, string? fault = null) =>
        Check(list, fault is null ? addresses : $"{fault} {addresses}", fault);

    [Theory]
    [InlineData("jdoe@test  . example", "jdoe@test.example")]
    [InlineData("John Doe <jdoe@machine(comment).  example>", "jdoe@machine.example")]
    [InlineData("<joe . smith @ x (c) . y>", "joe.smith@x.y")]
    [InlineData("<joe. smith@x>", "joe.smith@x")]
    [InlineData("joe . smith@x, joe .smith@x", "joe.smith@x joe.smith@x")]
    [InlineData("Joe joe\t.\n smith@x . y b@x", "joe.smith@x.y b@x")]
    [InlineData("\"a\" . c@x, <\"a\" . \"c\"@x>", "\"a\".c@x \"a\".\"c\"@x")]
    [InlineData("Joe <@node.test , @b : mary@example.net>", "@node.test,@b:mary@example.net")]
    [InlineData("Dr. joe@x, J. \"S\" <a@x>", "joe@x a@x")]
    [InlineData("Joe ... joe@x", "joe@x")]
    [InlineData("a@x. b@x", "a@x. b@x")]
    [InlineData("a@x . b@y", "a@x.b@y", "a@x . b@y")]
    public void Blanks_beside_a_dot_mean_nothing_unless_it_ends_a_word(string list, string addresses, string? fault = null) =>
        Check(list, addresses, fault);

    [Theory]
    [InlineData("Joe <a@x>", "a@x")]
    [InlineData("Joe<a@x>", "a@x")]
    [InlineData("joe@old.example <joe@new.example>", "joe@new.example")]
    [InlineData("a@x b@x <c@x>", "c@x")]
    [InlineData("a@x, b@x <c@x> d@x", "a@x c@x d@x")]
    [InlineData("\"x\"<a@x>\"y\"<b@x>", "a@x b@x")]
    [InlineData("\"Smith, Joe\" <a@x>, b@x", "a@x b@x")]
    [InlineData("\"q\\\"x\" <c@x>", "c@x")]
    [InlineData("\"<\" <a@x>", "a@x")]
    [InlineData("<a@x> junk, b@x", "a@x junk b@x")]
    [InlineData("<a@x> <b@x>", "a@x b@x")]
    [InlineData("<a@x><b@x>", "a@x b@x")]
    [InlineData("<a@x>b@x", "a@x b@x")]
    [InlineData("a<b@x>c@x", "b@x c@x")]
    [InlineData("<>", "")]
    [InlineData("<>, a@x", "a@x")]
    [InlineData("a@x <> b", "b")]
    [InlineData("<@relay:joe@x>", "@relay:joe@x")]
    [InlineData("<@r1,@r2:joe@x>", "@r1,@r2:joe@x")]
    [InlineData("<a@[1:2]>", "a@[1:2]")]
    public void An_address_in_brackets_is_taken_as_it_is_and_words_around_it_are_names_or_addresses(string list, string addresses) =>
        Check(list, addresses);

    [Theory]
    [InlineData("a(c)b@x", "ab@x")]
    [InlineData("a (c) b@x", "b@x")]
    [InlineData("a@x (b@x) c@x", "a@x c@x")]
    [InlineData("(c)a@x (d)", "a@x")]
    [InlineData("(c (d) e) a@x", "a@x")]
    [InlineData("(c\\) d) a@x", "a@x")]
    [InlineData("(\") a@x", "a@x")]
    [InlineData("\"(\" a@x", "a@x")]
    [InlineData("a@x,(b),c@x", "a@x c@x")]
    [InlineData("(<a@x>)", "")]
    [InlineData("()", "")]
    [InlineData("<a(c)@x>", "a@x")]
    [InlineData("<a@x(>)>", "a@x")]
    [InlineData("<(c)>", "")]
    public void Comments_vanish(string list, string addresses) =>
        Check(list, addresses);

    [Theory]
    [InlineData("G: a@x, B <b@x>;, c@x", "a@x b@x c@x")]
    [InlineData("G:a@x,<b@x>;", "a@x b@x")]
    [InlineData("G:;", "")]
    [InlineData("G:; a@x", "a@x")]
    [InlineData("a@x, g:", "a@x")]
    [InlineData("Re: a@x", "a@x")]
    [InlineData("a:b:c@x", "c@x")]
    [InlineData(": a@x", "a@x")]
    [InlineData("<a@x>:b@x", "a@x b@x")]
    [InlineData("@relay:joe@x", "joe@x")]
    public void The_name_of_a_group_is_dropped(string list, string addresses) =>
        Check(list, addresses);

    [Theory]
    [InlineData("a@x,\n b@x", "a@x b@x")]
    [InlineData("a@x\n\t,b@x", "a@x b@x")]
    [InlineData("a@x\n b@x", "a@x b@x")]
    [InlineData("\n a@x\n ", "a@x")]
    [InlineData("a@x\n \n b@x", "a@x b@x")]
    [InlineData("Joe\n <a@x>", "a@x")]
    [InlineData("\"very\n long\" <a@x>", "a@x")]
    [InlineData("(c\n d) a@x", "a@x")]
    [InlineData("<a@\n x>", "a@x")]
    [InlineData("<a\n b@x>", "ab@x")]
    [InlineData("<\n a@x\n >", "a@x")]
    [InlineData("a\r@x\r\n", "a@x")]
    [InlineData("Joe \n <a@x>", "a@x")]
    [InlineData("Joe Smith \n\t<a@x>, b@x", "a@x b@x")]
    public void Folds_are_blanks_except_in_brackets_where_they_join(string list, string addresses) =>
        Check(list, addresses);

    [Theory]
    [InlineData("a@x\\", "a@x")]
    [InlineData("a\\\n b@x", "b@x")]
    [InlineData("\\a@x", "a@x")]
    [InlineData("\\", "")]
    public void A_backslash_takes_the_next_character_for_text(string list, string addresses) =>
        Check(list, addresses);

    [Theory]
    [InlineData("Joe Smith", "Smith", "Joe Smith")]
    [InlineData("a@x, Joe Smith , b@x", "a@x Smith b@x", "Joe Smith")]
    [InlineData("joe@exa mple.net", "joe@exa mple.net", "joe@exa mple.net")]
    [InlineData("\"a@x\"., b@x", "\"a@x\". b@x", "\"a@x\".")]
    [InlineData("J.\"a@x\".y, b@x", "J.\"a@x\".y b@x", "J.\"a@x\".y")]
    [InlineData("a@x b", "a@x b", "a@x b")]
    [InlineData("a \"b\" c", "c", "a \"b\" c")]
    [InlineData("=?utf-8?q?Joe?=", "=?utf-8?q?Joe?=", "=?utf-8?q?Joe?=")]
    [InlineData("@x", "@x", "@x")]
    [InlineData("a@", "a@", "a@")]
    [InlineData("@", "@", "@")]
    [InlineData("a@b@x", "a@b@x", "a@b@x")]
    [InlineData("a@x:", "", "a@x:")]
    [InlineData("a@x: b@x", "b@x", "a@x:")]
    [InlineData("a>b@x", "a>b@x", "a>b@x")]
    [InlineData("a@x)b", "a@x)b", "a@x)b")]
    [InlineData("[a]@x", "[a]@x", "[a]@x")]
    [InlineData("<a:b@x>", "a:b@x", "<a:b@x>")]
    [InlineData("<@a,b:c@x>", "@a,b:c@x", "<@a,b:c@x>")]
    [InlineData("Joe <a;b@x>", "a;b@x", "<a;b@x>")]
    [InlineData("<a b@x>", "a_b@x", "<a b@x>")]
    [InlineData("<a\tb@x>", "a_b@x", "<a?b@x>")]
    [InlineData("<a@x, b@x>", "a@x,b@x", "<a@x, b@x>")]
    [InlineData("a@[IPv6", "a@[IPv6", "a@[IPv6")]
    [InlineData("a@[x, b@y]", "a@[x b@y]", "a@[x")]
    [InlineData("a\\\"b@x", "a\"b@x", "a\\\"b@x")]
    [InlineData("a\\,b@x", "a,b@x", "a\\,b@x")]
    [InlineData("a\\ b@x", "a_b@x", "a\\ b@x")]
    [InlineData("<a\\>b@x>", "a>b@x", "<a\\>b@x>")]
    [InlineData("a\x01\x62@x", "a_b@x", "a?b@x")]
    [InlineData("a\0b@x", "a_b@x", "a?b@x")]
    [InlineData("a@x\vb@x", "a@x_b@x", "a@x?b@x")]
    [InlineData("b@x, \"Joe a@x, c@x", "b@x c@x", "\"Joe a@x,")]
    [InlineData("(Joe a@x, c@x", "c@x", "(Joe a@x,")]
    [InlineData("\"joe\tsmith\"@x", "\"joe_smith\"@x", "\"joe?smith\"@x")]
    public void What_is_neither_an_address_nor_a_local_name_is_noted_as_it_stands_there(string list, string addresses, string? fault)
    {
        var reading = new AddressReading();
        AddressParser.Parse(MessageText.Octets(list), reading);

        Assert.Equal((addresses, fault), (string.Join(' ', reading.Addresses), reading.Fault));
    }

    [Theory]
    [InlineData("a@x", "a@x")]
    [InlineData(" a@x ", "a@x")]
    [InlineData("root", "root")]
    [InlineData("Joe Smith <a@x>", "a@x")]
    [InlineData("\"Smith, Joe\" <a@x>", "a@x")]
    [InlineData("joe@old.example <joe@new.example>", "joe@new.example")]
    [InlineData("a@x (Joe)", "a@x")]
    [InlineData("\"joe smith\"@x", "\"joe smith\"@x")]
    [InlineData("a@[IPv6:::1]", "a@[IPv6:::1]")]
    [InlineData("", "")]
    [InlineData("<>", "")]
    [InlineData("a@x, b@x", null)]
    [InlineData("a@x,", null)]
    [InlineData(";a@x", null)]
    [InlineData("a@x b@x", null)]
    [InlineData("a b@x", null)]
    [InlineData("\"a\" b@x", null)]
    [InlineData("joe@exa mple.net", null)]
    [InlineData("a@x\r\nRCPT TO:<evil@x>", null)]
    [InlineData("a@x\n", null)]
    [InlineData("a@x\0", null)]
    [InlineData("a@x\u009b", null)]
    [InlineData("<a@x> b@x", null)]
    [InlineData("<a@x> \"b\"", null)]
    [InlineData("<a@x> <b@x>", null)]
    [InlineData("<a@x", null)]
    [InlineData("G: a@x;", null)]
    [InlineData("Joe Smith", null)]
    [InlineData("a@x> SIZE=1 AUTH=<b", null)]
    [InlineData("\"Joe\"", null)]
    [InlineData("(c)", null)]
    [InlineData(" ", null)]
    public void One_mailbox_is_told_from_everything_else(string text, string? address)
    {
        Assert.Equal(address, AddressParser.Mailbox(text));
    }

    [Fact]
    public void More_addresses_than_are_wanted_are_not_kept()
    {
        foreach (var list in new[] { "a@x,", "a@x ", "a," })
        {
            var reading = new AddressReading(limit: 10);
            AddressParser.Parse(MessageText.Octets(string.Concat(Enumerable.Repeat(list, 11))), reading);

            Assert.True(reading.IsExceeded);
        }
    }

    [Theory]
    [InlineData("\"joe\"@x", "\"joe\"@x")]
    [InlineData("\"a,b\\\"c\"@x, d@x", "\"a,b\\\"c\"@x d@x")]
    [InlineData("<\"a>b\"@x>", "\"a>b\"@x")]
    [InlineData("<\"joe\">", "\"joe\"")]
    [InlineData("\"a\".b@x", "\"a\".b@x")]
    [InlineData("\"a\" b@x", "b@x")]
    [InlineData("b@x \"a\"", "b@x")]
    [InlineData("b@x\"a\"", "b@x")]
    [InlineData("\"q\"b@x", "b@x")]
    [InlineData("a\"b,c\"d@x", "d@x")]
    [InlineData("a.\"b\"@x", "a.\"b\"@x")]
    [InlineData("\"\"@x", "\"\"@x")]
    [InlineData("<\"\">", "\"\"")]
    [InlineData("\"a\"", "")]
    [InlineData("\"a\",\"b\"", "")]
    public void A_quoted_local_part_is_kept_and_a_quoted_name_is_not_an_address(string list, string addresses) =>
        Check(list, addresses);

    [Theory]
    [InlineData("\xE9@x")]
    [InlineData("<\xC3\xA9@x>")]
    [InlineData("<a\x80\x9F\xFF@x>")]
    public void Octets_beyond_ASCII_pass_unchanged(string list)
    {
        Assert.Equal(list.Trim('<', '>'), MessageText.Of(OctetText.Encode(Assert.Single(Parse(list)))));
    }

    [Fact]
    public void A_blank_in_a_quoted_local_part_stays_a_blank()
    {
        Assert.Equal(["\"joe smith\"@x"], Parse("\"joe smith\"@x"));
        Assert.Equal(["\"joe smith\"@x"], Parse("<\"joe smith\"@x>"));
        Assert.Equal(["\"joe smith\"@x"], Parse("\"joe\n smith\"@x"));
    }

    [Theory]
    [InlineData("< a@x >", "a@x")]
    [InlineData("<a@x (c)>", "a@x")]
    [InlineData("< >", "")]
    [InlineData("<a @ x>", "a@x")]
    [InlineData("a @ x", "a@x")]
    [InlineData("a@\n x", "a@x")]
    [InlineData("a\n @x", "a@x")]
    [InlineData("\"a\" @x", "\"a\"@x")]
    [InlineData("a @ home b@x", "a@home b@x")]
    public void A_blank_at_the_edge_of_brackets_or_beside_the_at_sign_means_nothing(string list, string addresses) =>
        Check(list, addresses);

    [Theory]
    [InlineData("<a@x", "a@x")]
    [InlineData("<a@x b@x, c@x", "a@x b@x c@x")]
    [InlineData("Joe <a@x <b@x>", "a@x b@x")]
    [InlineData("<a@x, b@x", "a@x b@x")]
    [InlineData("<a@x, B <b@x>", "a@x b@x")]
    [InlineData("<<a@x>", "a@x")]
    [InlineData("\"Joe <a@x>, b@x", "a@x b@x")]
    [InlineData("a@x, \"unclosed", "a@x")]
    [InlineData("a@x, \"unclosed, b@x", "a@x b@x")]
    [InlineData("a@x (unclosed, b@x", "a@x b@x")]
    [InlineData("(un(closed), a@x", "a@x")]
    [InlineData("<a@x \"b>, c@x", "a@x c@x")]
    [InlineData("\"", "")]
    [InlineData("(", "")]
    [InlineData("<", "")]
    public void What_is_never_closed_does_not_swallow_the_addresses_behind_it(string list, string addresses) =>
        Check(list, addresses);

    [Theory]
    [InlineData("a@[IPv6:::1]", "a@[IPv6:::1]")]
    [InlineData("Joe: a@[IPv6:::1], b@x", "a@[IPv6:::1] b@x")]
    public void An_address_literal_may_hold_colons(string list, string addresses) =>
        Check(list, addresses);

    [Property(MaxTest = 2000)]
    public void No_octets_make_it_fail_or_yield_a_control_character(byte[] noise, int[] structure)
    {
        var octets = structure
            .SelectMany((kind, i) => (byte[])[(byte)"\"\"(()<<>>\\,;:[]@ \t\n\r\0a"[(kind & int.MaxValue) % 22], .. noise.Skip(i).Take(1)])
            .ToArray();

        var reading = new AddressReading();
        AddressParser.Parse(octets, reading);

        Assert.All(reading.Addresses, address => Assert.DoesNotContain(address, IsAsciiControl));
        Assert.True(reading.Fault is not null || reading.Addresses.All(static address => AddressParts.IsPath(address)));
    }

    [Theory]
    [InlineData("<")]
    [InlineData("\"<")]
    [InlineData("(")]
    [InlineData("<(,")]
    [InlineData("<\\\"")]
    [InlineData("@[")]
    [InlineData("<,\"")]
    [InlineData("a ")]
    [InlineData("()(")]
    [InlineData("(,")]
    public void A_megabyte_of_anything_takes_no_time(string piece)
    {
        var list = MessageText.Octets(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
        var started = Stopwatch.GetTimestamp();

        AddressParser.Parse(list);

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    static bool IsAsciiControl(char character) => character is < ' ' or '\x7F';

    static void Check(string list, string addresses, string? fault = null)
    {
        var reading = new AddressReading();
        AddressParser.Parse(MessageText.Octets(list), reading);

        Assert.Equal(addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries), reading.Addresses);
        Assert.Equal(fault, reading.Fault);
    }

    static List<string> Parse(string list) => AddressParser.Parse(MessageText.Octets(list));

    [Fact]
    public void A_simple_mailbox_is_what_the_whole_grammar_makes_of_it()
    {
        var random = new Random(20261129);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => "ab9.@-_"[random.Next(7)]));
            var reading = new AddressReading(limit: 1);
            AddressParser.Parse(OctetText.Encode(text), reading);
            var whole = reading is { Addresses: [var address], Fault: null, IsLoose: false, IsExceeded: false } ? address : null;

            Assert.Equal(whole, AddressParser.Mailbox(text));
        }
    }
}
