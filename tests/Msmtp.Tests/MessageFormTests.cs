using System.Globalization;
using System.Net.Mail;
using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using Msmtp.Hosting;
using Msmtp.Server;

namespace Msmtp.Tests;

/// <summary>What an application's message looks like to a server that takes octets beyond 127, and to one that does not.</summary>
public sealed class MessageFormTests
{
    const string EightBitMail = "MAIL FROM:<me@example.org> BODY=8BITMIME";
    const string PlainMail = "MAIL FROM:<me@example.org>";

    static readonly string Umlauts = string.Concat(Enumerable.Repeat("Grüße aus Köln — ☃\n", 20));
    static readonly string LongLine = new string('x', 1200) + "\nnext\n";

    public static TheoryData<string, bool> Messages
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var name in Some.Keys)
            {
                data.Add(name, true);
                data.Add(name, false);
            }
            return data;
        }
    }

    static Dictionary<string, Func<MimeEntity>> Some { get; } = new()
    {
        ["ascii"] = static () => new TextPart("plain") { Text = "plain\n.dots\n..\nFrom here\n" },
        ["umlauts"] = static () => new TextPart("plain") { Text = Umlauts },
        ["latin"] = static () => new TextPart("plain", Encoding.Latin1, "Grüße\n"),
        ["a long line"] = static () => new TextPart("plain") { Text = LongLine },
        ["a long line of umlauts"] = static () => new TextPart("plain") { Text = LongLine + new string('ü', 1200) },
        ["declared 8bit"] = static () => new TextPart("plain") { Text = Umlauts, ContentTransferEncoding = ContentEncoding.EightBit },
        ["declared 7bit, and is not"] = static () => new TextPart("plain") { Text = Umlauts, ContentTransferEncoding = ContentEncoding.SevenBit },
        ["declared binary"] = static () => new TextPart("plain") { Text = Umlauts, ContentTransferEncoding = ContentEncoding.Binary },
        ["encoded already"] = static () => new TextPart("plain") { Text = Umlauts, ContentTransferEncoding = ContentEncoding.QuotedPrintable },
        ["alternatives"] = static () => new MultipartAlternative(new TextPart("plain") { Text = Umlauts }, new TextPart("html") { Text = "<b>" + Umlauts + "</b>" }),
        ["octets"] = static () => new Multipart("mixed", new TextPart("plain") { Text = "see\n" }, Octets(AllOctets)),
        ["octets of text"] = static () => new Multipart("mixed", Octets(Encoding.UTF8.GetBytes(Umlauts))),
        ["a message inside"] = static () => new Multipart("mixed", new MessagePart { Message = Mime(new TextPart("plain") { Text = Umlauts }) }),
        ["a preamble of umlauts"] = static () => new Multipart("mixed", new TextPart("plain") { Text = "x\n" }) { Preamble = "grüße", Epilogue = "ende" },
        ["a message inside a message"] = static () => new MessagePart { Message = Mime(new Multipart("mixed", new MessagePart { Message = Mime(new TextPart("plain") { Text = Umlauts }) })) },
        ["S/MIME"] = static () => new MimePart("application", "pkcs7-mime") { Content = new MimeContent(new MemoryStream(AllOctets)), ContentTransferEncoding = ContentEncoding.Binary },
        ["nothing"] = static () => new Multipart("mixed"),
    };

    static byte[] AllOctets => [.. Enumerable.Range(0, 4096).Select(static i => (byte)i), (byte)'\r', (byte)'\n', (byte)'.', 0, (byte)'\r'];

    [Theory, MemberData(nameof(Messages))]
    public async Task A_message_arrives_with_its_text_and_attachments_in_octets_that_the_server_takes(string name, bool takesEightBit)
    {
        using var message = Mime(Some[name]());
        var before = Written(message);

        var (mail, command) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken), takesEightBit);

        AssertFit(mail, command, takesEightBit);
        AssertSame(message, await LoadAsync(mail.Octets));
        Assert.Equal(before, Written(message));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Eight_bits_go_out_and_are_announced_where_the_server_takes_them(bool takesEightBit)
    {
        using var message = Mime(Some["alternatives"]());

        var (mail, command) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken), takesEightBit);

        Assert.Equal(takesEightBit ? EightBitMail : PlainMail, command);
        Assert.Equal(takesEightBit, !Ascii.IsValid(mail.Octets));
        // RFC 2045 §6.4: what encloses 8-bit parts is labelled so.
        Assert.Equal(takesEightBit ? 3 : 0, mail.Text.Split("Content-Transfer-Encoding: 8bit").Length - 1);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task What_is_seven_bit_is_not_announced(bool takesEightBit)
    {
        using var message = Mime(new TextPart("plain") { Text = "plain\n.dots\n..\n" });

        var (mail, command) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken), takesEightBit);

        Assert.Equal(PlainMail, command);
        Assert.Equal(Encoding.Latin1.GetString(Written(message)), mail.Text);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task What_is_signed_keeps_every_octet(bool takesEightBit)
    {
        var signed = Signed();
        using var message = Mime(new Multipart("mixed", signed, new TextPart("plain") { Text = Umlauts }));
        var expected = Written(signed);

        var (mail, command) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken), takesEightBit);

        Assert.Equal(takesEightBit ? EightBitMail : PlainMail, command);
        Assert.Contains(Encoding.Latin1.GetString(expected), mail.Text, StringComparison.Ordinal);
        AssertSame(message, await LoadAsync(mail.Octets));
    }

    [Theory]
    [InlineData("präambel\n--s\n\nplain\n")]
    [InlineData("--s\nContent-Disposition: attachment; filename=\"größe\"\n\nplain\n")]
    [InlineData("--s\nContent-Type: message/rfc822\n\nSubject: größe\n\nplain\n")]
    public async Task Eight_bits_in_what_is_signed_are_announced_wherever_they_stand(string signed)
    {
        using var message = await LoadAsync(Encoding.UTF8.GetBytes("From: me@example.org\nTo: you@example.net\nMIME-Version: 1.0\n"
            + $"Content-Type: multipart/signed; boundary=s; protocol=\"application/pgp-signature\"; micalg=pgp-sha256\n\n{signed}"
            + "--s\nContent-Type: application/pgp-signature\n\nsignature\n--s--\n"));

        var (mail, command) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken), takesEightBit: true);

        Assert.Equal(EightBitMail, command);
        Assert.Equal(Encoding.Latin1.GetString(Written(message)), mail.Text);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task The_header_of_a_message_that_is_returned_is_encoded_as_a_text_is(bool takesEightBit)
    {
        using var message = await LoadAsync(Encoding.UTF8.GetBytes("From: me@example.org\nTo: you@example.net\nMIME-Version: 1.0\n"
            + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\ngone\n"
            + "--b\nContent-Type: text/rfc822-headers; charset=utf-8\nContent-Description: the header\n\nSubject: größe\nX: y\n\n--b--\n"));

        var (mail, command) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken), takesEightBit);

        AssertFit(mail, command, takesEightBit);
        var arrived = await LoadAsync(mail.Octets);
        var header = Assert.IsType<MultipartReport>(arrived.Body)[1];
        var text = header is MimePart part ? Decoded(part) : Written(Assert.IsType<TextRfc822Headers>(header).Message!);
        Assert.Equal(("text/rfc822-headers", "the header"), (header.ContentType.MimeType, header.Headers[HeaderId.ContentDescription]));
        Assert.Equal("Subject: größe\nX: y\n", Encoding.UTF8.GetString(text).ReplaceLineEndings("\n").TrimEnd() + "\n");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task What_is_encrypted_keeps_every_octet(bool takesEightBit)
    {
        var encrypted = new MultipartEncrypted
        {
            new ApplicationPgpEncrypted(),
            new MimePart("application", "octet-stream") { Content = new MimeContent(new MemoryStream("secrét\n"u8.ToArray())), ContentTransferEncoding = ContentEncoding.EightBit },
        };
        using var message = Mime(encrypted);

        var (mail, _) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken), takesEightBit);

        Assert.Equal(Encoding.Latin1.GetString(Written(message)), mail.Text);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Headers_are_encoded_whatever_the_server_takes(bool takesEightBit)
    {
        using var message = Mime(Octets([1, 2, 3]));
        message.Subject = "Grüße " + Umlauts.ReplaceLineEndings("");
        message.To.Add(new MailboxAddress("Jürgen, Ö.", "you@example.net"));
        message.Body!.ContentDisposition = new MimeKit.ContentDisposition("attachment") { FileName = "größe " + new string('ß', 100) + ".bin" };

        var (mail, command) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken), takesEightBit);

        Assert.Equal(PlainMail, command);
        Assert.True(Ascii.IsValid(mail.Octets));
        var arrived = await LoadAsync(mail.Octets);
        Assert.Equal(message.Subject, arrived.Subject);
        Assert.Equal("Jürgen, Ö.", arrived.To.Mailboxes.Last().Name);
        Assert.Equal(message.Body.ContentDisposition.FileName, arrived.Body!.ContentDisposition!.FileName);
    }

    [Fact]
    public async Task Headers_that_were_read_beyond_ASCII_are_encoded()
    {
        using var message = await LoadAsync(Encoding.UTF8.GetBytes(
            "From: Jürgen <me@example.org>\nTo: Ö <you@example.net>\nSubject: Grüße\nContent-Type: text/plain; charset=utf-8; name=\"ß.txt\"\n\nß\n"));

        var (mail, _) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken), takesEightBit: false);

        Assert.True(Ascii.IsValid(mail.Octets), mail.Text);
        var arrived = await LoadAsync(mail.Octets);
        Assert.Equal(("Grüße", "Jürgen", "Ö"), (arrived.Subject, arrived.From[0].Name, arrived.To[0].Name));
        Assert.Equal("ß\n", ((TextPart)arrived.Body!).Text.ReplaceLineEndings("\n"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_address_beyond_ASCII_is_the_one_that_was_meant(bool isRead)
    {
        using var message = isRead
            ? await LoadAsync(Encoding.UTF8.GetBytes("From: me@example.org\nTo: Jörg <jörg@example.net>\n\nx\n"))
            : Mime(new TextPart("plain") { Text = "x\n" });
        if (!isRead)
            message.To[0] = new MailboxAddress("Jörg", "jörg@example.net");
        await using var sink = MailSink.Start();
        await using var mailer = Mailer(sink.Port);

        await mailer.SendAsync(message, Token);

        var mail = await sink.NextMailAsync(Token);
        Assert.Equal("jörg@example.net", Assert.Single((await LoadAsync(mail.Octets)).To.Mailboxes).Address);
        Assert.Contains("RCPT TO:<jörg@example.net>", sink.Commands);
        Assert.Contains("MAIL FROM:<me@example.org> SMTPUTF8", sink.Commands);
    }

    [Fact]
    public async Task An_address_beyond_ASCII_is_not_sent_to_a_server_that_does_not_know_it()
    {
        using var message = Mime(new TextPart("plain") { Text = "x\n" });
        message.To[0] = new MailboxAddress("Jörg", "jörg@example.net");
        await using var sink = MailSink.Start(static options => options with { Extensions = SmtpExtensions.Default & ~SmtpExtensions.SmtpUtf8 });
        await using var mailer = Mailer(sink.Port);

        var e = await Assert.ThrowsAsync<MailException>(async () => await mailer.SendAsync(message, Token));

        Assert.Equal("the server does not support SMTPUTF8, which the address jörg@example.net needs", e.Message);
    }

    [Fact]
    public async Task A_message_that_was_read_and_is_seven_bit_goes_out_as_it_came()
    {
        const string text = "From:  me@example.org\nTo: you@example.net,\n  b@example.net\nDate: Thu, 01 Jan 2026 00:00:00 +0000\nX-Odd:   a\n\tb\nMessage-Id: <1@x>\n"
            + "MIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary=\"b\"; x=y\nContent-Transfer-Encoding: 7BIT\n\npreamble\n--b\ncontent-transfer-encoding: 7bit\ncontent-type: text/plain\n\none\n\n--b\n\ntwo\n--b--\nepilogue\n";
        using var message = await LoadAsync(Encoding.ASCII.GetBytes(text));

        var (mail, _) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken), takesEightBit: true);

        Assert.Equal(text, mail.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_MailMessage_arrives_as_often_as_it_is_sent(bool takesEightBit)
    {
        using var message = new MailMessage("me@example.org", "you@example.net", "Grüße", Umlauts + LongLine);
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString("<b>ü</b>", Encoding.UTF8, "text/html"));
        message.Attachments.Add(new Attachment(new MemoryStream(AllOctets), "größe.bin"));

        for (var time = 0; time < 2; time++)
        {
            var (mail, command) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken), takesEightBit);

            AssertFit(mail, command, takesEightBit);
            var arrived = await LoadAsync(mail.Octets);
            Assert.Equal(message.Body.ReplaceLineEndings("\n"), arrived.TextBody!.ReplaceLineEndings("\n"));
            Assert.Equal("<b>ü</b>", arrived.HtmlBody!.TrimEnd());
            var attachment = Assert.IsType<MimePart>(Assert.Single(arrived.Attachments), exactMatch: false);
            Assert.Equal("größe.bin", attachment.FileName);
            Assert.Equal(AllOctets, Decoded(attachment));
        }
    }

    [Theory]
    [InlineData(true, EightBitMail)]
    [InlineData(false, PlainMail)]
    public async Task A_stream_of_which_nobody_knows_what_it_holds_is_announced(bool takesEightBit, string expected)
    {
        var octets = "Subject: x\n\ngr\u00FC\u00DFe\n"u8.ToArray();

        foreach (var input in (MessageInput[])[new MemoryStream(octets), MessageInput.FromOctets(octets), MessageInput.FromWriter((stream, cancellationToken) => stream.WriteAsync(octets, cancellationToken).AsTask())])
        {
            var (mail, command) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(new MailRequest { Message = input, To = ["you@example.net"] }, cancellationToken), takesEightBit);

            Assert.Equal(expected, command);
            Assert.EndsWith("\n\n" + Encoding.Latin1.GetString("grüße\n"u8), mail.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Octets_in_memory_are_known()
    {
        var request = new MailRequest { Message = MessageInput.FromOctets("Subject: x\n\nhi\n"u8.ToArray()), To = ["you@example.net"] };

        var (_, command) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(request, cancellationToken), takesEightBit: true);

        Assert.Equal(PlainMail, command);
    }

    [Fact]
    public async Task What_goes_out_at_the_same_time_may_share_its_content()
    {
        var octets = Enumerable.Range(0, 300_000).Select(static i => (byte)(i * i / 7)).ToArray();
        var attachment = Octets(octets);
        using var message = Mime(new Multipart("mixed", new TextPart("plain") { Text = Umlauts }, attachment));
        MimeMessage[] messages = [message, message, message, .. Enumerable.Range(0, 3).Select(_ => Mime(new Multipart("mixed", new TextPart("plain") { Text = Umlauts }, attachment)))];
        await using var sink = MailSink.Start();
        await using var mailer = Mailer(sink.Port);

        await Task.WhenAll(messages.Select(each => mailer.SendAsync(each, Token).AsTask()));

        for (var mail = 0; mail < messages.Length; mail++)
        {
            var arrived = await LoadAsync((await sink.NextMailAsync(Token)).Octets);
            Assert.Equal(octets, Decoded(Parts(arrived).Last()));
        }
    }

    [Fact]
    public async Task A_small_message_may_be_sent_many_times_at_once_too()
    {
        using var message = Mime(new Multipart("mixed", new TextPart("plain") { Text = "hello\n" }, Octets(AllOctets)));
        ((MimePart)((Multipart)message.Body!)[1]).ContentTransferEncoding = ContentEncoding.Base64;
        var expected = Encoding.Latin1.GetString(Written(message));
        await using var sink = MailSink.Start();
        await using var mailer = Mailer(sink.Port);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => mailer.SendAsync(message, Token).AsTask(), Token)));

        for (var mail = 0; mail < 100; mail++)
            Assert.Equal(expected, (await sink.NextMailAsync(Token)).Text);
    }

    [Fact]
    public async Task A_message_without_MIME_Version_does_not_get_one()
    {
        using var message = Mime(new TextPart("plain") { Text = "hello\n" });
        message.Headers.Remove(HeaderId.MimeVersion);

        var (mail, _) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken), takesEightBit: true);

        Assert.Contains("MIME-Version: 1.0\n", mail.Text, StringComparison.OrdinalIgnoreCase);
        Assert.False(message.Headers.Contains(HeaderId.MimeVersion));
    }

    [Theory]
    [InlineData("a\0b\n")]
    [InlineData("From here on\n")]
    public async Task What_has_to_be_encoded_is_encoded_also_in_a_small_message(string text)
    {
        using var message = Mime(new TextPart("plain") { Text = text });

        var (mail, _) = await SendAsync((mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken), takesEightBit: true);

        var arrived = await LoadAsync(mail.Octets);
        Assert.True(Assert.IsType<TextPart>(arrived.Body).ContentTransferEncoding is ContentEncoding.QuotedPrintable or ContentEncoding.Base64, mail.Text);
        AssertSame(message, arrived);
    }

    [Fact]
    public async Task A_part_that_cannot_be_read_fails_the_mail_before_anything_is_connected()
    {
        var content = new MemoryStream([1]);
        using var message = Mime(new MimePart("application", "octet-stream") { Content = new MimeContent(content) });
        await content.DisposeAsync();
        await using var sink = MailSink.Start();
        await using var mailer = Mailer(sink.Port);

        var e = await Assert.ThrowsAsync<MailException>(async () => await mailer.SendAsync(message, Token));

        Assert.Equal(ExitCode.IoErr, e.ExitCode);
        Assert.StartsWith("the message cannot be read: ", e.Message, StringComparison.Ordinal);
        Assert.Empty(sink.Transcript);
    }

    static MultipartSigned Signed()
    {
        // As a parser leaves it: its octets are somebody's signature's.
        const string text = "Content-Type: multipart/signed; boundary=\"s\"; protocol=\"application/pgp-signature\"; micalg=pgp-sha256\n\n"
            + "--s\nContent-Type: text/plain; charset=utf-8\nX:   odd \n\ngrüße  \n--s\nContent-Type: application/pgp-signature\n\nsignature\n--s--\n";
        return (MultipartSigned)MimeEntity.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)), Token);
    }

    static MimePart Octets(byte[] octets) => new("application", "octet-stream")
    {
        Content = new MimeContent(new MemoryStream(octets)),
        ContentDisposition = new MimeKit.ContentDisposition("attachment") { FileName = "x" },
    };

    static MimeMessage Mime(MimeEntity body) => new(
        new Header(HeaderId.From, "me@example.org"),
        new Header(HeaderId.To, "you@example.net"),
        new Header(HeaderId.Date, "Thu, 01 Jan 2026 00:00:00 +0000"),
        new Header(HeaderId.MessageId, "<1@example.org>"),
        new Header(HeaderId.MimeVersion, "1.0"),
        body);

    static void AssertFit(ReceivedMail mail, string command, bool takesEightBit)
    {
        var isEightBit = !Ascii.IsValid(mail.Octets);
        Assert.Equal(isEightBit ? EightBitMail : PlainMail, command);
        Assert.True(takesEightBit || !isEightBit, mail.Text);
        Assert.All(mail.Text.Split('\n'), static line => Assert.InRange(line.Length, 0, 998));
    }

    static void AssertSame(MimeMessage expected, MimeMessage arrived)
    {
        var (were, are) = (Parts(expected).ToList(), Parts(arrived).ToList());
        Assert.Equal(were.Count, are.Count);
        foreach (var (was, part) in were.Zip(are))
        {
            Assert.Equal(was.ContentType.MimeType, part.ContentType.MimeType);
            Assert.Equal(Text(was), Text(part));
        }

        // A line end at the end of a part belongs to the boundary.
        static string Text(MimePart part)
        {
            var text = Encoding.Latin1.GetString(Decoded(part));
            return part.ContentType.IsMimeType("text", "*") ? text.ReplaceLineEndings("\n").TrimEnd() : text.TrimEnd();
        }
    }

    static IEnumerable<MimePart> Parts(MimeMessage message) => message.BodyParts.OfType<MimePart>()
        .Concat(message.BodyParts.OfType<MessagePart>().SelectMany(static part => Parts(part.Message!)));

    static byte[] Decoded(MimePart part)
    {
        using var octets = new MemoryStream();
        part.Content!.DecodeTo(octets);
        return octets.ToArray();
    }

    static byte[] Written(MimeMessage message)
    {
        using var octets = new MemoryStream();
        message.WriteTo(octets);
        return octets.ToArray();
    }

    static byte[] Written(MimeEntity entity)
    {
        using var octets = new MemoryStream();
        entity.WriteTo(octets);
        return octets.ToArray();
    }

    static Task<MimeMessage> LoadAsync(byte[] octets) => MimeMessage.LoadAsync(new MemoryStream(octets), Token);

    static async Task<(ReceivedMail Mail, string Command)> SendAsync(
        Func<IMailer, CancellationToken, ValueTask<SendResult>> send, bool takesEightBit)
    {
        await using var sink = MailSink.Start(options => options with
        {
            Extensions = takesEightBit ? SmtpExtensions.Default & ~SmtpExtensions.SmtpUtf8 : SmtpExtensions.Pipelining,
        });
        await using var mailer = Mailer(sink.Port);

        var result = await send(mailer, Token);

        Assert.Equal(SendOutcome.Sent, result.Outcome);
        return (await sink.NextMailAsync(Token), sink.Commands.Single(static line => line.StartsWith("MAIL ", StringComparison.Ordinal)));
    }

    static IMailer Mailer(int port) => new MailerBuilder().AddDefaultPlugins().AddAccount("default", new Dictionary<string, string>
    {
        ["host"] = "127.0.0.1",
        ["port"] = port.ToString(CultureInfo.InvariantCulture),
        ["from"] = "me@example.org",
        ["set_date_header"] = "off",
        ["set_msgid_header"] = "off",
        ["set_from_header"] = "off",
    }).Build();

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
