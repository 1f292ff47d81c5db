using System.Text;
using MailKit.Net.Smtp;
using MimeKit;

namespace Msmtp.Server.Tests;

/// <summary>A client that is not ours.</summary>
public sealed class MailKitTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "BDAT")]
    [InlineData(false, "DATA")]
    public async Task A_message_arrives_by_BDAT_as_it_does_by_DATA(bool prefersChunks, string command)
    {
        await using var sink = MailSink.Start(static options => options with { BareLineEnds = BareLineEnds.Refuse });
        var message = Message();

        await SendAsync(sink, prefersChunks, message);

        var mail = await sink.NextMailAsync(Ct);
        Assert.Contains(sink.Commands, line => line.StartsWith(command, StringComparison.Ordinal));
        Assert.Equal(await OctetsAsync(message), mail.Octets);
    }

    [Fact]
    public async Task A_mail_too_large_is_refused_after_its_chunk_and_the_session_goes_on()
    {
        await using var sink = MailSink.Start(static options => options with { MaxMessageSize = 1000, Extensions = SmtpExtensions.Chunking });
        using var client = new Client(prefersChunks: true);
        await client.ConnectAsync("127.0.0.1", sink.Port, MailKit.Security.SecureSocketOptions.None, Ct);

        var refused = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(Message(), Ct));
        await client.SendAsync(new MimeMessage([MailboxAddress.Parse("me@example.org")], [MailboxAddress.Parse("a@example.net")], "short", new TextPart()), Ct);

        Assert.Equal(SmtpStatusCode.ExceededStorageAllocation, refused.StatusCode);
        Assert.Contains("Subject: short", (await sink.NextMailAsync(Ct)).Text, StringComparison.Ordinal);
    }

    static async Task SendAsync(MailSink sink, bool prefersChunks, MimeMessage message)
    {
        using var client = new Client(prefersChunks);
        await client.ConnectAsync("127.0.0.1", sink.Port, MailKit.Security.SecureSocketOptions.None, Ct);
        await client.SendAsync(message, Ct);
        await client.DisconnectAsync(quit: true, Ct);
    }

    static MimeMessage Message()
    {
        var lines = string.Concat(Enumerable.Range(0, 5000).Select(static number => $".{number}\r\n.\r\n"));
        return new MimeMessage([MailboxAddress.Parse("me@example.org")], [MailboxAddress.Parse("a@example.net")], "dots", new TextPart { Text = lines });
    }

    static async Task<byte[]> OctetsAsync(MimeMessage message)
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        using var octets = new MemoryStream();
        await message.WriteToAsync(format, octets, Ct);
        return octets.ToArray();
    }

    sealed class Client(bool prefersChunks) : SmtpClient
    {
        protected override bool PreferSendAsBinaryData => prefersChunks;
    }
}
