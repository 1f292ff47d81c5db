using System.Text;
using MailKit;

namespace Msmtp.Transport.MailKit;

/// <summary>
/// Sees the octets that MailKit's client has sent and received: for the trace, to renew the timeout, and to know whether a message has
/// been sent completely.
/// </summary>
sealed class Dialogue(ITrace? trace) : IProtocolLogger
{
    readonly List<byte> last = [];
    ServerReply? reply;
    int repliesToData;
    bool hasSentData;
    int? visible;

    /// <summary>Renewed whenever octets pass; null: nothing is being waited for.</summary>
    public Patience? Patience { get; set; }

    /// <summary>The end of a message was sent (RFC 5321 §4.1.1.4).</summary>
    public bool HasSentEnd { get; private set; }

    /// <summary>How often the server has answered since then.</summary>
    public int RepliesToEnd { get; private set; }

    // Set by MailKit. It only recognises the secrets of MailKit's own mechanisms, none of which is used here (see Hide).
    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>The last reply; null: there has been none since the last call.</summary>
    public ServerReply? TakeReply()
    {
        var taken = reply;
        reply = null;
        return taken;
    }

    /// <summary>
    /// Called before the end of the message is sent. DATA has been answered; anything read after that would be taken for the mail's
    /// reply.
    /// </summary>
    /// <exception cref="MailException">There is more. A refusal is the mail's reply; anything else says nothing about it.</exception>
    public void CheckBeforeEnd()
    {
        if (repliesToData >= 2 && TakeReply() is { } early)
            throw OutOfTurn(early);
    }

    /// <summary>The failure of a mail whose end was not sent, because the server sent something before it.</summary>
    /// <param name="reply">What it has sent; null: unknown.</param>
    public static MailException OutOfTurn(ServerReply? reply) => reply?.Code is >= 400 and < 600
        ? new MailException(ExitCode.Unavailable, DeliveryStage.EndOfData, "the server did not accept the mail", reply)
        : new MailException(ExitCode.Protocol, DeliveryStage.Data, "the server sent a reply that it was not asked for", reply);

    /// <summary>What is sent from now on is secret, after this many visible octets; null: nothing is.</summary>
    public void Hide(int? visibleOctets) => visible = visibleOctets;

    /// <summary>A new message begins.</summary>
    public void Begin()
    {
        HasSentEnd = false;
        repliesToData = RepliesToEnd = 0;
        last.Clear();
    }

    public void LogConnect(Uri uri)
    {
    }

    public void LogClient(byte[] buffer, int offset, int count)
    {
        Patience?.Renew();
        last.AddRange(buffer.AsSpan(offset, count)[^Math.Min(count, 5)..]);
        last.RemoveRange(0, Math.Max(0, last.Count - 5));
        hasSentData = buffer.AsSpan(offset, count).EndsWith("DATA\r\n"u8);
        // A line with a single dot occurs nowhere else: other leading dots are doubled.
        HasSentEnd |= last is [(byte)'\r', (byte)'\n', (byte)'.', (byte)'\r', (byte)'\n'];
        if (trace is not null)
            TraceSent(trace, buffer.AsMemory(offset, count));
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        Patience?.Renew();
        foreach (var line in Lines(buffer.AsMemory(offset, count)))
        {
            trace?.Received(line.Span);
            if (!ReplyText.IsLast(line.Span))
                continue;
            reply = ReplyText.Read(Encoding.UTF8.GetString(line.Span));
            repliesToData += hasSentData ? 1 : 0;
            RepliesToEnd += HasSentEnd ? 1 : 0;
        }
    }

    public void Dispose()
    {
    }

    // A long line comes in several pieces.
    void TraceSent(ITrace listener, ReadOnlyMemory<byte> octets)
    {
        if (visible is { } shown)
        {
            var line = octets.Span.TrimEnd("\r\n"u8);
            var count = Math.Min(shown, line.Length);
            listener.SentSecret(line[..count], line[count..]);
            visible = shown - count;
        }
        else
            foreach (var line in Lines(octets))
                listener.Sent(line.Span);
    }

    static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var end = octets.Span.IndexOf((byte)'\n');
            var line = end < 0 ? octets : octets[..end];
            yield return line.Span is [.., (byte)'\r'] ? line[..^1] : line;
            octets = end < 0 ? default : octets[(end + 1)..];
        }
    }
}
