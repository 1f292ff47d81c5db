namespace Msmtp.Server;

/// <summary>What the server says, roughly in the order of a session.</summary>
static class Replies
{
    public static readonly SmtpReply TooManyConnections = new(421, "4.3.2", "too many connections, try again later");
    public static readonly SmtpReply ShuttingDown = new(421, "4.3.2", "shutting down");
    public static readonly SmtpReply TimedOut = new(421, "4.4.2", "timeout exceeded");
    public static readonly SmtpReply TooManyErrors = new(421, "4.7.0", "too many errors");
    public static readonly SmtpReply TooManyOfClient = new(421, "4.7.0", "too many connections from your address");
    public static readonly SmtpReply TooManyIdleCommands = new(421, "4.7.0", "too many commands without a mail");
    public static readonly SmtpReply TooManyAuthFailures = new(421, "4.7.0", "too many failed logins");

    public static readonly SmtpReply LineTooLong = new(500, "5.5.2", "line too long");
    public static readonly SmtpReply BareLineFeed = new(500, "5.5.2", "lines must end with CR LF");
    public static readonly SmtpReply NoCommand = new(500, "5.5.2", "not a command");
    public static readonly SmtpReply UnknownCommand = new(500, "5.5.1", "unknown command");
    public static readonly SmtpReply NotImplemented = new(502, "5.5.1", "command not implemented");
    public static readonly SmtpReply WrongArgument = new(501, "5.5.4", "invalid argument");
    public static readonly SmtpReply NoArgument = new(501, "5.5.4", "this command takes no argument");

    public static readonly SmtpReply HelloFirst = new(503, "5.5.1", "say hello first");
    public static readonly SmtpReply StartTlsReady = new(220, "2.0.0", "ready to start TLS");
    public static readonly SmtpReply TlsAlready = new(503, "5.5.1", "TLS is already active");
    public static readonly SmtpReply PipelinedStartTls = new(554, "5.5.1", "nothing may be pipelined after STARTTLS");

    public static readonly SmtpReply AuthNeedsTls = new(538, "5.7.11", "encryption required for AUTH");
    public static readonly SmtpReply AuthAlready = new(503, "5.5.1", "already authenticated");
    public static readonly SmtpReply AuthInTransaction = new(503, "5.5.1", "no AUTH during a mail transaction");
    public static readonly SmtpReply UnknownMechanism = new(504, "5.5.4", "unknown mechanism");
    public static readonly SmtpReply AuthCancelled = new(501, "5.7.0", "AUTH cancelled");
    public static readonly SmtpReply AuthMalformed = new(501, "5.5.2", "cannot decode the response");
    public static readonly SmtpReply AuthLineTooLong = new(500, "5.5.6", "AUTH line too long");
    public static readonly SmtpReply AuthFailed = new(535, "5.7.8", "credentials invalid");
    public static readonly SmtpReply AuthUnavailable = new(454, "4.7.0", "cannot check credentials now, try again later");
    public static readonly SmtpReply AuthTooOften = new(454, "4.7.0", "too many failed logins, try again later");
    public static readonly SmtpReply AuthSucceeded = new(235, "2.7.0", "authenticated");
    public static readonly SmtpReply AuthRequired = new(530, "5.7.0", "authentication required");

    public static readonly SmtpReply MailOk = new(250, "2.1.0", "sender ok");
    public static readonly SmtpReply MailAlready = new(503, "5.5.1", "sender already given");
    public static readonly SmtpReply MailSyntax = new(501, "5.1.7", "the syntax is MAIL FROM:<path>");
    public static readonly SmtpReply UnknownParameter = new(555, "5.5.4", "unknown parameter");
    public static readonly SmtpReply WrongParameter = new(501, "5.5.4", "invalid parameter value");
    public static readonly SmtpReply AddressNotAscii = new(553, "5.6.7", "the address needs SMTPUTF8");
    public static readonly SmtpReply MessageTooLarge = new(552, "5.3.4", "message too large");

    public static readonly SmtpReply RcptOk = new(250, "2.1.5", "recipient ok");
    public static readonly SmtpReply RcptSyntax = new(501, "5.1.3", "the syntax is RCPT TO:<path>");
    public static readonly SmtpReply MailFirst = new(503, "5.5.1", "MAIL first");
    public static readonly SmtpReply TooManyRecipients = new(452, "4.5.3", "too many recipients");

    public static readonly SmtpReply RcptFirst = new(503, "5.5.1", "no valid recipients");
    public static readonly SmtpReply StartContent = new(354, null, "end with <CR><LF>.<CR><LF>");
    public static readonly SmtpReply ContentBegun = new(503, "5.5.1", "content has already begun");
    public static readonly SmtpReply ChunkSyntax = new(501, "5.5.4", "the syntax is BDAT size [LAST]");
    public static readonly SmtpReply OutOfSync = new(421, "4.5.0", "cannot tell content from commands");
    public static readonly SmtpReply BareLineEnd = new(550, "5.6.0", "bare CR or LF in the message");
    public static readonly SmtpReply HandlerFailed = new(451, "4.3.0", "cannot accept the mail now, try again later");
    public static readonly SmtpReply StorageFull = new(452, "4.3.1", "insufficient storage, try again later");

    public static readonly SmtpReply ResetOk = new(250, "2.0.0", "reset");
    public static readonly SmtpReply NoopOk = new(250, "2.0.0", "ok");
    public static readonly SmtpReply CannotVerify = new(252, "2.5.0", "cannot verify, but will try to deliver");
    public static readonly SmtpReply Bye = new(221, "2.0.0", "bye");

    public static SmtpReply ChunkTaken(long octets) => new(250, "2.0.0", $"{octets} octets received");
}
