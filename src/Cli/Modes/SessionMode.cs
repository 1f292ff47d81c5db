using Msmtp.Hosting;
using Msmtp.Server;

namespace Msmtp.Cli;

/// <summary>
/// <c>-bs</c>: an SMTP session on standard input and output, as Symfony, Laravel and mail programs hold it with a sendmail. Its end is a success,
/// whatever became of the mails: the client has heard that.
/// </summary>
sealed class SessionMode(CommandSession session)
{
    // The client is a program of the caller's own, which may wait for its next mail: it is as patient as sendmail.
    static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public async ValueTask<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        var configuration = await HeldConfiguration.ReadAsync(session, cancellationToken);
        // Better before the client relies on it than with its first mail.
        if (session.Arguments.Account is not null)
            session.Resolver.Resolve(configuration.Release(session.Explain), session.Question);
        var handler = new SubmittedMail(session, () => configuration.Release(session.Explain)) { Queued = new QueuedMailRunner(session).Start };
        using var sessions = SmtpSessions.CreatePlain(Options, handler);
        var client = MailDoor.ClientOfStandardStreams();
        if (sessions.Refuse(client) is null)
            await sessions.ServeAsync(client, cancellationToken);
        return ExitCode.Ok;
    }

    SmtpServerOptions Options => new()
    {
        HostName = session.Environment.User.HostName,
        Extensions = SmtpExtensions.Default & ~SmtpExtensions.Chunking | SmtpExtensions.Dsn,
        ToleratesBlanks = true,
        // Lines are made canonical before they are sent, dots are doubled anew: whatever is inside a message stays there.
        BareLineEnds = BareLineEnds.Keep,
        // The server decides; a call of the command has no limit either.
        MaxMessageSize = int.MaxValue,
        MaxRecipients = 10_000,
        IntroductionTimeout = Patience,
        CommandTimeout = Patience,
        MessageTimeout = Patience,
        Observer = session.Arguments.IsDebug ? static line => StandardWriter.Error.WriteLine(TerminalText.Line(line.ToString())) : null,
    };
}
