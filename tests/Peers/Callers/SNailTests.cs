using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>s-nail: <c>-i [-f SENDER] -- RECIPIENT...</c>, or what the user wants instead; the header has no Bcc.</summary>
public sealed class SNailTests
{
    const string Body = "text\n..\n.\nend\n";

    [Theory, EachInstallation]
    public async Task A_mail_goes_to_all_that_are_named_and_Bcc_stays_secret(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await SendAsync(user, "-s", "a subject", "-c", "two@example.net", "-b", "three@example.net", "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await user.ArrivedAsync();
        Assert.Equal("user@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net", "two@example.net", "three@example.net"], mail.Recipients);
        Assert.Equal(["me@example.org"], mail.Field("From"));
        Assert.Equal(["two@example.net"], mail.Field("Cc"));
        Assert.Empty(mail.Field("Bcc"));
        Assert.Equal(Body, mail.Body());
    }

    [Theory, EachInstallation]
    public async Task The_envelope_sender_is_the_one_of_r(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await SendAsync(user, "-r", "bounces@example.org", "-s", "a subject", "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("bounces@example.org", (await user.ArrivedAsync()).Envelope.Sender);
    }

    // s-nail also passes the recipients as arguments: each counts once for every place that names it, as with msmtp.
    [Theory, EachInstallation]
    public async Task Recipients_may_come_from_the_header(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await SendAsync(user, $"-Smta-arguments={Configuration(user)} -t -oi", "-s", "a subject", "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(["one@example.net", "one@example.net"], (await user.ArrivedAsync()).Recipients);
    }

    [Theory, EachInstallation]
    public async Task A_refused_recipient_fails_it_and_the_mail_is_kept(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await SendAsync(user, "-s", "a subject", "one@example.net", SendmailUser.Stranger);

        user.WasToldOfTheStranger(result);
        var kept = await File.ReadAllTextAsync(user.FileOf("dead.letter"), TestContext.Current.CancellationToken);
        Assert.Contains(Body, kept, StringComparison.Ordinal);
    }

    [Theory, EachInstallation]
    public async Task A_command_may_print_the_password(Installation installation)
    {
        await using var user = new SendmailUser(installation, authenticates: true);

        var result = await SendAsync(user, "-s", "a subject", "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(Body, (await user.ArrivedAsync()).Body());
    }

    // By default it would save a dead letter in the home from the password file, which it also passes to sendmail when run by root, and
    // would not wait for sendmail.
    static Task<CommandResult> SendAsync(SendmailUser user, params IReadOnlyList<string> arguments) => user.RunAsync(
        Program.Find("s-nail", "s-nail"),
        [
            "-:/", $"-Smta={user.Sendmail}", $"-Smta-arguments={Configuration(user)}", "-Ssendwait",
            "-Sfrom=me@example.org", $"-SDEAD={user.FileOf("dead.letter")}",
            .. arguments,
        ],
        Body);

    // A strict sendmail has no such option, and no need of it.
    static string Configuration(SendmailUser user) => user.IsStrict ? "-v" : $"-C {user.FileOf(".msmtprc")}";
}
