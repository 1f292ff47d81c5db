using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>BSD's mail: <c>-i -t [-f SENDER]</c>; sendmail has to remove Bcc from the header.</summary>
public sealed class BsdMailTests
{
    const string Body = "text\n..\nFrom here\n";

    [Theory, EachInstallation]
    public async Task Recipients_come_from_the_header_and_Bcc_is_taken_out(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await SendAsync(user, "-s", "a subject", "-c", "two@example.net", "-b", "three@example.net", "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await user.ArrivedAsync();
        Assert.Equal("user@example.org", mail.Envelope.Sender);
        Assert.Equal(["one@example.net", "two@example.net", "three@example.net"], mail.Recipients);
        Assert.Equal(["one@example.net"], mail.Field("To"));
        Assert.Equal(["two@example.net"], mail.Field("Cc"));
        Assert.Equal(["a subject"], mail.Field("Subject"));
        Assert.Empty(mail.Field("Bcc"));
        Assert.Equal(Body, mail.Body());
    }

    [Theory, EachInstallation]
    public async Task The_envelope_sender_is_the_one_of_r(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await SendAsync(user, "-s", "a subject", "-r", "bounces@example.org", "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("bounces@example.org", (await user.ArrivedAsync()).Envelope.Sender);
    }

    [Theory, EachInstallation]
    public async Task Local_names_and_addresses_at_this_host_arrive(Installation installation)
    {
        await using var user = new SendmailUser(installation, more: "aliases ~/aliases\nalias_domains this_host\nlocal_domain example.org\n");
        user.Write("aliases", "root: ops@example.net\n");

        var result = await SendAsync(user, "-s", "a subject", "-c", "jack", $"root@{System.Net.Dns.GetHostName()}", "root@localhost", "root");

        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await user.ArrivedAsync();
        Assert.Equal(["ops@example.net", "ops@example.net", "ops@example.net", "jack@example.org"], mail.Recipients);
        Assert.Equal(["jack@example.org"], mail.Field("Cc"));
        Assert.Contains("root@example.org", Assert.Single(mail.Field("To")).Split(", "));
    }

    [Theory, EachInstallation]
    public async Task A_refused_recipient_fails_it(Installation installation)
    {
        await using var user = new SendmailUser(installation);

        var result = await SendAsync(user, "-s", "a subject", "one@example.net", SendmailUser.Stranger);

        user.WasToldOfTheStranger(result);
    }

    [Theory, EachInstallation]
    public async Task A_command_may_print_the_password(Installation installation)
    {
        await using var user = new SendmailUser(installation, authenticates: true);

        var result = await SendAsync(user, "-s", "a subject", "one@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(Body, (await user.ArrivedAsync()).Body());
    }

    static Task<CommandResult> SendAsync(SendmailUser user, params IReadOnlyList<string> arguments)
    {
        user.Write(".mailrc", $"set sendmail={user.Sendmail}\nset sendwait\n");
        return user.RunAsync(Program.Find("bsd-mailx", "bsd-mailx"), ["-n", .. arguments], Body);
    }
}
