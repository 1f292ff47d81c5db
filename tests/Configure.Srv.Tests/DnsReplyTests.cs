using FsCheck.Xunit;

namespace Msmtp.Configure.Srv.Tests;

public sealed class DnsReplyTests
{
    static readonly byte[] Question = DnsMessages.Question("_submissions._tcp.example.org");

    static readonly SrvRecord Mail = new(10, 20, 465, "mail.example.org.");

    [Fact]
    public void Records_are_read_in_their_order()
    {
        SrvRecord[] records = [Mail, new(0, ushort.MaxValue, 0, "."), Mail with { Priority = 256, Target = "b.example." }];

        Assert.Equal(records, Read(DnsMessages.Answer(Question, 0, records)));
    }

    [Fact]
    public void What_stands_behind_the_answers_is_not_read()
    {
        byte[] answer = [.. DnsMessages.Answer(Question, 0, Mail), 0xFF, 0xFF, 0xFF];
        answer[9] = answer[11] = 7;

        Assert.Equal([Mail], Read(answer));
    }

    [Fact]
    public void An_answer_that_ends_too_early_is_none_wherever_it_ends()
    {
        var answer = DnsMessages.Answer(Question, 0, Mail, Mail);

        for (var length = 0; length < answer.Length; length++)
            Assert.Equal("the answer ends too early", Failure(answer[..length]));
    }

    [Fact]
    public void Records_of_other_types_and_classes_are_passed_over()
    {
        var chaos = DnsMessages.Srv(Mail);
        chaos[DnsMessages.QuestionsName.Length + 3] = 3;
        var answer = DnsMessages.Answer(
            Question,
            0,
            DnsMessages.Record(DnsMessages.QuestionsName, DnsMessages.Text, [3, 0xC0, 0xFF, 0x40]),
            DnsMessages.Srv(Mail),
            DnsMessages.Record(DnsMessages.Name(""), 41, []),
            chaos,
            DnsMessages.Srv(Mail with { Port = 466 }));

        Assert.Equal([Mail, Mail with { Port = 466 }], Read(answer));
    }

    [Fact]
    public void The_records_of_an_alias_are_those_of_the_name_that_it_stands_for()
    {
        var other = DnsMessages.Name("_submissions._tcp.example.net");
        var answer = DnsMessages.Answer(
            Question,
            0,
            DnsMessages.Record(DnsMessages.QuestionsName, DnsMessages.Alias, other),
            [.. other, .. DnsMessages.Srv(Mail)[DnsMessages.QuestionsName.Length..]]);

        Assert.Equal([Mail], Read(answer));
    }

    [Fact]
    public void Names_end_in_pointers_to_names_before_them()
    {
        // "example.org" stands behind the labels _submissions and _tcp, and "b" leads to the target before it.
        byte[] example = [0xC0, DnsMessages.HeaderLength + 13 + 5];
        byte[] second = [0xC0, (byte)(Question.Length + 18)];
        var answer = DnsMessages.Answer(
            Question,
            0,
            DnsMessages.Srv(Mail, [.. DnsMessages.Label("mail"), .. example]),
            DnsMessages.Srv(Mail, [.. DnsMessages.Label("b"), .. second]),
            DnsMessages.Srv(Mail, second));

        Assert.Equal(
            ["mail.example.org.", "b.mail.example.org.", "mail.example.org."], Read(answer).Select(static record => record.Target));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0x3FFF - 100)]
    public void A_pointer_that_does_not_lead_back_leads_nowhere(int beyond)
    {
        var start = Question.Length + 18;
        byte[] pointer = [(byte)(0xC0 | (start + beyond) >> 8), (byte)(start + beyond)];

        Assert.Equal("a name in the answer leads nowhere", Failure(DnsMessages.Answer(Question, 0, DnsMessages.Srv(Mail, pointer))));
    }

    [Fact]
    public void A_pointer_into_the_name_that_it_ends_leads_nowhere()
    {
        byte[] loop = [.. DnsMessages.Label("a"), 0xC0, (byte)(Question.Length + 18)];

        Assert.Equal("a name in the answer leads nowhere", Failure(DnsMessages.Answer(Question, 0, DnsMessages.Srv(Mail, loop))));
    }

    [Fact]
    public void Two_pointers_to_each_other_lead_nowhere()
    {
        var first = Question.Length + 18;
        byte[] toSecond = [0xC0, (byte)(first + 20)];
        byte[] toFirst = [0xC0, (byte)first];
        var answer = DnsMessages.Answer(Question, 0, DnsMessages.Srv(Mail, toSecond), DnsMessages.Srv(Mail, toFirst));

        Assert.Equal("a name in the answer leads nowhere", Failure(answer));
    }

    [Fact]
    public void Labels_and_names_have_their_greatest_lengths()
    {
        var label = new string('a', 63);
        var longest = $"{label}.{label}.{label}.{new string('b', 61)}.";

        Assert.Equal([Mail with { Target = longest }], Read(DnsMessages.Answer(Question, 0, Mail with { Target = longest })));
        Assert.Equal("a name in the answer is too long", Failure(DnsMessages.Answer(Question, 0, Mail with { Target = "b" + longest })));
        Assert.Equal("a name in the answer is too long", Failure(DnsMessages.Answer(Question, 0, Mail with { Target = label + "a." })));
    }

    [Fact]
    public void Names_that_grow_by_pointers_have_their_greatest_length_too()
    {
        // Each target is a label of ten letters before the last one's: 23 of them, and the root, are 254 octets.
        byte[] label = DnsMessages.Label("abcdefghij");
        var first = DnsMessages.Srv(Mail, [.. label, 0]);
        var chain = new List<byte[]> { first };
        var target = Question.Length + 18;
        for (var at = Question.Length + first.Length; chain.Count < 23; at += chain[^1].Length)
        {
            chain.Add(DnsMessages.Srv(Mail, [.. label, .. Pointer(target)]));
            target = at + 18;
        }
        byte[] oneMore = DnsMessages.Srv(Mail, [.. label, .. Pointer(target)]);

        Assert.Equal(23 * 11, Read(DnsMessages.Answer(Question, 0, [.. chain]))[^1].Target.Length);
        Assert.Equal("a name in the answer is too long", Failure(DnsMessages.Answer(Question, 0, [.. chain, oneMore])));
    }

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x80)]
    [InlineData(0xBF)]
    public void Labels_of_other_kinds_are_none(byte length)
    {
        Assert.Equal("a name in the answer is too long", Failure(DnsMessages.Answer(Question, 0, DnsMessages.Srv(Mail, [length, 0, 0]))));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_record_is_as_long_as_it_claims(int difference)
    {
        var record = DnsMessages.Srv(Mail);
        record[11] = (byte)(record[11] + difference);

        Assert.Equal(
            "an SRV record has not the length that it claims", Failure([.. DnsMessages.Answer(Question, 0, record), 0, 0]));
    }

    [Fact]
    public void Octets_that_would_mean_something_else_are_escaped()
    {
        byte[] name = [.. DnsMessages.Label("a.b\\c\n\u00E4"), .. DnsMessages.Name("org")];

        Assert.Equal("a\\.b\\\\c\n\u00E4.org.", Assert.Single(Read(DnsMessages.Answer(Question, 0, DnsMessages.Srv(Mail, name)))).Target);
    }

    [Fact]
    public void An_answer_that_is_cut_off_is_none()
    {
        Assert.Equal("the answer is cut off", Failure(DnsMessages.Truncated(Question)));
    }

    [Property(MaxTest = 1000)]
    public void Whatever_comes_is_records_or_a_failure(byte[] soup)
    {
        _ = Failure(soup);
    }

    [Property(MaxTest = 1000)]
    public void Whatever_is_behind_a_header_is_records_or_a_failure(byte[] soup, byte records)
    {
        _ = Failure([0, 0, 0x81, 0x80, 0, 0, 0, records, 0, 0, 0, 0, .. soup]);
    }

    [Property(MaxTest = 1000)]
    public void An_answer_with_a_wrong_octet_is_records_or_a_failure(int at, byte octet)
    {
        var answer = DnsMessages.Answer(Question, 0, Mail, Mail);
        answer[(at & int.MaxValue) % answer.Length] = octet;

        _ = Failure(answer);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "Format Error")]
    [InlineData(2, "Server Failure")]
    [InlineData(3, null)]
    [InlineData(4, "Not Implemented")]
    [InlineData(5, "Query Refused")]
    [InlineData(9, "response code 9")]
    public void A_refusal_is_told_in_words(int code, string? words)
    {
        Assert.Equal(words, DnsReply.Refusal(DnsMessages.Answer(Question, code, Mail)));
    }

    [Fact]
    public void Where_nobody_has_answered_there_is_no_refusal()
    {
        Assert.Null(DnsReply.Refusal(new byte[512]));
        Assert.Null(DnsReply.Refusal([]));
    }

    static byte[] Pointer(int target) => [(byte)(0xC0 | target >> 8), (byte)target];

    static IReadOnlyList<SrvRecord> Read(byte[] answer) => DnsReply.SrvRecords(answer);

    /// <summary>Why it is no answer; null: it is one. Any other exception ends the test.</summary>
    static string? Failure(byte[] answer)
    {
        try
        {
            Read(answer);
            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }
}
