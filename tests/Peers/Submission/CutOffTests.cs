using System.Net.Sockets;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// A client that goes away in the middle of a message. msmtp's msmtpd hands what it has got to its command as if it were all.
/// </summary>
public sealed class CutOffTests
{
    const string Beginning = "EHLO client.example.org\r\nMAIL FROM:<me@example.org>\r\nRCPT TO:<one@example.net>\r\nDATA\r\n";

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

        var said = await CutOffAsync(user, submission, Beginning + part);

        Assert.Contains("354 ", said, StringComparison.Ordinal);
        await SendAsync(user, submission);
        Assert.Contains("the whole one", (await user.ArrivedAsync()).Text, StringComparison.Ordinal);
        Assert.Null(user.Sink.TakeMail());
    }

    // Another mail, so that what the first one left behind has been dealt with.
    static async Task SendAsync(SendmailUser user, Submission submission)
    {
        var whole = Beginning + "Subject: the whole one\r\n\r\nbody\r\n.\r\nQUIT\r\n";
        Assert.Contains("\n250 ", await CutOffAsync(user, submission, whole), StringComparison.Ordinal);
    }

    // Everything at once, as a client may that was told of pipelining, and then nothing.
    static async Task<string> CutOffAsync(SendmailUser user, Submission submission, string text)
    {
        if (submission.Place == SubmissionPlace.StandardInput)
            return (await user.RunAsync(user.Sendmail, ["-bs"], text)).OutputText;

        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", submission.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
