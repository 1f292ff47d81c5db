namespace Msmtp.Peers;

[Collection<OnePostfix>]
public sealed class PasswordTests(Postfix postfix)
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public Task A_command_tells_the_password(Flavour flavour) => SendAsync(flavour, "user alice\npasswordeval echo secret\n");

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public Task The_netrc_of_the_home_tells_the_password(Flavour flavour) =>
        SendAsync(flavour, "user alice\n", """
        machine example.org login alice password wrong
        machine localhost login alice password secret

        """);

    async Task SendAsync(Flavour flavour, string account, string netrc = "")
    {
        using var msmtp = new Mailer(flavour);
        var mailbox = postfix.NewMailbox();
        msmtp.Write(".netrc", netrc);

        var result = await msmtp.SendAsync(Mails.Ordinary, $"{postfix.At(Door.Submission)}auth on\n{account}", mailbox.Address);

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        var mail = Assert.Single(await postfix.DeliveredAsync(mailbox));
        Assert.Equal(Mails.Stored(Mails.Ordinary), mail.Content);
    }
}
