using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// Starts this program once more, in a process that stays behind and sends what is queued: with nothing of the caller's but its environment, so
/// that cron, ssh or a mail program does not wait for it. In a list of processes it is <c>msmtp --queue-run=stay</c>.
/// </summary>
static class DetachedRunner
{
    // The file that runs, whatever name it was called by, and even if it has been replaced meanwhile.
    const string Self = "/proc/self/exe";

    /// <summary>The options of a process that runs queues at an interval: those of this one, as they are understood in every folder.</summary>
    public static IReadOnlyList<string> Options(QueueCommand command, CommandSession session)
    {
        var options = new List<string>(new CommandLineOverrides(session.Arguments.Options, session.Plugins.FindCommand).Options());
        options.Add($"-qf{(long)(command.Interval ?? TimeSpan.Zero).TotalSeconds}s");
        if (command.RecipientPart is { } part)
            options.Add($"-qR{part}");
        if (command.Id is { } id)
            options.Add($"-qI{id}");
        return options;
    }

    // Those of a process that serves the queue of an account until nothing waits in it.
    static List<string> Options(CommandSession session, AccountSettings settings)
    {
        var options = new List<string> { $"--queue-run={QueueCommand.Stay}" };
        if (session.Arguments.File is { Length: > 0 } file)
            options.Add($"--file={Path.GetFullPath(file)}");
        if (MailQueues.PlaceOf(session.Plugins, settings) is { } place)
            options.Add($"--setting={MailQueues.Place(session.Plugins)?.Name}={Path.GetFullPath(place)}");
        return options;
    }

    /// <summary>Starts a process that serves a queue until nothing waits in it.</summary>
    public static void Start(CommandSession session, AccountSettings settings) =>
        Start(Options(session, settings), session.Printer);

    /// <summary>Starts it. That it cannot be started is told; the mail is in the queue.</summary>
    public static void Start(IReadOnlyList<string> options, Printer printer)
    {
        try
        {
            // Under the runtime's own program, the assembly is the first argument.
            var host = Path.GetFileNameWithoutExtension(System.Environment.ProcessPath) == "dotnet" ? System.Environment.GetCommandLineArgs()[0] : null;
            DetachedProcess.Start(File.Exists(Self) ? Self : System.Environment.ProcessPath ?? Self, host is null ? ["msmtp", .. options] : ["dotnet", Path.GetFullPath(host), .. options]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            printer.Complain($"the mail is in the queue, but the process that sends it cannot be started: {SystemError.Describe(e)}");
            printer.Advise("run \"msmtp --queue-run\" later, or regularly by a timer");
        }
    }
}
