using System.Diagnostics;
using System.Net.Mail;
using System.Text;
using System.Text.Json;
using MimeKit;
using Msmtp.Hosting;

namespace Msmtp.Peers;

/// <summary>
/// Messages of applications through a Postfix that accepts 8-bit octets, and through one that does not, read back by MimeKit and by Python.
/// </summary>
[Collection<OnePostfix>]
public sealed class MessageTests(Postfix postfix)
{
    // The decoded text of every part, in order, and the decoded subject: in hexadecimal, so that the locale does not matter.
    const string Reader = """
        import sys, json, email, email.policy
        mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
        parts = [part.get_payload(decode=True).hex() for part in mail.walk() if not part.is_multipart()]
        json.dump([mail["Subject"].encode().hex(), *parts], sys.stdout)
        """;

    static readonly string Umlauts = string.Concat(Enumerable.Repeat("Grüße aus Köln\n", 30));
    static readonly string LongLine = new string('x', 1200) + "\n";
    static readonly byte[] AllOctets = [.. Enumerable.Range(0, 3000).Select(static i => (byte)(i * 7))];

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_MimeMessage_arrives_with_what_it_says(bool takesEightBit)
    {
        var mailbox = postfix.NewMailbox();
        using var message = new MimeMessage([new MailboxAddress("Jürgen", "sender@localhost")], [MailboxAddress.Parse(mailbox.Address)], "Grüße", Body());

        var content = await SendAsync(mailbox, takesEightBit, (mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken));

        await AssertReadAsync(content, takesEightBit, "Grüße", Umlauts, "<b>ü</b>\n" + LongLine, AllOctets);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_MailMessage_arrives_with_what_it_says(bool takesEightBit)
    {
        var mailbox = postfix.NewMailbox();
        using var message = new MailMessage("sender@localhost", mailbox.Address, "Grüße", Umlauts + LongLine);
        message.Attachments.Add(new Attachment(new MemoryStream(AllOctets), "größe.bin"));

        var content = await SendAsync(mailbox, takesEightBit, (mailer, cancellationToken) => mailer.SendAsync(message, cancellationToken));

        await AssertReadAsync(content, takesEightBit, "Grüße", Umlauts + LongLine, AllOctets);
    }

    [Fact]
    public async Task An_application_introduces_itself_by_a_name_that_a_strict_server_takes()
    {
        var mailbox = postfix.NewMailbox();
        await using var mailer = Mailer(Door.Strict);

        var result = await mailer.SendAsync(new MailRequest { Message = MessageInput.FromOctets("Subject: x\n\n"u8.ToArray()), To = [mailbox.Address] }, Token);

        Assert.Equal(SendOutcome.Sent, result.Outcome);
        Assert.Single(await postfix.DeliveredAsync(mailbox));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_command_is_told_what_to_do_there(Flavour flavour)
    {
        using var msmtp = new Msmtp.Peers.Mailer(flavour);
        var mailbox = postfix.NewMailbox();

        var refused = await msmtp.SendAsync("Subject: x\n\n"u8.ToArray(), postfix.At(Door.Strict), "-d", mailbox.Address);
        var taken = await msmtp.SendAsync("Subject: x\n\n"u8.ToArray(), postfix.At(Door.Strict) + "domain mail.example.org\n", mailbox.Address);

        Assert.Equal(65, refused.ExitCode);
        Assert.Contains("hint: the server wants this machine to introduce itself with a name that is in the DNS: write \"domain %H\"", refused.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, taken.ExitCode);
        Assert.Single(await postfix.DeliveredAsync(mailbox));
    }

    static Multipart Body() => new("mixed",
        new MultipartAlternative(new TextPart("plain") { Text = Umlauts }, new TextPart("html") { Text = "<b>ü</b>\n" + LongLine }),
        new MimePart("application", "octet-stream") { Content = new MimeContent(new MemoryStream(AllOctets)), FileName = "größe.bin" });

    async Task<byte[]> SendAsync(Mailbox mailbox, bool takesEightBit, Func<IMailer, CancellationToken, ValueTask<SendResult>> send)
    {
        await using var mailer = Mailer(takesEightBit ? Door.Plain : Door.SevenBit);

        Assert.Equal(SendOutcome.Sent, (await send(mailer, Token)).Outcome);

        return Assert.Single(await postfix.DeliveredAsync(mailbox)).Content;
    }

    static async Task AssertReadAsync(byte[] content, bool takesEightBit, string subject, params object[] parts)
    {
        Assert.True(takesEightBit || Ascii.IsValid(content));
        Assert.All(Encoding.Latin1.GetString(content).Split('\n'), static line => Assert.InRange(line.Length, 0, 998));
        byte[][] expected = [Encoding.UTF8.GetBytes(subject), .. parts.Select(static part => part as byte[] ?? Encoding.UTF8.GetBytes((string)part))];
        Assert.Equal(expected.Select(Shown), (await ByPythonAsync(content)).Select(Shown));
        Assert.Equal(expected.Select(Shown), ByMimeKit(content).Select(Shown));
    }

    // A line end before a boundary belongs to the boundary.
    static string Shown(byte[] octets) => Encoding.Latin1.GetString(octets).ReplaceLineEndings("\n").TrimEnd('\n');

    static IEnumerable<byte[]> ByMimeKit(byte[] content)
    {
        using var message = MimeMessage.Load(new MemoryStream(content), Token);
        yield return Encoding.UTF8.GetBytes(message.Subject!);
        foreach (var part in message.BodyParts.Cast<MimePart>())
        {
            using var octets = new MemoryStream();
            part.Content!.DecodeTo(octets, Token);
            yield return octets.ToArray();
        }
    }

    static async Task<IEnumerable<byte[]>> ByPythonAsync(byte[] content)
    {
        var start = new ProcessStartInfo(Program.Find("python3", "python3"), ["-c", Reader]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var python = Process.Start(start)!;
        await python.StandardInput.BaseStream.WriteAsync(content, Token);
        python.StandardInput.Close();
        return JsonSerializer.Deserialize<string[]>(await python.StandardOutput.ReadToEndAsync(Token))!.Select(Convert.FromHexString);
    }

    IMailer Mailer(Door door) => new MailerBuilder().AddDefaultPlugins().AddAccount("default", postfix.At(door)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => line.Split(' ', 2))
        .Select(static words => KeyValuePair.Create(words[0], words[1]))).Build();

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
