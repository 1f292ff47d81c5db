using System.Text;
using Msmtp.Hosting;
using Msmtp.Host.Tests.Delivery;
using Msmtp.Host.Tests.Messages;
using MessageText = Msmtp.Host.Tests.Messages.MessageText;

namespace Msmtp.Host.Tests;

/// <summary>A request is a mail each time that it is sent, or fails before anything is connected.</summary>
public sealed class MessageInputTests
{
    readonly ReadingHost host = new();

    [Fact]
    public async Task A_stream_that_can_be_sought_is_read_from_where_it_stood_each_time()
    {
        var stream = new MemoryStream(Encoding.ASCII.GetBytes("read already\nSubject: x\n\nhi\n")) { Position = 13 };
        var request = Request(stream);
        stream.Position = 3;
        await using var mailer = Mailer();

        await mailer.SendAsync(request, Token);
        await mailer.SendAsync(request with { Account = "default" }, Token);

        Assert.Equal(["hi\n", "hi\n"], host.Bodies);
    }

    [Fact]
    public async Task A_stream_that_can_be_sought_carries_several_mails_at_once()
    {
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"line {i}\n"));
        var request = Request(new MemoryStream(Encoding.ASCII.GetBytes("Subject: x\n\n" + text)));
        await using var mailer = Mailer();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => mailer.SendAsync(request, Token).AsTask(), Token)));

        Assert.Equal(8, host.Messages.Count);
        Assert.All(host.Bodies, body => Assert.Equal(text, body));
    }

    [Fact]
    public async Task A_stream_that_stands_at_its_end_is_no_mail()
    {
        var stream = new MemoryStream();
        stream.Write("Subject: x\n\nhi\n"u8);

        await AssertRefusedAsync(Request(stream));
    }

    [Fact]
    public async Task A_stream_that_was_read_by_somebody_else_is_no_mail()
    {
        var stream = new DripStream(MessageText.Octets("Subject: x\n\nhi\n"), most: 100);
        await stream.CopyToAsync(Stream.Null, Token);

        await AssertRefusedAsync(Request(stream));
    }

    [Fact]
    public async Task An_empty_stream_is_no_mail() => await AssertRefusedAsync(Request(Stream.Null));

    [Fact]
    public async Task Neither_octets_nor_a_writer_that_have_nothing_to_give_are_a_mail()
    {
        var source = new MemoryStream("Subject: x\n\nhi\n"u8.ToArray());
        var copy = new MailRequest { Message = MessageInput.FromWriter((stream, cancellationToken) => source.CopyToAsync(stream, cancellationToken)), To = ["a@y"] };
        await using (var mailer = Mailer())
            await mailer.SendAsync(copy, Token);

        await AssertRefusedAsync(copy);
        await AssertRefusedAsync(copy with { Message = MessageInput.FromOctets(default) });
        Assert.Equal(["hi\n"], host.Bodies);
    }

    [Fact]
    public async Task A_stream_that_can_be_read_once_carries_one_mail()
    {
        var request = Request(new DripStream(MessageText.Octets("Subject: x\n\nhi\n"), most: 100));
        await using (var mailer = Mailer())
            await mailer.SendAsync(request, Token);

        Assert.Equal(["hi\n"], host.Bodies);
        await AssertRefusedAsync(request with { To = ["b@y"] });
    }

    [Fact]
    public async Task Octets_and_writers_carry_as_many_mails_as_are_wanted()
    {
        var octets = Encoding.ASCII.GetBytes("Subject: x\n\nhi\n");
        await using var mailer = Mailer();
        foreach (var input in (MessageInput[])[MessageInput.FromOctets(octets), MessageInput.FromWriter(async (stream, cancellationToken) => await stream.WriteAsync(octets, cancellationToken))])
        {
            for (var time = 0; time < 2; time++)
                await mailer.SendAsync(new MailRequest { Message = input, To = ["a@y"] }, Token);
        }

        Assert.Equal(["hi\n", "hi\n", "hi\n", "hi\n"], host.Bodies);
    }

    [Fact]
    public async Task A_closed_stream_is_refused_when_the_request_is_made()
    {
        var stream = new MemoryStream();
        await stream.DisposeAsync();

        Assert.Throws<ArgumentException>(() => MessageInput.FromStream(stream));
    }

    [Fact]
    public async Task A_stream_that_is_closed_before_it_is_sent_fails_the_mail()
    {
        var stream = new MemoryStream("Subject: x\n\n"u8.ToArray());
        var request = Request(stream);
        await stream.DisposeAsync();
        await using var mailer = Mailer();

        var e = await Assert.ThrowsAsync<MailException>(async () => await mailer.SendAsync(request, Token));

        Assert.Equal(ExitCode.IoErr, e.ExitCode);
        Assert.Equal(0, host.Connections);
    }

    static readonly Action ConnectionEnds = static () => throw new MailException(ExitCode.IoErr, DeliveryStage.Mail, "network write error");

    [Fact]
    public async Task The_other_form_is_made_for_a_connection_that_accepts_it_and_goes_by_the_same_rules()
    {
        var prepared = 0;
        var input = MessageInput.FromForms(_ =>
        {
            prepared++;
            return new(new MessageForms(Writer("To: a@y\nBcc: b@y\n\nseven\n")) { EightBit = Writer("To: a@y\nBcc: b@y\nX: 8\n\neight\n") });
        });
        // A connection may end, and the form is made again for the next one.
        var accepting = new ReadingHost(true) { OnSecond = ConnectionEnds };
        await using var mailer = Mailer(accepting);
        var request = new MailRequest { Message = input, Recipients = RecipientSource.RequestAndHeader };

        await mailer.SendAsync(request, Token);
        await mailer.SendAsync(request, Token);

        Assert.Equal((2, 2), (prepared, accepting.Connections));
        const string header = "From: me@x\nTo: a@y\nX: 8\n\n";
        Assert.Equal([(header, "eight\n", true), (header, "eight\n", true)], accepting.Messages);

        static Func<Stream, CancellationToken, Task> Writer(string text) =>
            async (stream, cancellationToken) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);
    }

    [Fact]
    public async Task A_connection_that_does_not_say_what_it_accepts_gets_the_form_for_every_server()
    {
        var input = MessageInput.FromForms(static _ => new(new MessageForms(Writer("seven")) { EightBit = static (_, _) => throw new NotSupportedException() }));
        await using var mailer = Mailer();

        await mailer.SendAsync(new MailRequest { Message = input, To = ["a@y"] }, Token);

        Assert.Equal(["seven"], host.Bodies);

        static Func<Stream, CancellationToken, Task> Writer(string text) =>
            async (stream, cancellationToken) => await stream.WriteAsync(Encoding.ASCII.GetBytes("Subject: x\n\n" + text), cancellationToken);
    }

    [Fact]
    public async Task Of_two_forms_only_one_is_written_at_a_time_for_both_may_read_the_same_attachment()
    {
        var (running, most) = (0, 0);
        var input = MessageInput.FromForms(_ => new(new MessageForms(Writer('7')) { EightBit = Writer('8') }));
        // The first connection accepts 8-bit octets and ends before its second mail, the other one does not accept them.
        var both = new ReadingHost(true, false) { OnSecond = ConnectionEnds };
        await using var mailer = Mailer(both);
        var request = new MailRequest { Message = input, To = ["a@y"] };

        await mailer.SendAsync(request, Token);
        await mailer.SendAsync(request, Token);

        Assert.Equal([new string('8', 300_000), new string('7', 300_000)], both.Bodies);
        Assert.Equal((0, 1), (running, most));

        Func<Stream, CancellationToken, Task> Writer(char form) => async (stream, cancellationToken) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            try
            {
                await stream.WriteAsync("Subject: x\n\n"u8.ToArray(), cancellationToken);
                for (var piece = 0; piece < 300; piece++)
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(new string(form, 1000)), cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        };
    }

    [Theory]
    [InlineData("hi", false)]
    [InlineData("h\xEF", true)]
    public async Task A_message_in_memory_says_what_it_holds(string text, bool isEightBit)
    {
        await using var mailer = Mailer();

        await mailer.SendAsync(new MailRequest { Message = MessageInput.FromOctets(MessageText.Octets("X: y\n\n" + text)), To = ["a@y"] }, Token);

        Assert.Equal(isEightBit, host.Messages.Single().IsEightBit);
    }

    async Task AssertRefusedAsync(MailRequest request)
    {
        var before = host.Connections;
        await using var mailer = Mailer();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await mailer.SendAsync(request, Token));

        Assert.Equal(before, host.Connections);
    }

    IMailer Mailer(ReadingHost? other = null) => new MailerBuilder()
        .AddPlugin(other ?? host)
        .AddAccount("default", new Dictionary<string, string>
        {
            ["from"] = "me@x",
            ["set_date_header"] = "off",
            ["set_msgid_header"] = "off",
        })
        .Build();

    static MailRequest Request(Stream stream) => new() { Message = stream, To = ["a@y"] };

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
