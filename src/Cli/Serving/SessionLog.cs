using System.Globalization;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>
/// The log of msmtpd: nowhere, the system's, or a file, with msmtpd's lines. The file is opened for each line, so that it can be moved away at
/// any time. What cannot be logged is lost: a full disk must not stop the mail.
/// </summary>
sealed class SessionLog(string target, TimeProvider time)
{
    const int MailFacility = 2 << 3;
    const int Error = 3;
    const int Information = 6;

    readonly Lock gate = new();

    /// <summary>Notes what happened.</summary>
    public void Note(string line) => Write(Information, "info", line);

    /// <summary>Notes what went wrong.</summary>
    public void Complain(string line) => Write(Error, "error", line);

    /// <summary>Why the file cannot be written; null: it can, or there is none. It is made if it is not there.</summary>
    public string? WhyUnwritable() => target is MsmtpdArguments.NoLog or MsmtpdArguments.SystemLog ? null : Append("");

    void Write(int priority, string level, string line)
    {
        if (target == MsmtpdArguments.NoLog)
            return;
        var text = PrintableText.Text(line);
        lock (gate)
        {
            if (target == MsmtpdArguments.SystemLog)
                Libc.LogToSystem(MailFacility | priority, "%s", text);
            else
                Append($"{time.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} msmtpd[{Environment.ProcessId}] {level}: {text}\n");
        }
    }

    // What has failed; null: nothing. A line that cannot be written has nowhere else to go.
    string? Append(string line)
    {
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
            };
            using var file = new FileStream(target, options);
            file.Write(OctetText.Encode(line));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SystemError.Describe(e);
        }
    }
}
