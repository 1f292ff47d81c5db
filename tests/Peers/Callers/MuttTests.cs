using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>mutt and neomutt: <c>-oem -oi [-f SENDER] [-N ...] [-R ...] -- RECIPIENT...</c>; the header is complete, without Bcc.</summary>
public sealed class MuttTests
{
    const string Body = "text\n.\n..\nFrom here\n";

    public static MatrixTheoryData<Installation, string> Programs { get; } = new(Enum.GetValues<Installation>(), ["mutt", "neomutt"]);

    [Theory, MemberData(nameof(Programs))]
    public async Task A_mail_goes_to_all_that_are_named_and_Bcc_stays_secret(Installation installation, string program)
    {
        await using var user = new SendmailUser(installation);

        var result = await SendAsync(
            user, program, "", "-s", "a subject", "-c", "two@example.net", "-b", "three@example.net", "--", "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await user.ArrivedAsync();
        Assert.Equal("user@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net", "two@example.net", "three@example.net"], mail.Recipients);
        Assert.Equal(["Me <me@example.org>"], mail.Field("From"));
        Assert.Equal(["one@example.net"], mail.Field("To"));
        Assert.Equal(["two@example.net"], mail.Field("Cc"));
        Assert.Equal(["a subject"], mail.Field("Subject"));
        Assert.Empty(mail.Field("Bcc"));
        Assert.Single(mail.Field("Message-ID"));
        Assert.Equal(Body, mail.Body());
    }

    [Theory, MemberData(nameof(Programs))]
    public async Task The_envelope_sender_and_the_notifications_are_as_the_user_wants_them(Installation installation, string program)
    {
        await using var user = new SendmailUser(installation);
        const string wishes = "set use_envelope_from=yes\nset dsn_notify='failure,delay'\nset dsn_return=hdrs\n";

        var result = await SendAsync(user, program, wishes, "-s", "a subject", "--", "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await user.ArrivedAsync();
        Assert.Equal("me@example.org", mail.Envelope.Sender);
        Assert.Contains(mail.Envelope.Parameters, static parameter => parameter is { Keyword: "RET", Value: "HDRS" });
        var to = Assert.Single(mail.Envelope.Recipients);
        var notify = Assert.Single(to.Parameters, static parameter => parameter.Keyword == "NOTIFY");
        Assert.Equal(["DELAY", "FAILURE"], notify.Value?.Split(',').Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Programs))]
    public async Task A_refused_recipient_fails_it(Installation installation, string program)
    {
        await using var user = new SendmailUser(installation);

        var result = await SendAsync(user, program, "", "-s", "a subject", "--", "one@example.net", SendmailUser.Stranger);

        user.WasToldOfTheStranger(result);
        Assert.Contains("Error sending message, child exited 65 (Data format error.)", result.ErrorText, StringComparison.Ordinal);
    }

    // Its child blocks SIGCHLD before it executes the mailer.
    [Theory, MemberData(nameof(Programs))]
    public async Task A_command_may_print_the_password(Installation installation, string program)
    {
        await using var user = new SendmailUser(installation, authenticates: true);

        var result = await SendAsync(user, program, "", "-s", "a subject", "--", "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(Body, (await user.ArrivedAsync()).Body());
    }

    static Task<CommandResult> SendAsync(SendmailUser user, string program, string configuration, params IReadOnlyList<string> arguments)
    {
        var path = Program.Find(program, package: program);
        var common = $"set sendmail='{user.Sendmail} -oem -oi'\nset copy=no\nset from=me@example.org\nset realname=Me\n";
        var file = user.Write("muttrc", common + configuration);
        return user.RunAsync(path, ["-n", "-F", file, .. arguments], Body);
    }
}
