using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Server;

/// <summary>How a server behaves. Everything that a client could make grow has a limit here.</summary>
public sealed record SmtpServerOptions
{
    /// <summary>Where to listen; port 0 picks a free port. A <see cref="System.Net.Sockets.UnixDomainSocketEndPoint"/> works too.</summary>
    public EndPoint Listen { get; init; } = new IPEndPoint(IPAddress.Loopback, 0);

    /// <summary>The server's name in the greeting and in the reply to EHLO.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>SMTP or LMTP.</summary>
    public ServerProtocol Protocol { get; init; } = ServerProtocol.Smtp;

    /// <summary>The extensions to offer.</summary>
    public SmtpExtensions Extensions { get; init; } = SmtpExtensions.Default;

    /// <summary>When TLS starts. Anything but <see cref="TlsMode.None"/> needs a <see cref="Certificate"/>.</summary>
    public TlsMode TlsMode { get; init; } = TlsMode.None;

    /// <summary>The server's certificate with its private key; null: no TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Decides whether a client's certificate is accepted, and makes it mandatory; null: clients are not asked for one.</summary>
    public Func<X509Certificate2, bool>? ClientCertificateCheck { get; init; }

    /// <summary>Checks the credentials of AUTH PLAIN and AUTH LOGIN; null: AUTH is not offered.</summary>
    public CredentialsCheck? CredentialsCheck { get; init; }

    /// <summary>The SASL mechanisms to offer: PLAIN, LOGIN or both.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = ["PLAIN", "LOGIN"];

    /// <summary>Whether AUTH requires TLS (RFC 4954 §4). It should: both mechanisms send the password itself.</summary>
    public bool RequireTlsForAuth { get; init; } = true;

    /// <summary>Whether MAIL requires AUTH (RFC 6409 §4.3).</summary>
    public bool RequireAuth { get; init; }

    /// <summary>
    /// Whether blanks may follow the colon of MAIL FROM and RCPT TO, which RFC 5321 §3.3 forbids, and which old programs and people write.
    /// </summary>
    public bool ToleratesBlanks { get; init; }

    /// <summary>What to do about a bare CR or LF in a message.</summary>
    public BareLineEnds BareLineEnds { get; init; } = BareLineEnds.Refuse;

    /// <summary>The largest message in octets, counted with CR LF line ends, without dot-stuffing, and over all BDAT chunks.</summary>
    public long MaxMessageSize { get; init; } = 50 * 1024 * 1024;

    /// <summary>The recipients of one mail (RFC 5321 §4.5.3.1.8 asks for at least 100).</summary>
    public int MaxRecipients { get; init; } = 1000;

    /// <summary>
    /// The octets of a command line including CR LF; RFC 4954 §4 asks for 12288 where AUTH is offered, RFC 5321 §4.5.3.1.4 for 512.
    /// </summary>
    public int MaxLineLength { get; init; } = 12288;

    /// <summary>Concurrent sessions; one more is refused with 421.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>
    /// Concurrent sessions of one client; one more is refused with 421. A client is an IPv4 address or an IPv6 /64; clients of a Unix
    /// socket are not counted.
    /// </summary>
    public int MaxConnectionsPerClient { get; init; } = 20;

    /// <summary>Refused commands (5yz) in one session; one more, and the server says 421 and closes the connection.</summary>
    public int MaxErrors { get; init; } = 20;

    /// <summary>
    /// Consecutive commands that make no progress with a mail (NOOP, RSET, EHLO, VRFY and the like); one more, and the server says 421 and
    /// closes the connection.
    /// </summary>
    public int MaxIdleCommands { get; init; } = 100;

    /// <summary>Wrong passwords in one session; after the last of them the server says 421 and closes the connection.</summary>
    public int MaxAuthFailures { get; init; } = 3;

    /// <summary>
    /// Wrong passwords of one client within <see cref="AuthFailureMemory"/>, over all of its sessions; after that AUTH is answered with
    /// 454, and the password is not even checked.
    /// </summary>
    public int MaxAuthFailuresPerClient { get; init; } = 10;

    /// <summary>How long a wrong password is remembered.</summary>
    public TimeSpan AuthFailureMemory { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a client waits to be told that its password is wrong.</summary>
    public TimeSpan AuthFailureDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a client may take from connecting, or from the end of a TLS handshake, to its EHLO, whatever else it says: an idle
    /// connection must not occupy a slot for all of <see cref="CommandTimeout"/>.
    /// </summary>
    public TimeSpan IntroductionTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a client may take to send one command line or one block of content, for a TLS handshake, or to read replies (RFC 5321
    /// §4.5.3.2.7). With <see cref="RequireAuth"/>, also the time from EHLO to a successful AUTH.
    /// </summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long one message may take: from 354, or the first BDAT, to the reply to its final dot or last BDAT.</summary>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The clock behind the timeouts.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Answers XQUEUE, a private command for what a server keeps (RFC 5321 §4.1.5); null: there is none.</summary>
    public QueueHandler? Queue { get; init; }

    /// <summary>
    /// Parameters of MAIL that are nobody's but this server's (RFC 5321 §4.1.5), in upper case, with an X in front. Each is offered under its name;
    /// its value is xtext (RFC 3461 §4), and is the handler's affair.
    /// </summary>
    public IReadOnlyList<string> PrivateParameters { get; init; } = [];

    /// <summary>Sees the dialogue; null: no one does.</summary>
    public DialogueObserver? Observer { get; init; }

    // RFC 6531 §3.1: a server that offers SMTPUTF8 has to offer 8BITMIME.
    internal bool Offers(SmtpExtensions extension) =>
        Extensions.HasFlag(extension) && (extension != SmtpExtensions.SmtpUtf8 || Extensions.HasFlag(SmtpExtensions.EightBitMime));

    internal void Validate()
    {
        if (TlsMode != TlsMode.None && Certificate is not { HasPrivateKey: true })
            throw new ArgumentException("TLS needs a certificate with its private key");
        if (HostName.Length == 0 || HostName.Any(static c => char.IsControl(c) || c == ' '))
            throw new ArgumentException("the server needs a host name without blanks and control characters");
        if (Mechanisms.Except(["PLAIN", "LOGIN"]).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"the server knows PLAIN and LOGIN, not {unknown}");
        if (PrivateParameters.FirstOrDefault(static name => name is not ['X', ..] || !name.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))) is { } wrong)
            throw new ArgumentException($"a private parameter has an X in front, and letters and digits behind it: not {wrong}");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRecipients, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLineLength, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnectionsPerClient, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxErrors, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxIdleCommands, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAuthFailures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAuthFailuresPerClient, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(AuthFailureDelay, TimeSpan.Zero);
    }
}

/// <summary>Answers a private command. Not called before the client has introduced itself; an exception is answered with 451.</summary>
/// <param name="client">Who asks.</param>
/// <param name="argument">What follows the verb.</param>
/// <param name="cancellationToken">Cancelled when the server stops.</param>
public delegate ValueTask<SmtpReply> QueueHandler(SmtpClientFacts client, string argument, CancellationToken cancellationToken);

/// <summary>The protocol spoken on a listening socket.</summary>
public enum ServerProtocol
{
    /// <summary>RFC 5321: EHLO or HELO, and one reply after the final dot.</summary>
    Smtp,

    /// <summary>RFC 2033: LHLO, and one reply for each recipient after the final dot.</summary>
    Lmtp,
}

/// <summary>When a session becomes encrypted.</summary>
public enum TlsMode
{
    /// <summary>Never.</summary>
    None,

    /// <summary>When the client says STARTTLS (RFC 3207).</summary>
    StartTls,

    /// <summary>Before the greeting (RFC 8314 §3).</summary>
    Implicit,
}

/// <summary>What happens to a message with a CR or LF that is not part of CR LF (RFC 5321 §2.3.8 forbids them).</summary>
public enum BareLineEnds
{
    /// <summary>
    /// The message is refused after its final dot, or after the BDAT chunk that contains one: two servers may read such a message as two
    /// different mails.
    /// </summary>
    Refuse,

    /// <summary>The octets reach the handler unchanged. Even then only CR LF . CR LF ends the content of DATA.</summary>
    Keep,
}
