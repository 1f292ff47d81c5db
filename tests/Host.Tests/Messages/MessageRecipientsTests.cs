using Msmtp.Hosting;
using Msmtp.Text;

namespace Msmtp.Host.Tests.Messages;

public sealed class MessageRecipientsTests
{
    [Theory]
    [InlineData("To: a@x\nCc: b@x\nBcc: c@x\n", "a@x b@x c@x")]
    [InlineData("bcc: a@x\ntO: b@x\nCC:c@x\n", "a@x b@x c@x")]
    [InlineData("To: a@x, a@x\nCc: a@x\n", "a@x a@x a@x")]
    [InlineData("To: a@x\nTo : b@x\nTO: c@x\nToast: d@x\nTo-Do: e@x\nCcc: f@x\n", "a@x b@x c@x")]
    [InlineData("Bcc : a@x\nCc\t: b@x\nTo \t :c@x\nT o: d@x\n", "a@x b@x c@x")]
    [InlineData("To: a@x b@x\nCc: c@x\n d@x\n", "a@x b@x c@x d@x")]
    [InlineData("To: a@x,\n b@x\nSubject: x,\n To: y@x\n", "a@x b@x")]
    [InlineData("To: a@x\n \nTo: b@x\n\nTo: body@x\n", "a@x b@x")]
    [InlineData("To: a@x,\r\n b@x\r\n\r\nTo: body@x\r\n", "a@x b@x")]
    [InlineData("From m@x Mon Jan\nTo: a@x\n", "a@x")]
    [InlineData("junk\n To: z@x\nTo: a@x\n", "a@x")]
    [InlineData(" To: z@x\nTo: a@x", "a@x")]
    [InlineData("To:\nCc: \n", "")]
    [InlineData("Subject: x\n", "")]
    [InlineData("", "")]
    public void To_Cc_and_Bcc_name_recipients_in_the_order_of_the_header(string header, string recipients) =>
        Check(header, recipients);

    [Theory]
    [InlineData("Resent-To: r@x\nTo: t@x\n", "r@x")]
    [InlineData("To: t@x\nResent-To: r@x\n", "r@x")]
    [InlineData("Resent-From: f@x\nResent-Bcc: b@x\nresent-cc: c@x\nResent-To: r@x,\n s@x\nTo: t@x\n", "b@x c@x r@x s@x")]
    [InlineData("Resent-To: r@x\nReceived: z\nResent-To: old@x\nTo: t@x\n", "r@x")]
    [InlineData("Resent-To: r@x\nDate: x\nResent-Cc: late@x\n", "r@x")]
    [InlineData("Resent-To: r@x\njunk\nResent-Cc: late@x\n", "r@x")]
    [InlineData("Resent-To: r@x\nResent-T: q@x\nResent-Cc: c@x\n", "r@x c@x")]
    [InlineData("Resent-From: f@x\nTo: t@x\n", "")]
    [InlineData("Resent-To : r@x\nTo: t@x\nResent-Bcc\t: late@x\n", "r@x")]
    [InlineData("Resent-Sender: s@x\nTo: t@x\nResent-To: late@x\n", "")]
    [InlineData("ResentTo: r@x\nTo: t@x\n", "t@x")]
    [InlineData("Resent\nTo: t@x\n", "t@x")]
    public void A_message_that_is_sent_on_goes_to_its_first_block_of_Resent_fields_alone(string header, string recipients) =>
        Check(header, recipients);

    [Theory]
    [InlineData("Resent-Subject: a\n folded\nResent-To: r@x\nTo: t@x\n")]
    [InlineData("Resent-From: Joe\n <f@x>\nResent-To: r@x\nTo: t@x\n")]
    public void A_folded_field_does_not_end_the_block(string header) => Check(header, "r@x");

    [Theory]
    [InlineData("a@x", "a@x")]
    [InlineData("Joe <j@x>", "j@x")]
    [InlineData("a@x,b@x", "a@x b@x")]
    [InlineData("a@x b@x", "a@x b@x")]
    [InlineData("Joe Smith joe@x", "joe@x")]
    [InlineData("a@x (Joe)", "a@x")]
    [InlineData("G: a, b;", "a b")]
    [InlineData("To: a@x", "a@x")]
    [InlineData("-", "-")]
    [InlineData("", "")]
    [InlineData(" ", "")]
    [InlineData("\n", "")]
    [InlineData("a@x\n", "a@x")]
    [InlineData("a@x\r", "a@x")]
    [InlineData("a@x,\n b@x", "a@x b@x")]
    [InlineData("a@x\n b@x", "a@x b@x")]
    [InlineData("a@x\r\n\tb@x\r\n", "a@x b@x")]
    [InlineData("\u00E9@x", "\u00E9@x")]
    public void An_argument_is_read_like_a_To_field(string argument, string recipients)
    {
        Assert.Equal(Split(recipients), MessageRecipients.InArguments([argument]));
    }

    [Theory]
    [InlineData("a@x\nb@x", "the recipient 'a@x?b@x' holds a line break")]
    [InlineData("a@x,\r\nb@x", "the recipient 'a@x,??b@x' holds a line break")]
    [InlineData("a@x\rb@x", "the recipient 'a@x?b@x' holds a line break")]
    [InlineData("a@x\n\n b@x", "the recipient 'a@x?? b@x' holds a line break")]
    [InlineData("a@x\nCc: b@x\nSubject: c@x", "the recipient 'a@x?Cc: b@x?Subject: c@x' holds a line break")]
    [InlineData("Joe Smith", "recipient 'Joe Smith': 'Joe Smith' is neither an address nor a local name")]
    [InlineData("a@x, joe@exa mple.net", "recipient 'a@x, joe@exa mple.net': 'joe@exa mple.net' is neither an address nor a local name")]
    public void An_argument_that_cannot_be_read_is_named(string argument, string complaint)
    {
        var e = Assert.Throws<MailException>(() => MessageRecipients.InArguments([argument]));

        Assert.Equal((ExitCode.DataErr, complaint), (e.ExitCode, e.Message));
    }

    [Theory]
    [InlineData("To: a@x\nCc : Joe Smith, b@x\n", "header field Cc: 'Joe Smith' is neither an address nor a local name")]
    [InlineData("Bcc: <a b@x>\n", "header field Bcc: '<a b@x>' is neither an address nor a local name")]
    [InlineData("Resent-To: a@x b\nTo: c@x\n", "header field Resent-To: 'a@x b' is neither an address nor a local name")]
    public void A_field_that_cannot_be_read_is_named(string header, string complaint)
    {
        var e = Assert.Throws<MailException>(() => MessageRecipients.In(MessageText.Header(header)));

        Assert.Equal((ExitCode.DataErr, complaint), (e.ExitCode, e.Message));
    }

    [Fact]
    public void A_field_that_does_not_count_need_not_be_readable()
    {
        Check("Resent-To: r@x\nTo: Joe Smith\n", "r@x");
    }

    [Fact]
    public void There_is_an_end_to_recipients()
    {
        var half = string.Concat(Enumerable.Repeat("a,", AddressReading.MostRecipients / 2));

        Assert.Equal(AddressReading.MostRecipients, MessageRecipients.Of(MessageRecipients.InArguments([half]), MessageText.Header($"To: {half}\n"), RecipientSource.RequestAndHeader).Count);
        foreach (var more in new[] { half + half + "b", half + "b" })
        {
            var e = Assert.Throws<MailException>(() => MessageRecipients.Of(MessageRecipients.InArguments([half]), MessageText.Header($"To: {more}\n"), RecipientSource.RequestAndHeader));
            Assert.Equal((ExitCode.DataErr, "more than 100000 recipients"), (e.ExitCode, e.Message));
        }
    }

    [Fact]
    public void Recipients_without_end_take_little_memory()
    {
        var header = MessageText.Header("To: " + string.Concat(Enumerable.Repeat("a,", 7_500_000)) + "\n");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<MailException>(() => MessageRecipients.In(header));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void An_argument_keeps_octets_that_are_no_UTF8()
    {
        var argument = OctetText.Decode([0xE9, (byte)'@', (byte)'x']);

        Assert.Equal([argument], MessageRecipients.InArguments([argument]));
    }

    [Fact]
    public void An_argument_may_be_long()
    {
        var addresses = Enumerable.Range(0, 5000).Select(i => $"user{i}@example.net").ToArray();

        Assert.Equal(addresses, MessageRecipients.InArguments([string.Join(',', addresses)]));
    }

    static void Check(string header, string recipients) =>
        Assert.Equal(Split(recipients), MessageRecipients.In(MessageText.Header(header)));

    static string[] Split(string recipients) => recipients.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
