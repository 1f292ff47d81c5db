using System.Text;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Messages;

public sealed class MessageIdSearchTests
{
    [Theory]
    [InlineData("From: a@b\nMessage-ID: <1@b>\nSubject: x\n\n", "<1@b>")]
    [InlineData("message-id:<1@b>\n", "<1@b>")]
    [InlineData("Message-Id:\r\n  <1@b>\r\n", "<1@b>")]
    [InlineData("Message-ID: <1@b> (a comment)\n", "<1@b>")]
    [InlineData("Message-ID: <1@b>", "<1@b>")]
    [InlineData("Message-ID: <first@b>\nMessage-ID: <second@b>\n", "<first@b>")]
    [InlineData("Subject: x\n Message-ID: <folded@b>\n\n", null)]
    [InlineData("Resent-Message-ID: <1@b>\n", null)]
    [InlineData("Message-ID: 1@b\n", null)]
    [InlineData("Message-ID: <1@b\n", null)]
    [InlineData("Message-ID: <1 host=evil@b>\n", null)]
    [InlineData("Message-ID: <1\u001b@b>\n", null)]
    [InlineData("Message-ID:\n", null)]
    [InlineData("Message-ID", null)]
    [InlineData("", null)]
    public void It_is_found_where_it_can_be_one(string header, string? id) =>
        Assert.Equal(id, MessageIdSearch.In(Encoding.UTF8.GetBytes(header)));

    [Fact]
    public void One_without_end_is_none() =>
        Assert.Null(MessageIdSearch.In(Encoding.ASCII.GetBytes($"Message-ID: <{new string('x', 2000)}>\n")));
}
