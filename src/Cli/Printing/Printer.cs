using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>Prints in msmtp's form: results on standard output, complaints with the program's name on standard error.</summary>
sealed class Printer(string program, StandardWriter output, StandardWriter error)
{
    /// <summary>
    /// Advice is printed wherever the output goes. Otherwise only to a terminal: msmtp has no such line, so scripts and logs should not get
    /// one.
    /// </summary>
    public bool AlwaysAdvises { get; set; }

    /// <summary>Prints one or more lines of the result.</summary>
    public void Tell(string line) => output.WriteLine(TerminalText.Lines(line));

    /// <summary>Prints a complaint.</summary>
    public void Complain(string message) => error.WriteLine(PrintableText.Text($"{program}: {message}"));

    /// <summary>
    /// Prints what does not stop the mail, then the line that a log has lost, and with --debug the stack trace of a plugin.
    /// </summary>
    public void Complain(HostNotice notice)
    {
        Complain(notice.Message);
        if (notice.LostRecord is { } record)
            Complain("log info was: " + record.ToLine());
        if (AlwaysAdvises && notice.Exception is { } thrown)
            ShowStack(thrown.ToString());
    }

    /// <summary>Prints why something failed, and what the server said about it.</summary>
    public void Complain(DeliveryFailure failure)
    {
        Complain(failure.Message);
        Quote("server message", failure.Reply);
        if (failure.Explanation is { } explanation)
            Complain($"the server explained: {explanation}");
        if (failure.MayHaveBeenDelivered)
            Complain("the message was sent but not answered for: it may have been delivered");
        Advise(failure.Advice);
    }

    /// <summary>Prints why something failed, and with --debug the stack trace of a plugin.</summary>
    public void Complain(MailException failure)
    {
        Complain(failure.Failure);
        ShowStack(failure);
    }

    /// <summary>Prints advice, if someone can use it. Null: there is none.</summary>
    public void Advise(string? advice)
    {
        if (advice is not null && (AlwaysAdvises || error.ReachesPerson()))
            Complain($"hint: {advice}");
    }

    /// <summary>
    /// With --debug, prints the stack trace of an exception that no contract allows: the plugin's author needs it. Null: nothing was
    /// thrown.
    /// </summary>
    public void ShowStack(Exception? failure)
    {
        if (AlwaysAdvises && failure is MailException e && Unexpected(e) is { } thrown)
            ShowStack(thrown.ToString());
    }

    void ShowStack(string stack)
    {
        foreach (var line in stack.Split('\n'))
            error.WriteLine(PrintableText.Text(line.TrimEnd()));
    }

    // Failures outside this program are reported in a sentence. For a plugin that broke its contract the host uses Software, whatever it
    // threw.
    static Exception? Unexpected(MailException failure)
    {
        if (failure.ExitCode == ExitCode.Software)
            return failure.InnerException;
        for (var cause = failure.InnerException; cause is not null; cause = cause.InnerException)
            if (cause is not (MailException or InvalidDataException or IOException or UnauthorizedAccessException or OperationCanceledException
                or TimeoutException or SocketException or AuthenticationException or CryptographicException))
                return cause;
        return null;
    }

    /// <summary>Prints each line of a reply.</summary>
    public void Quote(string title, ServerReply? reply)
    {
        foreach (var line in reply?.WireLines ?? [])
            Complain($"{title}: {line}");
    }
}
