using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>git send-email: <c>-i RECIPIENT...</c>, or <c>-f SENDER -i RECIPIENT...</c>; the header is complete, without Bcc.</summary>
public sealed class GitTests
{
    // A line beginning with a dot, a line like a separator in an mbox, and non-ASCII characters.
    const string Body = "Grüße\n\n.\n..dots\nFrom here\n---\n diff\n-- \n2.39\n";

    const string Patch = """
        From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
        From: Author <author@example.org>
        Date: Thu, 1 Jan 2026 00:00:00 +0000
        Subject: [PATCH] Mend it
        MIME-Version: 1.0
        Content-Type: text/plain; charset=UTF-8
        Content-Transfer-Encoding: 8bit


        """ + Body;

    [Theory, EachInstallation]
    public async Task A_patch_goes_by_sendmail_cmd(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await SendAsync(
            user, $"--sendmail-cmd={user.Sendmail}", "--to=one@example.net", "--cc=Two <two@example.net>", "--bcc=three@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await user.ArrivedAsync();
        Assert.Equal("user@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net", "two@example.net", "author@example.org", "three@example.net"], mail.Recipients);
        Assert.Equal(["Committer <committer@example.org>"], mail.Field("From"));
        Assert.Equal(["one@example.net"], mail.Field("To"));
        Assert.Equal(["Two <two@example.net>, Author <author@example.org>"], mail.Field("Cc"));
        Assert.Empty(mail.Field("Bcc"));
        Assert.Single(mail.Field("Date"));
        Assert.Single(mail.Field("Message-Id"));
    }

    [Theory, EachInstallation]
    public async Task A_patch_goes_by_smtp_server_and_with_an_envelope_sender(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await SendAsync(
            user, $"--smtp-server={user.Sendmail}", "--envelope-sender=bounces@example.org", "--suppress-cc=all", "--to=one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await user.ArrivedAsync();
        Assert.Equal("bounces@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net"], mail.Recipients);
        Assert.EndsWith(Body, System.Text.Encoding.UTF8.GetString(mail.Octets).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory, EachInstallation]
    public async Task A_refused_recipient_fails_git(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await SendAsync(user, $"--sendmail-cmd={user.Sendmail}", "--to=one@example.net", $"--to={SendmailUser.Stranger}");

        user.WasToldOfTheStranger(result);
    }

    [Theory, EachInstallation]
    public async Task A_command_may_print_the_password(Installation installation)
    {
        await using var user = new SendmailUser(installation, authenticates: true);

        var result = await SendAsync(user, $"--sendmail-cmd={user.Sendmail}", "--suppress-cc=all", "--to=one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(["one@example.net"], (await user.ArrivedAsync()).Recipients);
    }

    static Task<CommandResult> SendAsync(SendmailUser user, params IReadOnlyList<string> arguments)
    {
        var git = Program.Find("git", "git");
        Program.Needs("/usr/lib/git-core/git-send-email", "git-email");
        Program.Needs("/usr/share/perl5/Mail/Address.pm", "libmailtools-perl");
        user.Write(".gitconfig", "[user]\n\tname = Committer\n\temail = committer@example.org\n");
        string[] common = ["send-email", "--confirm=never", "--quiet"];
        return user.RunAsync(git, [.. common, .. arguments, user.Write("p.patch", Patch)]);
    }
}
