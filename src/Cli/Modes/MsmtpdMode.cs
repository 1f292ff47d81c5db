using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Msmtp.Hosting;
using Msmtp.Server;

namespace Msmtp.Cli;

/// <summary>
/// Called as <c>msmtpd</c>, or with <c>-bd</c>: an SMTP server for the programs of this host, with the options of msmtp's msmtpd. Mails go to a
/// command, or without one through the queue.
/// </summary>
/// <param name="arguments">What was asked for.</param>
/// <param name="session">What the queue needs.</param>
sealed class MsmtpdMode(MsmtpdArguments arguments, CommandSession session)
{
    const string Localhost = "localhost";

    static readonly TimeSpan PatienceWithCommand = TimeSpan.FromMinutes(15);

    readonly SessionLog log = new(arguments.Log, session.Environment.Time);

    public async ValueTask<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (log.WhyUnwritable() is { } reason)
                session.Printer.Complain($"cannot write the log {arguments.Log}: {reason}");
            var configuration = arguments.Command is null ? await LiveConfiguration.ReadAsync(session, log, cancellationToken) : null;
            var queues = new QueueService(session, log);
            foreach (var account in configuration is null ? [] : QueueSet.OfSubmissions(session, configuration.Loaded))
                queues.Add(account);
            using var verb = new QueueVerb(() => queues.All, session.Environment.Time);
            var options = await OptionsAsync(verb, cancellationToken);
            using var sessions = SmtpSessions.CreatePlain(options, configuration is null ? Piping(options) : Queueing(options, configuration, queues));
            if (arguments.IsInetd)
                return await ServeOneAsync(sessions, cancellationToken);
            var result = await ListenAsync(sessions, () => queues.Start(stopping.Token), stopping);
            queues.Join();
            return result;
        }
        catch (SocketException e)
        {
            session.Printer.Complain($"cannot bind to {Place}: {SystemError.Describe(e)}");
            return MsmtpdArguments.CannotStart;
        }
    }

    static async ValueTask<ExitCode> ServeOneAsync(SmtpSessions sessions, CancellationToken cancellationToken)
    {
        var client = StandardClient();
        if (sessions.Refuse(client) is null)
            await sessions.ServeAsync(client, cancellationToken);
        return ExitCode.Ok;
    }

    string Place => arguments.Socket ?? new IPEndPoint(arguments.Interface, arguments.Port).ToString();

    async ValueTask<ExitCode> ListenAsync(SmtpSessions sessions, Action ready, CancellationTokenSource stopping)
    {
        var listeners = Activation.Sockets(session.Environment.User);
        if (listeners.Count == 0)
            listeners.Add(Listener.Open(arguments));
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var door = new MailDoor(listeners, sessions, log);
        ready();
        await door.RunAsync(stopping.Token);
        return ExitCode.Ok;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    // inetd's standard input is the connected socket; anything else has no name.
    static ClientConnection StandardClient()
    {
        try
        {
            var socket = new Socket(new SafeSocketHandle(FileDescriptor.Inherited(0), ownsHandle: false));
            if (socket.Connected)
                return MailDoor.ClientOf(socket);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // A pipe.
        }
        return MailDoor.ClientOfStandardStreams();
    }

    async ValueTask<SmtpServerOptions> OptionsAsync(QueueVerb verb, CancellationToken cancellationToken) => new()
    {
        HostName = Localhost,
        Extensions = SmtpExtensions.Default & ~SmtpExtensions.Chunking & ~(arguments.Command is null ? SmtpExtensions.None : SmtpExtensions.SmtpUtf8)
            | (arguments.Command is null ? SmtpExtensions.Dsn : SmtpExtensions.None),
        ToleratesBlanks = true,
        // Where messages go, lines are made canonical and dots doubled anew.
        BareLineEnds = BareLineEnds.Keep,
        // Some users who take all they can get leave something for the others.
        MaxConnections = 400,
        MaxConnectionsPerClient = 50,
        RequireTlsForAuth = false,
        RequireAuth = arguments.User is not null,
        CredentialsCheck = arguments.User is null ? null : new PasswordTable(arguments.User, await PasswordAsync(arguments.User, cancellationToken)).CheckAsync,
        Observer = Note,
        Queue = arguments.Command is null ? verb.AnswerAsync : null,
        PrivateParameters = arguments.Command is null ? [KeyedSubmission.Parameter] : [],
    };

    // The dialogue is the clients' affair.
    void Note(DialogueLine line)
    {
        if (line.Speaker == DialogueSpeaker.Event)
            log.Note(line.Text);
    }

    async ValueTask<string> PasswordAsync(string user, CancellationToken cancellationToken)
    {
        if (arguments.PasswordCommand is { } command)
            return Encoding.UTF8.GetString(await session.Environment.Shell.ReadFirstLineAsync(command, cancellationToken)
                ?? throw NoPassword($": cannot read output of '{command}'"));
        var account = new MailAccount(AccountSettings.Empty.With(CommonSettings.Host, Localhost).With(CommonSettings.User, user));
        using var secrets = new SecretChain(session.Plugins, session.Resolver.ContextFor(account));
        var query = new SecretQuery(SecretKind.Password) { Host = Localhost, User = user };
        var found = await secrets.FindAsync(query, cancellationToken) ?? throw NoPassword("");
        return Encoding.UTF8.GetString(found.Reveal());
    }

    static MailException NoPassword(string why) => new(MsmtpdArguments.CannotStart, DeliveryStage.Configure, $"cannot get password{why}");

    PipedMail Piping(SmtpServerOptions options)
    {
        var environment = session.Environment with { Shell = new SystemShell { Io = IoMode.Blocking, Limit = PatienceWithCommand } };
        return new PipedMail(arguments.Command ?? "", environment, options.HostName, log);
    }

    SubmittedMail Queueing(SmtpServerOptions options, LiveConfiguration configuration, QueueService queues) => new(session, configuration.Current)
    {
        IsService = true,
        Limits = new SubmissionLimits(session.Environment.Time),
        Folder = () => QueueFolder(configuration.Loaded),
        Answered = (envelope, reply) => log.Note($"mail from <{envelope.Sender}> for {Recipients(envelope.Recipients.Count)}: {reply}"),
        // An account that is new may have a queue of its own.
        Queued = arguments.IsInetd ? new QueuedMailRunner(session).Start : record => queues.Add(record.Account),
        Trace = envelope => TraceField.Of(envelope, options.HostName, session.Environment.Time.GetLocalNow(), "\r\n"),
    };

    static string Recipients(int count) => count == 1 ? "1 recipient" : $"{count} recipients";

    string? QueueFolder(LoadedConfiguration configuration)
    {
        var settings = configuration.Find(arguments.Account ?? "default")?.Settings ?? AccountSettings.Empty;
        return MailQueues.PlaceOf(session.Plugins, settings) ?? session.Environment.Environment.StateFolder;
    }
}
