using Msmtp.Secrets.OAuth.Renewal;

namespace Msmtp.Secrets.OAuth.Tests.Renewal;

public sealed class GrantedScopesTests
{
    [Theory]
    [InlineData("mail", "mail", null)]
    [InlineData("mail", "openid mail", null)]
    [InlineData("mail", "openid", "mail")]
    [InlineData("mail send", "mail", "send")]
    [InlineData("mail", "email", "mail")]
    [InlineData("mail", "mailbox", "mail")]
    [InlineData("mail openid offline_access profile email", "mail", null)]
    [InlineData("openid email offline_access", "other", null)]
    [InlineData("", "other", null)]
    [InlineData("mail", "", null)]
    [InlineData("https://mail.google.com/", "openid https://mail.google.com/ https://www.googleapis.com/auth/userinfo.email", null)]
    [InlineData("https://mail.google.com/", "openid https://www.googleapis.com/auth/gmail.send", "https://mail.google.com/")]
    [InlineData("https://outlook.office.com/SMTP.Send offline_access", "https://outlook.office.com/smtp.send", null)]
    [InlineData("https://outlook.office.com/SMTP.Send", "SMTP.Send User.Read", null)]
    [InlineData("SMTP.Send", "https://outlook.office.com/SMTP.Send", null)]
    [InlineData(
        "https://outlook.office.com/SMTP.Send", "https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send")]
    [InlineData("ZohoMail.messages.CREATE", "ZohoMail.messages.CREATE,ZohoMail.accounts.READ", null)]
    public void A_scope_about_mail_has_to_be_granted(string wanted, string granted, string? missing) =>
        Assert.Equal(missing, GrantedScopes.Missing(wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries), granted));
}
