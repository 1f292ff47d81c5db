using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Messages;

public sealed class MessageSenderTests
{
    [Theory]
    [InlineData("From: a@b, c@d\n", "a@b")]
    [InlineData("fRom:a@b", "a@b")]
    [InlineData("From: Joe <a@b>\n", "a@b")]
    [InlineData("From: (c) a@b (d)\nFrom: x@y\n", "a@b")]
    [InlineData("From:\n a@b\n", "a@b")]
    [InlineData("From: <>, a@b\n", "a@b")]
    [InlineData("From:\nFrom: a@b\n", "a@b")]
    [InlineData("From: <>\nFrom: a@b\n", "a@b")]
    [InlineData("From: g: a@b;\n", "a@b")]
    [InlineData("From: a@x b@x\n", "a@x")]
    [InlineData("From: Joe Smith\n", "Smith")]
    [InlineData("From : a@b\n", "a@b")]
    [InlineData("From: <a@x> b@x, c@x\n", "a@x")]
    [InlineData("From: <a@b\n", "a@b")]
    [InlineData("From: \"j\\\"s\"@x\n", "\"j\\\"s\"@x")]
    [InlineData("From: Joe\n", "Joe")]
    [InlineData("Resent-From: r@x\nSender: s@x\nFrom: a@b\n", "a@b")]
    public void The_first_address_of_the_first_From_field_that_has_one_is_the_sender(string header, string sender)
    {
        Assert.Equal(sender, MessageSender.In(MessageText.Header(header)));
    }

    [Theory]
    [InlineData("Resent-From: r@x\nFrom: a@b\n", "r@x")]
    [InlineData("Received: x\nresent-from: R <r@x>\nReceived: y\nFrom: a@b\n", "r@x")]
    [InlineData("From: a@b\nResent-From: r@x\n", "a@b")]
    [InlineData("Resent-From:\nFrom: a@b\n", "a@b")]
    [InlineData("Resent-From: r@x\n", "r@x")]
    [InlineData("Resent-Sender: s@x\nFrom: a@b\n", "a@b")]
    [InlineData("From:\nResent-From: r@x\n", null)]
    [InlineData("Sender: s@x\n", null)]
    public void Who_sends_a_mail_on_comes_before_its_author(string header, string? sender)
    {
        Assert.Equal(sender, MessageSender.OfEnvelope(MessageText.Header(header)));
    }

    [Theory]
    [InlineData("X: y\n")]
    [InlineData("From: ;\n")]
    [InlineData("From: \"Joe\"\n")]
    [InlineData("From: (Joe)\n")]
    [InlineData("From a@b\n")]
    [InlineData("Resent-From: r@x\n")]
    [InlineData("X: y\n\nFrom: a@b\n")]
    public void Without_such_a_field_there_is_none(string header)
    {
        Assert.Null(MessageSender.In(MessageText.Header(header)));
    }
}
