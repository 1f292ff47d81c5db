using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// A client that goes away in the middle of a message. msmtp's msmtpd hands what it has got to its command as if it were all.
/// </summary>
public sealed class CutOffTests
{
    public static MatrixTheoryData<Flavour, SubmissionPlace, string> Cuts { get; } = new(
        Enum.GetValues<Flavour>(),
        Enum.GetValues<SubmissionPlace>(),
        [
            "Subject: a subject\r\n",
            "Subject: a subject\r\n\r\nfirst\r\n",
            "Subject: a subject\r\n\r\nfirst",
            "Subject: a subject\r\n\r\nfirst\r\n.",
            "Subject: a subject\r\n\r\nfirst\r\n.\r",
        ]);

    [Theory, MemberData(nameof(Cuts))]
    public async Task A_mail_that_was_cut_off_is_not_sent(Flavour flavour, SubmissionPlace place, string part)
    {
        await using var user = new SendmailUser(flavour);
        await using var submission = await Submission.OpenAsync(user, place);

        var answer = await SayAsync(user, submission, part);

        Assert.DoesNotMatch("(?m)^250 ", answer);
        // Another one, so that what the first has left behind has been dealt with.
        Assert.Matches("(?m)^250 ", await SayAsync(user, submission, "Subject: the whole one\r\n\r\nbody\r\n.\r\n"));
        Assert.Contains("the whole one", (await user.ArrivedAsync()).Text, StringComparison.Ordinal);
        Assert.Null(user.Sink.TakeMail());
    }

    // What the server answers to the message, or to the end of the client.
    static async Task<string> SayAsync(SendmailUser user, Submission submission, string message)
    {
        if (submission.Place != SubmissionPlace.StandardInput)
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", submission.Port, TestContext.Current.CancellationToken);
            await using var stream = client.GetStream();
            return await SayAsync(stream, stream, () => client.Client.Shutdown(SocketShutdown.Send), message);
        }
        var start = new ProcessStartInfo(user.Sendmail, ["-bs"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment.Clear();
        foreach (var (name, value) in user.Variables)
            start.Environment[name] = value;
        using var session = Process.Start(start)!;
        var input = session.StandardInput.BaseStream;
        var answer = await SayAsync(input, session.StandardOutput.BaseStream, input.Dispose, message);
        await session.WaitForExitAsync(TestContext.Current.CancellationToken);
        return answer;
    }

    static async Task<string> SayAsync(Stream input, Stream output, Action leave, string message)
    {
        using var reader = new StreamReader(output);
        await ReplyAsync(reader);
        string[] commands = ["EHLO client.example.org", "MAIL FROM:<me@example.org>", "RCPT TO:<one@example.net>", "DATA"];
        var last = "";
        foreach (var command in commands)
        {
            await input.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), TestContext.Current.CancellationToken);
            await input.FlushAsync(TestContext.Current.CancellationToken);
            last = await ReplyAsync(reader);
        }
        Assert.StartsWith("354 ", last, StringComparison.Ordinal);
        await input.WriteAsync(Encoding.ASCII.GetBytes(message), TestContext.Current.CancellationToken);
        await input.FlushAsync(TestContext.Current.CancellationToken);
        leave();
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    static async Task<string> ReplyAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (line.Length > 3 && line[3] == ' ')
                return line;
        throw new EndOfStreamException("the server is gone");
    }
}
