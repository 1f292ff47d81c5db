using System.Text;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Messages;

public sealed class AuthorNameTests
{
    static readonly HeaderPolicy Keeping = new()
    {
        From = FieldHandling.On,
        KeepsName = true,
        AddsDate = false,
        AddsMessageId = false,
        Sender = "me@example.org",
        HostName = static () => "vm.example",
    };

    [Theory]
    [InlineData("Joe Doe <joe@web1>", "Joe Doe")]
    [InlineData("  Joe\n\tDoe\n <joe@web1>", "Joe Doe")]
    [InlineData("\"Doe, Joe\" <joe@web1>", "\"Doe, Joe\"")]
    [InlineData("\"Doe,\n Joe\"<joe@web1>", "\"Doe, Joe\"")]
    [InlineData("Joe \"the \\\"X\\\"\" Doe <joe@web1>", "Joe \"the \\\"X\\\"\" Doe")]
    [InlineData("Joe Q. Public <joe@web1>", "\"Joe Q. Public\"")]
    [InlineData("\"J.\" Doe <joe@web1>", "\"J.\" Doe")]
    [InlineData("Joe [work] <joe@web1>", "\"Joe [work]\"")]
    [InlineData("Joe \\(x\\) <joe@web1>", "\"Joe (x)\"")]
    [InlineData("=?utf-8?Q?J=C3=B6rg?= Doe <joe@web1>", "=?utf-8?Q?J=C3=B6rg?= Doe")]
    [InlineData("=?iso-8859-1?q?J=F6rg?=\n =?iso-8859-1?q?_Doe?= <joe@web1>", "=?iso-8859-1?q?J=F6rg?= =?iso-8859-1?q?_Doe?=")]
    [InlineData("=?ISO-2022-JP?B?GyRCQEA7MxsoQg==?= <joe@web1>", "=?ISO-2022-JP?B?GyRCQEA7MxsoQg==?=")]
    [InlineData("=?utf-8?Q?Doe,_J.?= <joe@web1>", "=?utf-8?Q?Doe=2C_J=2E?=")]
    [InlineData("\"=?utf-8?Q?J=C3=B6rg?=\" <joe@web1>", "\"=?utf-8?Q?J=C3=B6rg?=\"")]
    [InlineData("=?utf-8?Z?x?= <joe@web1>", "=?utf-8?Z?x?=")]
    [InlineData("=?u:8?Q?x?= <joe@web1>", "\"=?u:8?Q?x?=\"")]
    [InlineData("=?utf-8?B?!?= Doe <joe@web1>", "=?utf-8?B?!?= Doe")]
    public void A_name_stays_as_it_is_written_where_it_can_stand_in_a_field(string from, string name) => Keeps(from, name);

    [Theory]
    [InlineData("J\xC3\xB6rg M\xC3\xBCller <joe@web1>", "=?utf-8?B?SsO2cmcgTcO8bGxlcg==?=")]
    [InlineData("\"J\xC3\xB6rg, M\" <joe@web1>", "=?utf-8?B?SsO2cmcsIE0=?=")]
    [InlineData("J\xF6rg <joe@web1>", "=?unknown-8bit?B?SvZyZw==?=")]
    [InlineData("Joe\x07 <joe@web1>", "=?utf-8?B?Sm9lBw==?=")]
    [InlineData("=?utf-8?Q?J=C3=B6rg?= M\xC3\xBCller <joe@web1>", "=?utf-8?Q?J=C3=B6rg?= =?utf-8?B?IE3DvGxsZXI=?=")]
    [InlineData("M\xC3\xBCller =?utf-8?Q?J=C3=B6rg?= <joe@web1>", "=?utf-8?B?TcO8bGxlciA=?= =?utf-8?Q?J=C3=B6rg?=")]
    public void A_name_that_is_not_ASCII_is_encoded(string from, string name) => Keeps(from, name);

    [Theory]
    [InlineData("root (Cron Daemon)", "Cron Daemon")]
    [InlineData("(Cron Daemon) root", "Cron Daemon")]
    [InlineData("root@web1 (Cron, the Daemon)", "\"Cron, the Daemon\"")]
    [InlineData("<root> (Cron)", "Cron")]
    [InlineData("\"\" <root> (Cron)", "Cron")]
    [InlineData("root (Cron (nested) \\) x)", "\"Cron (nested) ) x\"")]
    [InlineData("root (=?utf-8?Q?J=C3=B6rg?=\n Doe)", "=?utf-8?Q?J=C3=B6rg?= Doe")]
    [InlineData("root (J\xC3\xB6rg)", "=?utf-8?B?SsO2cmc=?=")]
    [InlineData("Joe <root> (Cron)", "Joe")]
    [InlineData("(x) Joe (y) <root>", "Joe")]
    public void A_comment_is_a_name_where_there_is_no_other(string from, string name) => Keeps(from, name);

    [Theory]
    [InlineData("Bosses: Joe Doe <joe@web1>, Ann <ann@web1>;", "Joe Doe")]
    [InlineData("Joe <joe@web1>, Ann <ann@web1>", "Joe")]
    [InlineData(", ,Ann <ann@web1>", "Ann")]
    [InlineData("\"Doe\", Joe <joe@web1>", "Joe")]
    [InlineData("\"Backup\"", "\"Backup\"")]
    [InlineData("(Backup)", "Backup")]
    [InlineData("\"Backup\" <>", "\"Backup\"")]
    [InlineData("Joe <@a,@b:joe@web1>", "Joe")]
    [InlineData("Joe <\"a>, b\"@web1>", "Joe")]
    public void It_is_that_of_the_first_author(string from, string name) => Keeps(from, name);

    [Theory]
    [InlineData("joe@web1")]
    [InlineData("<joe@web1>")]
    [InlineData("root")]
    [InlineData("\"\" <joe@web1>")]
    [InlineData("\" \" <joe@web1>")]
    [InlineData("=?utf-8?Q??= <joe@web1>")]
    [InlineData("=?utf-8?Q?_?= <joe@web1>")]
    [InlineData("() <joe@web1>")]
    [InlineData("joe@web1, Ann <ann@web1>")]
    [InlineData("Undisclosed:;")]
    [InlineData("")]
    [InlineData("\"root@web1\" <root@web1>")]
    [InlineData("root@web1 <root@web1>")]
    [InlineData("\"Cron on root@web1 (x)\" <root>")]
    [InlineData("=?utf-8?Q?root=40web1?= <root>")]
    [InlineData("=?utf-8?B?cm9vdEB3ZWIx?= <root>")]
    [InlineData("=?utf-8?Q?root=40?= =?utf-8?Q?web1?= <root>")]
    [InlineData("root@web1 (root@web1)")]
    [InlineData("\"x@[192.0.2.1]\" <root>")]
    public void No_name_and_one_that_holds_an_address_give_way_to_the_full_name(string from)
    {
        Check($"From: {from}\nX: 1\n\n", "From: me@example.org\nX: 1\n\n", Keeping);
        Check($"From: {from}\nX: 1\n\n", "From: Full <me@example.org>\nX: 1\n\n", Keeping with { FullName = "Full" });
    }

    [Theory]
    [InlineData("Joe @ Work <joe@web1>", "\"Joe @ Work\"")]
    [InlineData("\"@joe\" <joe@web1>", "\"@joe\"")]
    [InlineData("=?utf-8?Q?Joe?= =?utf-8?Q?=40_Work?= <joe@web1>", "=?utf-8?Q?Joe?= =?utf-8?Q?=40_Work?=")]
    public void A_sign_alone_is_no_address(string from, string name) => Keeps(from, name);

    [Fact]
    public void The_first_field_with_an_address_counts()
    {
        Check("From: \"A\"\nfrom : B <b@x>\nFrom: C <c@x>\n\n", "From: B <me@example.org>\n\n", Keeping);
        Check("From:\nFrom: \"A\"\nFrom: \"B\"\n\n", "From: \"A\" <me@example.org>\n\n", Keeping with { From = FieldHandling.Auto });
    }

    [Fact]
    public void Where_From_stays_nothing_changes()
    {
        const string header = "From: =?utf-8?Q?J=C3=B6rg?= (x) <joe@web1>\n\n";

        Check(header, header, Keeping with { From = FieldHandling.Auto, FullName = "Full" });
        Check(header, header, Keeping with { From = FieldHandling.Off });
        Check(header, header, Keeping with { Sender = "" });
        Check(header, "From: me@example.org\n\n", Keeping with { KeepsName = false });
        Check(header, "From: Full <me@example.org>\n\n", Keeping with { KeepsName = false, FullName = "Full" });
    }

    [Fact]
    public void A_long_name_is_folded_and_no_line_is_too_long()
    {
        var words = string.Join("\n ", Enumerable.Repeat("=?utf-8?Q?J=C3=B6rg_and_a_few_more_words_to_fill_the_line?=", 20));
        Assert.All(Lines($"{words} <joe@web1>"), static line => Assert.InRange(line.Length, 1, 76));
        Assert.All(Lines($"{new string('x', 5000)} <joe@web1>"), static line => Assert.InRange(line.Length, 1, 76));
        Assert.All(Lines($"\"{new string('"', 1).Insert(0, "\\").PadLeft(590, 'x')}\" <joe@web1>"), static line => Assert.InRange(line.Length, 1, 998));
        Assert.All(Lines($"\"{string.Concat(Enumerable.Repeat("\\\"", 590))}\" <joe@web1>"), static line => Assert.InRange(line.Length, 1, 998));
        Assert.All(Lines($"=?utf-8?Q?{new string(',', 900)}?= <joe@web1>"), static line => Assert.InRange(line.Length, 1, 998));
        Assert.All(Lines($"=?utf-8?Q?{new string('x', 900)}?= <joe@web1>"), static line => Assert.InRange(line.Length, 1, 998));
    }

    /// <summary>Every combination of pieces, whole and octet by octet.</summary>
    [Fact]
    public async Task Whatever_a_From_field_is_made_of_the_new_one_is_well_formed_and_the_rest_stays()
    {
        string[] pieces = ["Joe", "\"D, J\"", "=?utf-8?Q?J=C3=B6,?=", "J\xC3\xB6", "(c)", "\n ", ".", "\\\"", "@", "[", ":", ",", "\""];
        var seen = 0;
        foreach (var first in pieces)
            foreach (var second in pieces)
                foreach (var third in pieces)
                    foreach (var end in new[] { " <joe@web1>", "", " <joe", "joe@web1" })
                    {
                        var text = $"A: 1\nFrom: {first} {second}{third}{end}\nB: 2\n\nbody";
                        var whole = await AppliedAsync(new MemoryStream(MessageText.Octets(text)));
                        Assert.Equal(whole, await AppliedAsync(new DripStream(MessageText.Octets(text), most: 1)));
                        CheckForm(text, whole);
                        seen++;
                    }
        Assert.Equal(13 * 13 * 13 * 4, seen);
    }

    static async Task<string> AppliedAsync(Stream stream)
    {
        var message = await MessageReader.ReadAsync(stream, RecipientSource.RequestOnly, size: null, TestContext.Current.CancellationToken);
        return MessageText.Of(HeaderRules.Apply(message.Header, Keeping));
    }

    static void CheckForm(string text, string result)
    {
        Assert.True(result.EndsWith("A: 1\nB: 2\n\n", StringComparison.Ordinal), text + result);
        var from = result["From: ".Length..^"\nA: 1\nB: 2\n\n".Length];
        var reading = new AddressReading();
        AddressParser.Parse(MessageText.Octets(from), reading);
        Assert.True(reading is { Addresses: ["me@example.org"], IsLoose: false, Fault: null }, text + result);
        Assert.True(from.All(static letter => letter is >= ' ' and <= '~' or '\n') && !from.Contains("\n\n", StringComparison.Ordinal), text + result);
    }

    static string[] Lines(string from)
    {
        var result = MessageText.Of(HeaderRules.Apply(MessageText.Header($"From: {from}\n\n"), Keeping));
        Assert.EndsWith(" <me@example.org>\n\n", result, StringComparison.Ordinal);
        Assert.InRange(result.Length, 100, 20_000);
        return result.TrimEnd('\n').Split('\n');
    }

    static void Keeps(string from, string name)
    {
        Check($"From: {from}\nX: 1\n\n", $"From: {name} <me@example.org>\nX: 1\n\n", Keeping);
        Check($"From: {from}\nX: 1\n\n", $"From: {name} <me@example.org>\nX: 1\n\n", Keeping with { FullName = "Other" });
    }

    static void Check(string header, string result, HeaderPolicy policy) =>
        Assert.Equal(result, MessageText.Of(HeaderRules.Apply(MessageText.Header(header), policy)));
}
