using System.Net.Sockets;
using System.Text;
using Msmtp.Hosting;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>Asks the service of this system about the caller's mails in its queue (<see cref="QueueVerb"/>).</summary>
sealed class ServiceQueue(string path, Printer printer)
{
    const int LongestReply = 256 * 1024 * 1024;
    const int PatienceInMilliseconds = 60_000;
    const int Successful = 250;
    const int Busy = 450;

    /// <summary>The service behind the account that a mail would use; null: its mails are in the caller's own queue.</summary>
    public static ServiceQueue? Find(CommandSession session, HeldConfiguration configuration)
    {
        try
        {
            var search = new AccountSearch(configuration.Release(static _ => { }), session.Environment.User, static _ => { }) { Service = HandOverToService.DefaultSocket };
            return search.Find(session.Question).Settings.Get(HandOverToService.Socket) is { } path ? new ServiceQueue(path, session.Printer) : null;
        }
        catch (MailException)
        {
            // What is wrong is told by whoever needs it.
            return null;
        }
    }

    /// <summary>Whether it is asked of the service. At an interval, and by a process that stays, the caller's own queue is run.</summary>
    public static bool Concerns(QueueCommand command) => command is { Interval: null, Action: not QueueAction.Stay };

    /// <exception cref="MailException">The service cannot be reached, cannot do that, or does not speak the protocol.</exception>
    public ExitCode Run(QueueCommand command)
    {
        if (Verb(command) is not { } verb)
            throw new MailException(
                ExitCode.Unavailable, DeliveryStage.Configure, $"the service at {path} tries all of your mails (-q) or a single one (-qIid), not those to some recipients");
        var (code, lines) = Ask($"XQUEUE {verb}");
        if (code is not (Successful or Busy))
            throw new MailException(
                code >= 500 ? ExitCode.NoInput : ExitCode.TempFail, DeliveryStage.Configure, $"the service at {path} says: {lines[0]}");
        foreach (var line in lines)
            printer.Tell(line);
        return code == Busy ? ExitCode.TempFail : ExitCode.Ok;
    }

    static string? Verb(QueueCommand command) => command switch
    {
        { Action: QueueAction.List } => "LIST TABLE",
        { Action: QueueAction.ListJson } => "LIST JSON",
        { Action: QueueAction.ListPostfix } => "LIST POSTFIX",
        { Action: QueueAction.Hold } => $"HOLD {command.Id}",
        { Action: QueueAction.Release } => $"RELEASE {command.Id}",
        { Action: QueueAction.Retry } => $"RETRY {command.Id}",
        { Action: QueueAction.Delete } => $"DELETE {command.Id}",
        { Action: QueueAction.Run, Interval: null, RecipientPart: null } => $"RUN {command.Id ?? QueueCommand.All}",
        _ => null,
    };

    (int Code, List<string> Lines) Ask(string command)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            ReceiveTimeout = PatienceInMilliseconds,
            SendTimeout = PatienceInMilliseconds,
        };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            _ = Read(socket);
            socket.Send("EHLO localhost\r\n"u8);
            _ = Read(socket);
            socket.Send(Encoding.ASCII.GetBytes($"{command}\r\n"));
            var answer = Read(socket);
            socket.Send("QUIT\r\n"u8);
            return answer;
        }
        catch (SocketException e)
        {
            // For a socket that is not there the framework has a word of its own.
            var why = File.Exists(path) ? SystemError.Describe(e) : "there is no such socket";
            throw new MailException(
                new DeliveryFailure(ExitCode.Unavailable, DeliveryStage.Connect, $"the service at {path} cannot be reached: {why}")
                {
                    Advice = "is it running? \"systemctl status msmtpd.socket\" says so",
                    IsTemporary = true,
                },
                e);
        }
    }

    // Each exchange waits for its reply, so that nothing follows it.
    (int Code, List<string> Lines) Read(Socket socket)
    {
        var octets = new MemoryStream();
        var block = new byte[16 * 1024];
        do
        {
            var count = socket.Receive(block);
            if (count == 0 || octets.Length > LongestReply)
                throw Unintelligible();
            octets.Write(block, 0, count);
        }
        while (!IsWhole(octets.GetBuffer().AsSpan(0, (int)octets.Length)));
        var lines = OctetText.Decode(octets.GetBuffer().AsSpan(0, (int)octets.Length - 2)).Split("\r\n");
        var texts = new List<string>(lines.Length);
        foreach (var line in lines)
            texts.Add(line.Length >= 4 ? line[4..] : "");
        return int.TryParse(lines[^1].AsSpan(0, 3), out var code) ? (code, texts) : throw Unintelligible();
    }

    static bool IsWhole(ReadOnlySpan<byte> octets)
    {
        if (!octets.EndsWith("\r\n"u8))
            return false;
        var last = octets[(octets[..^2].LastIndexOf((byte)'\n') + 1)..];
        return last.Length >= 6 && last[3] == ' ';
    }

    MailException Unintelligible() => new(ExitCode.Protocol, DeliveryStage.Configure, $"what answers at {path} is not the service");
}
