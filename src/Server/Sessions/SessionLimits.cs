namespace Msmtp.Server;

/// <summary>How many errors and idle commands a client has before the server closes the connection.</summary>
sealed class SessionLimits(SmtpServerOptions options)
{
    int errors;
    int idleCommands;
    int tooManyRecipients;
    int authFailures;

    /// <summary>A mail makes progress.</summary>
    public void NoteContent() => idleCommands = 0;

    public void NoteAuthFailure() => authFailures++;

    /// <summary>Counts a reply; returns the 421 that is to follow it, or null.</summary>
    public SmtpReply? Count(SmtpReply reply)
    {
        // RFC 5321 §4.5.3.1.10: a client may go on with the recipients that were accepted. If it keeps adding more, that becomes an error.
        var isError = reply.Code >= 500 || reply == Replies.TooManyRecipients && ++tooManyRecipients > options.MaxRecipients;
        errors += isError ? 1 : 0;
        idleCommands += reply == Replies.RcptOk ? 0 : 1;
        return authFailures >= options.MaxAuthFailures ? Replies.TooManyAuthFailures
            : errors > options.MaxErrors ? Replies.TooManyErrors
            : idleCommands > options.MaxIdleCommands ? Replies.TooManyIdleCommands
            : null;
    }
}
