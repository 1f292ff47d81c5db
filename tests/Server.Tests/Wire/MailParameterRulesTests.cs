namespace Msmtp.Server.Tests;

public sealed class MailParameterRulesTests
{
    static readonly SmtpServerOptions Everything = new()
    {
        Extensions = SmtpExtensions.Default | SmtpExtensions.Dsn | SmtpExtensions.SmtpUtf8,
        MaxMessageSize = 1000,
        CredentialsCheck = new PasswordTable("a", "b").CheckAsync,
        PrivateParameters = ["XKEY"],
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
    [InlineData("ENVID=x+20y+7E", 0)]
    [InlineData("ENVID=x+7F", 501)]
    [InlineData("ENVID=x+0A", 501)]
    [InlineData("ENVID=x+2a", 501)]
    [InlineData("ENVID=+", 501)]
    [InlineData("XKEY=x+00+FF", 0)]
    [InlineData("XKEY=x+0", 501)]
    [InlineData("XKEY", 501)]
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
    [InlineData("XKEY=x")]
    public void Mail_accepts_nothing_that_is_not_offered(string parameter) => Assert.Equal(555, CodeForMail(parameter, Nothing));

    [Theory]
    [InlineData("NOTIFY=NEVER", 0)]
    [InlineData("NOTIFY=success,Failure,DELAY", 0)]
    [InlineData("NOTIFY=NEVER,FAILURE", 501)]
    [InlineData("NOTIFY=", 501)]
    [InlineData("NOTIFY", 501)]
    [InlineData("NOTIFY=DELAY,delay", 501)]
    [InlineData("NOTIFY=DELAY,", 501)]
    [InlineData("ORCPT=rfc822;a+2Bb@example.org", 0)]
    [InlineData("ORCPT=rfc822;a+b@example.org", 501)]
    [InlineData("ORCPT=rfc822;", 501)]
    [InlineData("ORCPT=;a@example.org", 501)]
    [InlineData("ORCPT=r_f;a@example.org", 501)]
    [InlineData("ORCPT=utf-8;\\x{FC}@example.org", 0)]
    [InlineData("ORCPT=utf-8;\u00FC@example.org", 501)]
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

    [Fact]
    public void Letters_beyond_ascii_are_original_in_a_mail_with_smtputf8_only()
    {
        int Code(string type, bool isUtf8) =>
            MailParameterRules.RefuseRcpt(Path("a@example.org", $"ORCPT={type};\u00FC@example.org"), isUtf8, Everything)?.Code ?? 0;

        Assert.Equal((0, 501, 501), (Code("utf-8", isUtf8: true), Code("utf-8", isUtf8: false), Code("rfc822", isUtf8: true)));
    }

    [Fact]
    public void Names_have_a_length()
    {
        Assert.Equal((0, 501), (CodeForMail("ENVID=" + new string('x', 100), Everything), CodeForMail("ENVID=" + new string('x', 101), Everything)));
        var original = "rfc822;" + new string('x', 493);
        Assert.Null(MailParameterRules.RefuseRcpt(Path("a@example.org", $"ORCPT={original}"), isUtf8: false, Everything));
        Assert.NotNull(MailParameterRules.RefuseRcpt(Path("a@example.org", $"ORCPT={original}x"), isUtf8: false, Everything));
    }

    static int CodeForMail(string parameter, SmtpServerOptions options) =>
        MailParameterRules.RefuseMail(Path("a@example.org", parameter), options)?.Code ?? 0;

    static PathArgument Path(string address, string parameter)
    {
        var parts = parameter.Split('=', 2);
        return new PathArgument(address, [new MailParameter(parts[0], parts.ElementAtOrDefault(1))]);
    }
}
