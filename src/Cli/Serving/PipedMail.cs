using Msmtp.Hosting;
using Msmtp.Server;

namespace Msmtp.Cli;

/// <summary>
/// Hands each mail to a command, as msmtpd does: the sender in place of %F, the recipients behind it. The command starts when the whole mail is
/// here, so that one that is cut off is never handed over.
/// </summary>
sealed class PipedMail(string command, HostEnvironment environment, string hostName, SessionLog log) : IMailHandler
{
    // The system limits one argument to 128 KiB (execve(2)), and the whole command line is one of the shell's.
    const int LongestCommand = 120_000;

    // What msmtpd puts in place of the null reverse-path.
    const string NobodyToTell = "MAILER-DAEMON";

    static readonly SmtpReply InvalidAddress = new(501, "5.1.3", "Invalid address");
    static readonly SmtpReply TooMany = new(452, "4.5.3", "too many recipients for one command");

    public SmtpReply? RefuseSender(MailEnvelope envelope) => envelope.Sender.Length == 0 || IsSafe(envelope.Sender) ? null : InvalidAddress;

    public ValueTask<SmtpReply?> RefuseRecipientAsync(MailEnvelope envelope, MailRecipient recipient, CancellationToken cancellationToken)
    {
        var length = command.Length + envelope.Sender.Length + recipient.Address.Length;
        foreach (var other in envelope.Recipients)
            length += other.Address.Length + 1;
        return new(!IsSafe(recipient.Address) ? InvalidAddress : length > LongestCommand ? TooMany : null);
    }

    public async ValueTask<MailOutcome> ReceiveAsync(MailEnvelope envelope, Stream content, CancellationToken cancellationToken)
    {
        SmtpReply reply;
        try
        {
            using var message = environment.CreateSpool();
            message.Write(TraceField.Of(envelope, hostName, environment.Time.GetLocalNow(), "\n"));
            await CopyLinesAsync(content, message, cancellationToken);
            message.Position = 0;
            // From here on the end of the service does not stop it: the command may have sent the mail.
            reply = Run(CommandFor(envelope), message);
        }
        catch (MailException e)
        {
            log.Complain(e.Message);
            reply = SessionReplies.Of(e.Failure);
        }
        return new MailOutcome(reply);
    }

    /// <summary>
    /// Whether an address means nothing to a shell, in whatever quotes it stands, and is not an option: the characters are msmtpd's.
    /// </summary>
    internal static bool IsSafe(string address)
    {
        if (address.Length == 0 || address[0] == '-')
            return false;
        foreach (var character in address)
            if (!char.IsAsciiLetterOrDigit(character) && !"@.+-_=/".Contains(character, StringComparison.Ordinal))
                return false;
        return true;
    }

    string CommandFor(MailEnvelope envelope)
    {
        var sender = envelope.Sender.Length == 0 ? NobodyToTell : envelope.Sender;
        var place = command.IndexOf("%F", StringComparison.Ordinal);
        var line = place < 0 ? command : string.Concat(command.AsSpan(0, place), sender, command.AsSpan(place + 2));
        foreach (var recipient in envelope.Recipients)
            line += " " + recipient.Address;
        return line;
    }

    SmtpReply Run(string line, Stream message)
    {
        log.Note($"pipe command is {line}");
        var status = environment.Shell.Run(line, message, CancellationToken.None);
        if (status == 0)
        {
            log.Note("mail was piped successfully");
            return new SmtpReply(250, "2.0.0", "Ok, mail was piped");
        }
        log.Complain($"pipe command reported error {status}");
        // Ended by a signal: nothing is wrong with the mail.
        var isTemporary = SessionReplies.IsTemporary(status) || status > SignalBase;
        return isTemporary
            ? new SmtpReply(451, "4.0.0", $"Pipe command reported error {status}")
            : new SmtpReply(554, "5.0.0", $"Pipe command reported error {status}");
    }

    const int SignalBase = 128;

    // Commands expect the line ends of this system.
    static async ValueTask CopyLinesAsync(Stream content, Stream message, CancellationToken cancellationToken)
    {
        var block = new byte[16 * 1024];
        var isCrHeld = false;
        while (await content.ReadAsync(block, cancellationToken) is > 0 and var count)
        {
            if (isCrHeld && block[0] != '\n')
                message.WriteByte((byte)'\r');
            var kept = Unfold(block.AsSpan(0, count), out isCrHeld);
            message.Write(block, 0, kept);
        }
        if (isCrHeld)
            message.WriteByte((byte)'\r');
    }

    static int Unfold(Span<byte> octets, out bool endsWithCr)
    {
        endsWithCr = octets[^1] == '\r';
        var kept = 0;
        for (var i = 0; i < octets.Length; i++)
            if (octets[i] != '\r' || i + 1 < octets.Length && octets[i + 1] != '\n')
                octets[kept++] = octets[i];
        return kept;
    }
}
