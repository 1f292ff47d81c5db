using System.Collections.Concurrent;
using Msmtp.Server;

namespace Msmtp.Testing;

/// <summary>An SMTP or LMTP server as the other end of a transport.</summary>
public sealed class SmtpPeer : ITransportPeer
{
    const string HangsUp = """
        S: 220 peer.example.org
        C~ (EHLO|LHLO) .*
        S: 250 peer.example.org
        C~ MAIL FROM:.*
        S: 250 ok
        C~ RCPT TO:.*
        S: 250 ok
        C: DATA
        S: 354 go ahead
        --- message ---
        --- close ---
        """;

    readonly Handler handler;
    readonly IAsyncDisposable server;

    SmtpPeer(PeerInstructions instructions, MailProtocol protocol)
    {
        handler = new Handler(instructions);
        int port;
        if (instructions.Verdict == PeerVerdict.HangsUp)
        {
            var scripted = ScriptedServer.Start(HangsUp);
            (server, port) = (scripted, scripted.Port);
        }
        else
        {
            var options = new SmtpServerOptions
            {
                HostName = "peer.example.org",
                Extensions = instructions.Notifies ? SmtpExtensions.Default | SmtpExtensions.Dsn : SmtpExtensions.Default,
                BareLineEnds = BareLineEnds.Keep,
                Protocol = protocol == MailProtocol.Lmtp ? ServerProtocol.Lmtp : ServerProtocol.Smtp,
            };
            var real = SmtpServer.Start(options, handler);
            (server, port) = (real, real.Port);
        }
        var name = protocol == MailProtocol.Lmtp ? "lmtp" : "smtp";
        Msmtprc = $"host 127.0.0.1\nport {port}\nprotocol {name}\ntimeout 5";
    }

    /// <inheritdoc/>
    public string Msmtprc { get; }

    /// <inheritdoc/>
    public IReadOnlyList<PeerMail> Mails => [.. handler.Mails];

    /// <inheritdoc/>
    public long OctetsSeen => handler.OctetsSeen;

    /// <summary>Starts one on a free port of 127.0.0.1.</summary>
    public static SmtpPeer Start(PeerInstructions instructions, MailProtocol protocol = MailProtocol.Smtp)
    {
        ArgumentNullException.ThrowIfNull(instructions);
        return new SmtpPeer(instructions, protocol);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();

    sealed class Handler(PeerInstructions instructions) : IMailHandler
    {
        long octets;

        public ConcurrentQueue<PeerMail> Mails { get; } = new();

        public long OctetsSeen => Interlocked.Read(ref octets);

        public ValueTask<SmtpReply?> RefuseRecipientAsync(MailEnvelope envelope, MailRecipient recipient, CancellationToken cancellationToken) =>
            new(instructions.RefusedRecipients.Contains(recipient.Address) ? new SmtpReply(550, "5.1.1", "no such user") : null);

        public async ValueTask<MailOutcome> ReceiveAsync(MailEnvelope envelope, Stream content, CancellationToken cancellationToken)
        {
            using var whole = new MemoryStream();
            var buffer = new byte[1 << 16];
            while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                whole.Write(buffer, 0, count);
                Interlocked.Add(ref octets, count);
            }
            instructions.OnMessage();
            await instructions.Pause.WaitAsync(cancellationToken);
            if (instructions.Verdict == PeerVerdict.Refuses)
                return new MailOutcome(new SmtpReply(554, "5.6.0", "I do not like it"));
            Mails.Enqueue(new PeerMail(envelope.Sender, [.. envelope.Recipients.Select(static each => each.Address)], whole.ToArray())
            {
                Notify = [.. envelope.Recipients.Select(static each => Conditions(each.Parameters.FirstOrDefault(static one => one.Keyword == "NOTIFY")?.Value))],
            });
            return MailOutcome.Accepted;
        }

        // The server has checked it.
        static DsnNotify? Conditions(string? value) => value?.Split(',').Select(static word => Enum.Parse<DsnNotify>(word, ignoreCase: true))
            .Aggregate(static (one, other) => one | other);
    }
}
