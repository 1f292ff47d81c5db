using System.Text;
using FsCheck.Xunit;
using Msmtp.Secrets.OAuth.Http;

namespace Msmtp.Secrets.OAuth.Tests.Http;

public sealed class AnswerParserTests
{
    const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    const string Empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    const string Both = "it has both Content-Length and Transfer-Encoding";
    const string NotChunked = "its Transfer-Encoding is not chunked";

    static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, "{}")]
    [InlineData("HTTP/1.1 400 \r\ncontent-length:2\r\n\r\n{}", 400, "{}")]
    [InlineData("HTTP/1.1 400\r\nCONTENT-LENGTH:\t2 \t\r\n\r\n{}", 400, "{}")]
    [InlineData("HTTP/1.0 503 Down\r\nContent-Length: 0\r\n\r\n", 503, "")]
    [InlineData("HTTP/1.9 200 OK\nContent-Length: 2\n\n{}", 200, "{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\nContent-Length: 02\r\n\r\n{}", 200, "{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:\r\n  2\r\nX: a\r\n\tb\r\n\r\n{}", 200, "{}")]
    [InlineData("HTTP/1.1 200 caf\xE9 \r\nX:\r\nY: \xFF\r\nContent-Length: 1\r\n\r\n\0", 200, "\0")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}", 200, "{}")]
    [InlineData("HTTP/1.1 204 None\r\nContent-Length: 99\r\n\r\n", 204, "")]
    [InlineData("HTTP/1.1 304 Same\r\nTransfer-Encoding: chunked\r\n\r\n", 304, "")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nContent-Length: 5\r\n\r\n" + Empty, 200, "")]
    [InlineData(Chunked + "0\r\n\r\n", 200, "")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n00A\r\n0123456789\r\n0\r\n\r\n", 200, "abc0123456789")]
    [InlineData(Chunked + "3;x=\"y\"\r\n\r\n0\r\n2 \t; z\n12\n000\r\nTrailer: 1\r\nContent-Length: 7\r\n\r\n", 200, "\r\n012")]
    public void Answers_are_read_whole_and_octet_by_octet_and_with_more_behind_them(string wire, int status, string body)
    {
        foreach (var piece in new[] { int.MaxValue, 1, 2, 3, 7 })
            foreach (var behind in new[] { "", "HTTP/1.1 500 Next\r\n\r\n", "\0" })
            {
                using var answer = Read(wire, piece, behind);

                Assert.NotNull(answer);
                Assert.Equal(status, answer.Status);
                Assert.Equal(body, Encoding.Latin1.GetString(answer.Body.Span));
            }
        Assert.All(Enumerable.Range(0, wire.Length), length => Assert.Null(Read(wire[..length], int.MaxValue, "")));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "")]
    [InlineData("HTTP/1.0 200 OK\r\nX: y\r\n\r\n{\"a\":1}", "{\"a\":1}")]
    public void Without_a_length_the_body_goes_on_until_the_server_hangs_up(string wire, string body)
    {
        foreach (var piece in new[] { int.MaxValue, 1 })
        {
            using var parser = new AnswerParser();
            Assert.False(Feed(parser, Encoding.Latin1.GetBytes(wire), piece));

            Assert.True(parser.Take(0));

            using var answer = parser.ToAnswer(Now);
            Assert.Equal(body, Encoding.Latin1.GetString(answer.Body.Span));
        }
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("HTTP/1.1 200", "it ends early")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", "it ends early")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", "it ends early")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{", "it ends early")]
    [InlineData(Chunked, "it ends early")]
    [InlineData(Chunked + "2\r\n{}\r\n", "it ends early")]
    [InlineData(Chunked + "2\r\n{}\r\n0\r\n", "it ends early")]
    public void An_answer_that_was_cut_off_is_noticed(string wire, string expected)
    {
        using var parser = new AnswerParser();
        Feed(parser, Encoding.Latin1.GetBytes(wire), 1);

        Assert.Equal(expected, Assert.Throws<InvalidDataException>(() => parser.Take(0)).Message);
    }

    [Theory]
    [InlineData("220 mx.example.org ESMTP\r\n", "it is not HTTP/1.1")]
    [InlineData("HTTP/2 200 OK\r\n\r\n", "it is not HTTP/1.1")]
    [InlineData("\r\nHTTP/1.1 200 OK\r\n\r\n", "it is not HTTP/1.1")]
    [InlineData("HTTP/1.1 99 Low\r\n\r\n", "its status line is malformed")]
    [InlineData("HTTP/1.1 099 Low\r\n\r\n", "its status line is malformed")]
    [InlineData("HTTP/1.1 2000 High\r\n\r\n", "its status line is malformed")]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n", "its status line is malformed")]
    [InlineData("HTTP/1.1\t200 OK\r\n\r\n", "its status line is malformed")]
    [InlineData("HTTP/1.x 200 OK\r\n\r\n", "its status line is malformed")]
    [InlineData("HTTP/1.1\r\n\r\n", "its status line is malformed")]
    [InlineData("HTTP/1.1 200 OK\rX: y\r\n\r\n", "it has a control character in a line")]
    [InlineData("HTTP/1.1 200 OK\r\nX: \0\r\n\r\n", "it has a control character in a line")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\r\n b\rc\r\n\r\n", "it has a control character in a line")]
    [InlineData("HTTP/1.1 200 OK\r\nno field\r\n\r\n", "it has a line that is not a field")]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\n\r\n", "it has a line that is not a field")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\n{}", "it has a line that is not a field")]
    [InlineData("HTTP/1.1 200 OK\r\n X: y\r\n\r\n", "it has a line that is not a field")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", "its Content-Length is not one number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\n{}", "its Content-Length is not one number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2,\r\n\r\n{}", "its Content-Length is not one number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n{}", "its Content-Length is not one number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}", "its Content-Length is not one number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n{}", "its Content-Length is not one number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0x2\r\n\r\n{}", "its Content-Length is not one number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n 3\r\n\r\n{}", "its Content-Length is not one number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", "its Content-Length is not one number")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n", "it is longer than 1 MiB")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", Both)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n", Both)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", NotChunked)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", NotChunked)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n", NotChunked)]
    [InlineData("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "it is chunked, which HTTP/1.0 does not know")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n", "it is compressed, which was not asked for")]
    [InlineData("HTTP/1.1 101 Switching\r\n\r\n", "it does not come to its end")]
    [InlineData(Chunked + "\r\n", "its chunks are malformed")]
    [InlineData(Chunked + "-1\r\n", "its chunks are malformed")]
    [InlineData(Chunked + "0x1\r\n", "its chunks are malformed")]
    [InlineData(Chunked + " 1\r\n", "its chunks are malformed")]
    [InlineData(Chunked + "1 1\r\n", "its chunks are malformed")]
    [InlineData(Chunked + "11111111111111111\r\n", "its chunks are malformed")]
    [InlineData(Chunked + "2\r\nabc", "its chunks are malformed")]
    [InlineData(Chunked + "FFFFFFFFFFFFFFFF\r\n", "it is longer than 1 MiB")]
    [InlineData(Chunked + "100001\r\n", "it is longer than 1 MiB")]
    public void What_can_be_no_answer_is_invalid_however_it_arrives(string wire, string expected)
    {
        foreach (var piece in new[] { int.MaxValue, 1, 3 })
            Assert.Equal(expected, Assert.Throws<InvalidDataException>(() => Read(wire, piece, "")).Message);
    }

    [Fact]
    public void A_server_that_speaks_something_else_is_not_waited_for()
    {
        using var parser = new AnswerParser();

        Assert.Throws<InvalidDataException>(() => Feed(parser, "2"u8, 1));
    }

    [Theory]
    [InlineData("Content-Length: 1048576\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n100000\r\n")]
    [InlineData("\r\n")]
    public void A_body_has_at_most_one_mebibyte(string fields)
    {
        using var parser = new AnswerParser();
        Feed(parser, Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\n" + fields), 1000);
        Feed(parser, new byte[1 << 20], 16384);
        if (fields.Contains("chunked", StringComparison.Ordinal))
            Feed(parser, "\r\n0\r\n\r\n"u8, 1);
        else if (fields == "\r\n")
            parser.Take(0);

        using var answer = parser.ToAnswer(Now);
        Assert.Equal(1 << 20, answer.Body.Length);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n100000\r\n")]
    public void One_octet_more_is_too_many(string fields)
    {
        using var parser = new AnswerParser();
        Feed(parser, Encoding.Latin1.GetBytes("HTTP/1.1 200 OK\r\n" + fields), 1000);
        Feed(parser, new byte[1 << 20], 16384);

        var more = fields == "\r\n" ? "x"u8.ToArray() : "\r\n1\r\n"u8.ToArray();
        Assert.Equal("it is longer than 1 MiB", Assert.Throws<InvalidDataException>(() => Feed(parser, more, 1)).Message);
    }

    [Fact]
    public void A_header_has_at_most_64_KiB()
    {
        var most = "HTTP/1.1 204 OK\r\nX: " + new string('x', 65536 - 24) + "\r\n\r\n";
        Assert.Equal(65536, most.Length);
        Assert.NotNull(Read(most, 1000, ""));

        var failure = Assert.Throws<InvalidDataException>(() => Read(most.Replace("X:", "XX:", StringComparison.Ordinal), 1000, ""));
        Assert.Equal("its header is longer than 64 KiB", failure.Message);
        Assert.Throws<InvalidDataException>(() => Read("HTTP/1.1 200 " + new string('x', 70000), 1000, ""));
    }

    [Theory]
    [InlineData("HTTP/1.1 102 Working\r\n\r\n", "it does not come to its end")]
    [InlineData(Chunked, "it is longer than 1 MiB")]
    public void What_never_ends_is_given_up(string start, string expected)
    {
        var forever = start.Contains("102", StringComparison.Ordinal) ? start : "1;" + new string('x', 1000) + "\r\nx\r\n";
        using var parser = new AnswerParser();

        var failure = Assert.Throws<InvalidDataException>(() =>
        {
            Feed(parser, Encoding.Latin1.GetBytes(start), 1000);
            for (var i = 0; i < 10_000; i++)
                Feed(parser, Encoding.Latin1.GetBytes(forever), 5000);
        });
        Assert.Equal(expected, failure.Message);
    }

    [Fact]
    public void Trailers_that_never_end_are_given_up()
    {
        using var parser = new AnswerParser();
        Feed(parser, Encoding.Latin1.GetBytes(Chunked + "0\r\n"), 1000);

        Assert.Throws<InvalidDataException>(() =>
        {
            for (var i = 0; i < 10_000; i++)
                Feed(parser, Encoding.Latin1.GetBytes("X: " + new string('x', 1000) + "\r\n"), 5000);
        });
    }

    [Theory]
    [InlineData("120", 120.0)]
    [InlineData("0", 0.0)]
    [InlineData("Sun, 29 Nov 2026 12:01:30 GMT", 90.0)]
    [InlineData("Sun, 29 Nov 2026 11:00:00 GMT", 0.0)]
    [InlineData("-1", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public void How_long_to_wait_is_seconds_or_a_date(string text, double? seconds)
    {
        using var answer = Read($"HTTP/1.1 429 Slow\r\nRetry-After: {text}\r\nContent-Length: 0\r\n\r\n", int.MaxValue, "");

        Assert.Equal(seconds, answer!.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public void The_body_is_zeroed_with_the_answer()
    {
        var answer = Read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ntoken", int.MaxValue, "")!;
        var body = answer.Body;
        Assert.Equal("token"u8, body.Span);

        answer.Dispose();

        Assert.Equal(new byte[5], body.ToArray());
    }

    [Property(MaxTest = 3000)]
    public void Nothing_but_invalid_data_is_ever_thrown(byte[] noise, byte start, byte piece)
    {
        // Mostly octets that mean something, so that more than the first line is reached.
        ReadOnlySpan<byte> alphabet = "\r\n:; 0123aF,chunked\0\t\xFF"u8;
        var octets = new StringBuilder((start % 4) switch
        {
            0 => "",
            1 => "HTTP/1.1 200 OK\r\n",
            2 => "HTTP/1.1 200 OK\r\nContent-Length: ",
            _ => Chunked,
        });
        foreach (var octet in noise)
            octets.Append((char)alphabet[octet % alphabet.Length]);
        try
        {
            using var answer = Read(octets.ToString(), 1 + piece % 9, "");
            Assert.InRange(answer?.Status ?? 200, 200, 999);
        }
        catch (InvalidDataException e)
        {
            Assert.StartsWith("it", e.Message, StringComparison.Ordinal);
        }
    }

    // Null: more is needed.
    static HttpAnswer? Read(string wire, int piece, string behind)
    {
        using var parser = new AnswerParser();
        return Feed(parser, Encoding.Latin1.GetBytes(wire + behind), piece) ? parser.ToAnswer(Now) : null;
    }

    static bool Feed(AnswerParser parser, ReadOnlySpan<byte> octets, int piece)
    {
        var isWhole = false;
        while (!octets.IsEmpty && !isWhole)
        {
            var room = parser.Room().Span;
            var part = octets[..Math.Min(Math.Min(piece, room.Length), octets.Length)];
            part.CopyTo(room);
            isWhole = parser.Take(part.Length);
            octets = octets[part.Length..];
        }
        return isWhole;
    }
}
