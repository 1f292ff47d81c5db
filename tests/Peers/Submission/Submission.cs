using System.Globalization;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Where a program hands its mails to our command, other than as sendmail.</summary>
public enum SubmissionPlace
{
    /// <summary>sendmail -bs: an SMTP session on standard input and output.</summary>
    StandardInput,

    /// <summary>msmtpd --command, as it is with msmtp's.</summary>
    Command,

    /// <summary>msmtpd with the queue behind it.</summary>
    Queue,
}

/// <summary>A place where programs of a user submit mails.</summary>
sealed class Submission : IAsyncDisposable
{
    readonly Daemon? daemon;

    Submission(SubmissionPlace place, string address, Daemon? daemon) => (Place, Address, this.daemon) = (place, address, daemon);

    public SubmissionPlace Place { get; }

    /// <summary>HOST:PORT, or the command line of a sendmail.</summary>
    public string Address { get; }

    /// <summary>The port of msmtpd at 127.0.0.1.</summary>
    public int Port => int.Parse(Address.Split(':')[1], CultureInfo.InvariantCulture);

    /// <summary>Opens one, which sends by the user's msmtprc.</summary>
    public static async Task<Submission> OpenAsync(SendmailUser user, SubmissionPlace place)
    {
        if (place == SubmissionPlace.StandardInput)
            return new Submission(place, $"{user.Sendmail} -bs", null);

        var port = Ports.Free(1)[0];
        string[] command = place == SubmissionPlace.Command ? [$"--command={user.Sendmail} -f %F --"] : [];
        var msmtpd = new CommandRunner(user.Msmtpd)
        {
            Arguments = ["--interface=127.0.0.1", $"--port={port}", .. command],
            Environment = user.Variables,
            WorkingDirectory = user.FileOf(""),
        };
        return new Submission(place, $"127.0.0.1:{port}", await Daemon.StartAsync(msmtpd, () => Ports.IsOpen(port)));
    }

    public ValueTask DisposeAsync() => daemon?.DisposeAsync() ?? ValueTask.CompletedTask;
}
