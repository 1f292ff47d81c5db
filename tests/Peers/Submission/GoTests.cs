namespace Msmtp.Peers;

/// <summary>Go's SMTP client, in a program that uses it, and that does not look at the reply to its mail.</summary>
public sealed class GoTests
{
    public static MatrixTheoryData<Flavour, SubmissionPlace> Places { get; } =
        new(Enum.GetValues<Flavour>(), [SubmissionPlace.Command, SubmissionPlace.Queue]);

    [Theory, MemberData(nameof(Places))]
    public async Task A_mail_arrives_whole_at_all_its_recipients(Flavour flavour, SubmissionPlace place)
    {
        await using var user = new SendmailUser(flavour);
        await using var submission = await Submission.OpenAsync(user, place);
        await using var alertmanager = await Alertmanager.StartAsync(submission.Port, "one@example.net", "three@example.net");

        await alertmanager.AlertAsync();

        var mail = await user.ArrivedAsync();
        Assert.Equal("me@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net", "three@example.net"], mail.Recipients);
        Assert.Equal(["a subject"], mail.Field("Subject"));
        Assert.Contains($"\n\n{SubmissionClients.Body}\n", mail.Body(), StringComparison.Ordinal);
    }
}
