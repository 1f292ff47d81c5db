namespace Msmtp.Server;

/// <summary>How often a client may be wrong, and how long it may bring no mail forward, before the server leaves it.</summary>
sealed class SessionLimits(SmtpServerOptions options)
{
    int errors;
    int idleCommands;
    int tooManyRecipients;
    int authFailures;

    /// <summary>A message comes.</summary>
    public void NoteContent() => idleCommands = 0;

    public void NoteAuthFailure() => authFailures++;

    /// <summary>Counts a reply; returns the last words that are due behind it, or null.</summary>
    public SmtpReply? Count(SmtpReply reply)
    {
        // RFC 5321 §4.5.3.1.10 has clients go on with what was taken; who goes on with recipients instead is in error sooner or later.
        var isError = reply.Code >= 500 || reply == Replies.TooManyRecipients && ++tooManyRecipients > options.MaxRecipients;
        errors += isError ? 1 : 0;
        idleCommands += reply == Replies.RcptOk ? 0 : 1;
        return authFailures >= options.MaxAuthFailures ? Replies.TooManyAuthFailures
            : errors > options.MaxErrors ? Replies.TooManyErrors
            : idleCommands > options.MaxIdleCommands ? Replies.TooManyIdleCommands
            : null;
    }
}
