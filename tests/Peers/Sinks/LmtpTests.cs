using System.Text;

namespace Msmtp.Peers;

public sealed class LmtpTests
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_mail_goes_over_TCP_by_LMTP(Flavour flavour)
    {
        using var sink = await SmtpSink.StartAsync();

        await SendAsync(flavour, sink, $"host 127.0.0.1\nport {sink.Port}\n");
    }

    // LMTP has no default port, and msmtp requires one even for a Unix socket, which does not need it.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_mail_goes_through_a_unix_socket_by_LMTP(Flavour flavour)
    {
        using var sink = await SmtpSink.StartLocalAsync();

        await SendAsync(flavour, sink, $"host localhost\nsocket {sink.Socket}\nport 24\n");
    }

    static async Task SendAsync(Flavour flavour, SmtpSink sink, string place)
    {
        using var msmtp = new Mailer(flavour);
        var mail = Mails.Named("leading dots");

        var result = await msmtp.SendAsync(mail, place + "protocol lmtp\nfrom sender@localhost\n", "one@localhost", "two@localhost");

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var stored = await sink.MailAsync();
        Assert.Contains(
            """
            X-Client-Proto: LMTP
            X-Helo-Args: localhost
            X-Mail-Args: <sender@localhost>
            X-Rcpt-Args: <one@localhost>
            X-Rcpt-Args: <two@localhost>

            """,
            stored,
            StringComparison.Ordinal);
        Assert.EndsWith("(UTC)\n" + Encoding.Latin1.GetString(Mails.Stored(mail)) + "\n", stored, StringComparison.Ordinal);
    }
}
