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
    // As in msmtpd, also for a wrong command line.
    public const ExitCode CannotStart = (ExitCode)3;

    const string Localhost = "localhost";

    static readonly TimeSpan PatienceWithCommand = TimeSpan.FromMinutes(15);

    readonly SessionLog log = new(arguments.Log, session.Environment.Time);

    public async ValueTask<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var options = await OptionsAsync(cancellationToken);
            using var sessions = SmtpSessions.CreatePlain(options, await HandlerAsync(options, cancellationToken));
            if (!arguments.IsInetd)
                return await ListenAsync(sessions, cancellationToken);
            var client = StandardClient();
            if (sessions.Refuse(client) is null)
                await sessions.ServeAsync(client, cancellationToken);
            return ExitCode.Ok;
        }
        catch (SocketException e)
        {
            session.Printer.Complain($"cannot bind to {Place}: {SystemError.Describe(e)}");
            return CannotStart;
        }
    }

    string Place => arguments.Socket ?? new IPEndPoint(arguments.Interface, arguments.Port).ToString();

    async ValueTask<ExitCode> ListenAsync(SmtpSessions sessions, CancellationToken cancellationToken)
    {
        using var listener = arguments.Socket is { } path
            ? Listen(AddressFamily.Unix, new UnixDomainSocketEndPoint(path))
            : Listen(arguments.Interface.AddressFamily, new IPEndPoint(arguments.Interface, arguments.Port));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var door = new MailDoor([listener], sessions, log);
        await door.RunAsync(stopping.Token);
        return ExitCode.Ok;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    static Socket Listen(AddressFamily family, EndPoint place)
    {
        var socket = new Socket(family, SocketType.Stream, family == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            // Sessions that have just ended must not keep a new server out.
            if (family != AddressFamily.Unix)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(place);
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
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
        return new ClientConnection(new LenientLines(new DescriptorStream(FileDescriptor.Inherited(0), FileDescriptor.Inherited(1), owner: null)));
    }

    async ValueTask<SmtpServerOptions> OptionsAsync(CancellationToken cancellationToken) => new()
    {
        HostName = Localhost,
        Extensions = SmtpExtensions.Default & ~SmtpExtensions.Chunking & ~(arguments.Command is null ? SmtpExtensions.None : SmtpExtensions.SmtpUtf8),
        // Where messages go, lines are made canonical and dots doubled anew.
        BareLineEnds = BareLineEnds.Keep,
        MaxConnectionsPerClient = 50,
        RequireTlsForAuth = false,
        RequireAuth = arguments.User is not null,
        CredentialsCheck = arguments.User is null ? null : new PasswordTable(arguments.User, await PasswordAsync(arguments.User, cancellationToken)).CheckAsync,
        Observer = static _ => { },
    };

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

    static MailException NoPassword(string why) => new(CannotStart, DeliveryStage.Configure, $"cannot get password{why}");

    async ValueTask<IMailHandler> HandlerAsync(SmtpServerOptions options, CancellationToken cancellationToken)
    {
        var environment = session.Environment;
        if (arguments.Command is { } command)
            return new PipedMail(command, environment with { Shell = new SystemShell { Io = IoMode.Blocking, Limit = PatienceWithCommand } }, options.HostName, log);
        var configuration = await HeldConfiguration.ReadAsync(session, cancellationToken);
        return new SubmittedMail(session, configuration)
        {
            IsQueuedFirst = true,
            Trace = envelope => TraceField.Of(envelope, options.HostName, environment.Time.GetLocalNow(), "\r\n"),
        };
    }
}
