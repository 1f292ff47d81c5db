namespace Msmtp.Transport.Smtp.Tests;

public sealed class CapabilitiesTests
{
    [Fact]
    public void Keywords_are_found_in_any_case_and_order()
    {
        var found = Parse("mx.example.org", "pipelining", "Size 12345", "dsn", "etrn", "StartTLS", "8BITMIME", "smtputf8");

        Assert.True(found is { Pipelining: true, Dsn: true, Etrn: true, StartTls: true, Size: 12345, SmtpUtf8: true, EightBitMime: true, Auth: false });
    }

    [Fact]
    public void A_server_that_offers_nothing_has_nothing()
    {
        Assert.Equal(Capabilities.None, Parse("8bitmime.example.org", "8BITMIMES", "XSMTPUTF8", "SIZE", "AUTH", "AUTHX PLAIN"));
    }

    [Fact]
    public void Like_msmtp_a_keyword_is_a_beginning_and_every_line_counts()
    {
        Assert.True(Parse("dsn.example.org", "PIPELININGS") is { Dsn: true, Pipelining: true });
    }

    [Theory]
    [InlineData("SIZE 0", 0L)]
    [InlineData("SIZE  10", 10L)]
    [InlineData("SIZE +33", 33L)]
    [InlineData("SIZE -0", 0L)]
    [InlineData("SIZE 9223372036854775807", long.MaxValue)]
    public void Sizes_are_numbers(string line, long size)
    {
        Assert.Equal(size, Parse("host", line).Size);
    }

    [Theory]
    [InlineData("SIZE")]
    [InlineData("SIZE abc")]
    [InlineData("SIZE 5x")]
    [InlineData("SIZE 12 ")]
    [InlineData("SIZE -1")]
    [InlineData("SIZE 0x10")]
    [InlineData("SIZE=33")]
    [InlineData("SIZE 99999999999999999999")]
    public void What_is_no_number_is_no_size(string line)
    {
        Assert.Null(Parse("host", line).Size);
    }

    [Fact]
    public void The_last_good_size_counts()
    {
        Assert.Equal(20, Parse("host", "SIZE 10", "SIZE 20", "SIZE x").Size);
    }

    [Fact]
    public void Mechanisms_are_whole_words_and_lines_add_up()
    {
        var found = Parse("host", "AUTH PLAIN  login", "AUTH=PLAIN XPLAINX", "auth SCRAM-SHA-256-PLUS");

        Assert.True(found.Auth);
        Assert.Equal(["PLAIN", "LOGIN", "XPLAINX", "SCRAM-SHA-256-PLUS"], found.Mechanisms);
    }

    static Capabilities Parse(params string[] lines) => Capabilities.Parse(new ServerReply(250, null, lines));
}
