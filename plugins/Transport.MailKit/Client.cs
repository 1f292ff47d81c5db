using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Msmtp.Transport.MailKit;

/// <summary>MailKit's client, made to report the server's reply for each recipient, and to leave the message as it is.</summary>
sealed class Client(Dialogue dialogue) : SmtpClient(dialogue)
{
    Socket? socket;

    /// <summary>
    /// Something has arrived that MailKit has not read, or the server has hung up. Does not wait. Between two commands, when nothing is
    /// due from TLS itself, it is an unsolicited reply.
    /// </summary>
    public bool HasSpoken => socket is { } some && some.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <summary>The replies to RCPT, by address.</summary>
    public Dictionary<string, ServerReply> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>What a refused recipient means for the others.</summary>
    public PartialRefusal OnRefusal { get; set; }

    protected override bool PreferSendAsBinaryData => false;

    /// <summary>
    /// Like <see cref="MailService.ConnectAsync(string, int, SecureSocketOptions, CancellationToken)"/>, over a socket that can be polled.
    /// </summary>
    public async Task OpenAsync(string host, int port, SecureSocketOptions security, CancellationToken cancellationToken)
    {
        socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        await ConnectAsync(socket, host, port, security, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Peeks at the first line of what <see cref="HasSpoken"/> has found; empty: the server has hung up. Null: it is encrypted, or
    /// incomplete.
    /// </summary>
    public byte[]? Peek()
    {
        var octets = new byte[1024];
        var count = socket?.Receive(octets, 0, octets.Length, SocketFlags.Peek, out _) ?? 0;
        var end = octets.AsSpan(0, count).IndexOf((byte)'\n');
        return count == 0 ? [] : IsEncrypted || end < 0 ? null : octets[..end];
    }

    /// <summary>Sends a line, given without its end, and reads the reply: what MailKit leaves to derived classes.</summary>
    public async Task<ServerReply> ExchangeAsync(string line, CancellationToken cancellationToken)
    {
        var response = await SendCommandAsync(line, cancellationToken).ConfigureAwait(false);
        return ReplyText.Of((int)response.StatusCode, response.Response);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            socket?.Dispose();
    }

    // Another encoding would make it another message.
    protected override void Prepare(FormatOptions options, MimeMessage message, EncodingConstraint constraint, int maxLineLength)
    {
    }

    // It can be read only once: its size is unknown until it has been sent.
    protected override Task<long> GetSizeAsync(FormatOptions options, MimeMessage message, CancellationToken cancellationToken) =>
        Task.FromResult(-1L);

    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        Keep(mailbox, response);

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        Keep(mailbox, response);
        if (OnRefusal == PartialRefusal.Abort)
            base.OnRecipientNotAccepted(message, mailbox, response);
    }

    void Keep(MailboxAddress mailbox, SmtpResponse response) =>
        Answers[mailbox.Address] = ReplyText.Of((int)response.StatusCode, response.Response);
}
