namespace Msmtp.Server.Tests;

public sealed class MailParameterRulesTests
{
    static readonly SmtpServerOptions Everything = new()
    {
        Extensions = SmtpExtensions.Default | SmtpExtensions.Dsn | SmtpExtensions.SmtpUtf8,
        MaxMessageSize = 1000,
        CredentialsCheck = new PasswordTable("a", "b").CheckAsync,
    };

    static readonly SmtpServerOptions Nothing = new() { Extensions = SmtpExtensions.None };

    [Theory]
    [InlineData("SIZE=1000", 0)]
    [InlineData("SIZE=1001", 552)]
    [InlineData("SIZE=99999999999999999999", 552)]
    [InlineData("SIZE=999999999999999999999", 501)]
    [InlineData("SIZE=-1", 501)]
    [InlineData("SIZE", 501)]
    [InlineData("BODY=8bitmime", 0)]
    [InlineData("BODY=7BIT", 0)]
    [InlineData("BODY=BINARYMIME", 501)]
    [InlineData("RET=HDRS", 0)]
    [InlineData("RET=SOME", 501)]
    [InlineData("ENVID=x", 0)]
    [InlineData("ENVID", 501)]
    [InlineData("SMTPUTF8", 0)]
    [InlineData("SMTPUTF8=1", 501)]
    [InlineData("AUTH=<>", 0)]
    [InlineData("X=1", 555)]
    public void Mail_accepts_what_is_offered(string parameter, int code) => Assert.Equal(code, CodeForMail(parameter, Everything));

    [Theory]
    [InlineData("SIZE=1")]
    [InlineData("BODY=7BIT")]
    [InlineData("RET=HDRS")]
    [InlineData("ENVID=x")]
    [InlineData("SMTPUTF8")]
    [InlineData("AUTH=me")]
    public void Mail_accepts_nothing_that_is_not_offered(string parameter) => Assert.Equal(555, CodeForMail(parameter, Nothing));

    [Theory]
    [InlineData("NOTIFY=NEVER", 0)]
    [InlineData("NOTIFY=success,Failure,DELAY", 0)]
    [InlineData("NOTIFY=NEVER,FAILURE", 501)]
    [InlineData("NOTIFY=", 501)]
    [InlineData("NOTIFY", 501)]
    [InlineData("ORCPT=rfc822;a@example.org", 0)]
    [InlineData("ORCPT=a@example.org", 501)]
    [InlineData("SIZE=1", 555)]
    public void Rcpt_accepts_what_is_offered(string parameter, int code) =>
        Assert.Equal(code, MailParameterRules.RefuseRcpt(Path("a@example.org", parameter), isUtf8: false, Everything)?.Code ?? 0);

    [Fact]
    public void Letters_beyond_ascii_need_smtputf8()
    {
        Assert.Equal(553, MailParameterRules.RefuseMail(new PathArgument("\u00FC@example.org", []), Everything)?.Code);
        Assert.Null(MailParameterRules.RefuseMail(Path("\u00FC@example.org", "SMTPUTF8"), Everything));
        Assert.Equal(553, MailParameterRules.RefuseRcpt(new PathArgument("\u00FC@example.org", []), isUtf8: false, Everything)?.Code);
        Assert.Null(MailParameterRules.RefuseRcpt(new PathArgument("\u00FC@example.org", []), isUtf8: true, Everything));
    }

    static int CodeForMail(string parameter, SmtpServerOptions options) =>
        MailParameterRules.RefuseMail(Path("a@example.org", parameter), options)?.Code ?? 0;

    static PathArgument Path(string address, string parameter)
    {
        var parts = parameter.Split('=', 2);
        return new PathArgument(address, [new MailParameter(parts[0], parts.ElementAtOrDefault(1))]);
    }
}
