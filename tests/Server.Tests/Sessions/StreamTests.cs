using System.IO.Pipelines;
using System.Text;

namespace Msmtp.Server.Tests;

/// <summary>A session over streams that are no sockets.</summary>
public sealed class StreamTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_needs_no_socket()
    {
        var said = await TalkAsync(new SmtpServerOptions(), "EHLO me\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\nDATA\r\nhi\r\n.\r\nQUIT\r\n");

        Assert.Equal(["220", "250", "250", "250", "354", "250", "221"], Codes(said));
    }

    [Fact]
    public async Task It_ends_with_the_last_reply_though_the_client_keeps_its_end_open()
    {
        var said = await TalkAsync(new SmtpServerOptions(), "QUIT\r\n", staysOpen: true);

        Assert.Equal(["220", "221"], Codes(said));
    }

    [Fact]
    public async Task A_mail_that_is_cut_off_is_none()
    {
        var handler = new KeepingHandler();

        var said = await TalkAsync(new SmtpServerOptions(), "EHLO me\r\nMAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\nDATA\r\nhi\r\n", handler: handler);

        Assert.Equal(["220", "250", "250", "250", "354"], Codes(said));
        Assert.Equal(0, handler.Mails);
        Assert.Equal(1, handler.Broken);
    }

    [Fact]
    public async Task A_user_of_the_system_has_as_many_sessions_as_any_client()
    {
        using var sessions = SmtpSessions.CreatePlain(new SmtpServerOptions { MaxConnectionsPerClient = 1 }, new KeepingHandler());
        var (one, another) = (Client("uid 1"), Client("uid 2"));

        Assert.Null(sessions.Refuse(one));
        Assert.StartsWith("421 4.7.0", Encoding.ASCII.GetString(sessions.Refuse(Client("uid 1"))!), StringComparison.Ordinal);
        Assert.Null(sessions.Refuse(another));
        await sessions.ServeAsync(one, Ct);
        await sessions.ServeAsync(another, Ct);
        Assert.Null(sessions.Refuse(Client("uid 1")));
    }

    [Fact]
    public async Task The_handler_may_refuse_a_sender()
    {
        var said = await TalkAsync(new SmtpServerOptions(), "EHLO me\r\nMAIL FROM:<bad@x>\r\nRCPT TO:<b@x>\r\nMAIL FROM:<a@x>\r\nQUIT\r\n");

        Assert.Equal(["220", "250", "550", "503", "250", "221"], Codes(said));
    }

    [Theory]
    [InlineData(true, "250", "250")]
    [InlineData(false, "501", "503")]
    public async Task Blanks_behind_the_colon_are_tolerated_if_that_is_wanted(bool isWanted, string mail, string rcpt)
    {
        var options = new SmtpServerOptions { ToleratesBlanks = isWanted };

        var said = await TalkAsync(options, "EHLO me\r\nMAIL FROM: <a@x> SIZE=1\r\nRCPT TO:  <b@x>\r\nQUIT\r\n");

        Assert.Equal(["220", "250", mail, rcpt, "221"], Codes(said));
    }

    [Fact]
    public async Task What_is_kept_is_told_to_whom_the_system_names()
    {
        var options = new SmtpServerOptions
        {
            Queue = static (client, argument, _) => new(new SmtpReply(250, null, $"{client.SystemUser} wants {argument}", "and has it")),
        };

        var said = await TalkAsync(options, "XQUEUE LIST\r\nEHLO me\r\nXQUEUE LIST x\r\nQUIT\r\n", user: "uid 7");

        Assert.Equal(["220", "503", "250", "250", "221"], Codes(said));
        Assert.Contains(" XQUEUE\r\n", said, StringComparison.Ordinal);
        Assert.Contains("250-uid 7 wants LIST x\r\n250 and has it\r\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_anything_kept_there_is_no_such_command()
    {
        var said = await TalkAsync(new SmtpServerOptions(), "EHLO me\r\nXQUEUE LIST\r\nQUIT\r\n");

        Assert.Equal(["220", "250", "500", "221"], Codes(said));
        Assert.DoesNotContain("XQUEUE", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_without_tls_do_not_pretend_to_have_it()
    {
        using var certificate = ServerCertificate.Create();
        var options = new SmtpServerOptions { TlsMode = TlsMode.StartTls, Certificate = certificate.Certificate };

        Assert.Throws<ArgumentException>(() => SmtpSessions.CreatePlain(options, new KeepingHandler()));
    }

    // The last line of each reply.
    static string[] Codes(string said) =>
        [.. said.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Where(static line => line[3] == ' ').Select(static line => line[..3])];

    static async Task<string> TalkAsync(
        SmtpServerOptions options, string lines, bool staysOpen = false, string? user = null, KeepingHandler? handler = null)
    {
        using var sessions = SmtpSessions.CreatePlain(options, handler ?? new KeepingHandler());
        var (input, output) = (new Pipe(), new Pipe());
        await input.Writer.WriteAsync(Encoding.ASCII.GetBytes(lines), Ct);
        if (!staysOpen)
            await input.Writer.CompleteAsync();
        var client = new ClientConnection(new PairStream(input.Reader.AsStream(), output.Writer.AsStream())) { SystemUser = user };
        Assert.Null(sessions.Refuse(client));

        await sessions.ServeAsync(client, Ct).WaitAsync(TimeSpan.FromMinutes(1), Ct);

        using var said = new StreamReader(output.Reader.AsStream());
        return await said.ReadToEndAsync(Ct);
    }

    static ClientConnection Client(string user) => new(new PairStream(Stream.Null, Stream.Null)) { SystemUser = user };

    sealed class KeepingHandler : IMailHandler
    {
        public int Mails { get; private set; }

        public int Broken { get; private set; }

        public SmtpReply? RefuseSender(MailEnvelope envelope) =>
            envelope.Sender.StartsWith("bad", StringComparison.Ordinal) ? new SmtpReply(550, "5.7.1", "not you") : null;

        public async ValueTask<MailOutcome> ReceiveAsync(MailEnvelope envelope, Stream content, CancellationToken cancellationToken)
        {
            try
            {
                await content.CopyToAsync(Stream.Null, cancellationToken);
            }
            catch (IOException)
            {
                Broken++;
                throw;
            }
            Mails++;
            return MailOutcome.Accepted;
        }
    }
}
