namespace Msmtp.Abstractions.Tests.Mail;

/// <summary>What servers really say, and what is advised. The replies are those of Exchange, Gmail, Postfix, Exim and the large providers.</summary>
public sealed class ReplyAdviceTests
{
    [Theory]
    [InlineData("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.", "SMTP AUTH is switched off")]
    [InlineData("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.", "SMTP AUTH is switched off")]
    [InlineData("535 5.7.139 Authentication unsuccessful", "SMTP AUTH is switched off")]
    [InlineData("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "the server no longer accepts passwords")]
    [InlineData("535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.", "a policy of the organization")]
    [InlineData("535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.", "a policy of the organization")]
    [InlineData("535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.", "the server rejects the user name or the password")]
    [InlineData("535 5.7.3 Authentication unsuccessful", "the server rejects the user name or the password")]
    [InlineData("535-5.7.8 Username and Password not accepted.\n535 5.7.8 For more information, go to https://support.google.com/mail/?p=BadCredentials", "the server rejects the user name or the password")]
    [InlineData("535 Authentication credentials invalid", "the server rejects the user name or the password")]
    [InlineData("535 5.7.0 (#AUTH005) Too many bad auth attempts.", "the server has seen too many login attempts")]
    [InlineData("454 4.7.0 Too many login attempts, please try again later.", "the server has seen too many login attempts")]
    [InlineData("421 4.7.0 Try again later, closing connection.", "the server cannot check passwords at the moment")]
    [InlineData("535 5.7.8 Error: authentication failed: This user does not have access rights to this service", "the server does not allow mail programs")]
    [InlineData("534-5.7.9 Application-specific password required. Learn more at\n534 5.7.9 https://support.google.com/mail/?p=InvalidSecondFactor", "the server wants an application password")]
    [InlineData("534 5.7.9 Please use another one", "the server wants an application password")]
    [InlineData("535 5.7.8 Error: authentication failed: app-specific password needed", "the server wants an application password")]
    [InlineData("534 5.7.9 Authentication mechanism is too weak", "the server does not allow this authentication method")]
    [InlineData("534-5.7.14 <https://accounts.google.com/signin/continue> Please log in via\n534-5.7.14 your web browser and then try again.\n534 5.7.14 Learn more", "the server wants you to log in with a web browser")]
    [InlineData("530 5.7.0 Must issue a STARTTLS command first", "the server requires TLS first")]
    [InlineData("530 no", "the server requires TLS first")]
    [InlineData("538 5.7.11 Encryption required for requested authentication mechanism", "the server requires TLS first")]
    [InlineData("523 5.7.10 Encryption Needed", "the server requires TLS first")]
    [InlineData("451 5.7.3 STARTTLS is required to send mail", "the server requires TLS first")]
    [InlineData("421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support TLS 1.2.", "the server no longer accepts this version of TLS")]
    [InlineData("454 4.7.0 Temporary authentication failure", "the server cannot check passwords")]
    [InlineData("432 4.7.12 A password transition is needed", "the server needs the password itself once")]
    [InlineData("504 5.7.4 Unrecognized authentication type", "the server does not allow this authentication method")]
    [InlineData("503 AUTH command used when not advertised", "the server does not offer logins here")]
    [InlineData("525 5.7.13 User Account Disabled", "the account is locked or disabled on the server")]
    [InlineData("421 4.7.0 Server busy, please slow down", "the server cannot check passwords at the moment")]
    [InlineData("421 Too many concurrent SMTP connections", "the server is throttling senders")]
    [InlineData("421 4.4.2 Timeout", "the server is throttling senders")]
    [InlineData("454 4.7.0 Cannot authenticate due to temporary system problem. Try again later.", "the server cannot check passwords at the moment")]
    [InlineData("451 4.3.0 Temporary server error. Please try again later. PRX2", "the server cannot check passwords at the moment")]
    [InlineData("535 5.7.8 Error: authentication failed: Connection lost to authentication server", "the server cannot check passwords at the moment")]
    [InlineData("535 5.7.8 Error: authentication failed: generic failure", "the server cannot check passwords at the moment")]
    [InlineData("535 5.7.8 Error: authentication failed: Invalid authentication mechanism", "the server does not allow this authentication method")]
    [InlineData("535 5.7.8 Error: authentication failed: your password has expired", "the password has expired on the server")]
    [InlineData("535 5.7.139 Authentication unsuccessful, account has been locked due to too many failed sign-in attempts", "the server has seen too many login attempts")]
    [InlineData("451 Authentication failed: Maximum credits exceeded", "you have reached the server's sending limit")]
    public void At_authentication(string wire, string advice) => Advises(DeliveryStage.Auth, wire, advice);

    [Theory]
    [InlineData("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.", "SMTP AUTH is switched off for this mailbox or for its whole organization (tenant); the token is not at fault")]
    [InlineData("535 5.7.139 Authentication unsuccessful", "SMTP AUTH is switched off")]
    [InlineData("535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.", "a policy of the organization forbids this login; the token is not at fault")]
    [InlineData("535 5.7.3 Authentication unsuccessful", "with Microsoft 365 the token also needs the permission SMTP.Send")]
    [InlineData("535-5.7.8 Username and Password not accepted.\n535 5.7.8 For more information, go to https://support.google.com/mail/?p=BadCredentials", "the server refuses the token")]
    [InlineData("530 5.7.0 Must issue a STARTTLS command first", "the server requires TLS first")]
    [InlineData("454 4.7.0 Temporary authentication failure", "the server cannot check passwords at the moment")]
    [InlineData("525 5.7.13 User Account Disabled", "the account is locked or disabled on the server")]
    public void At_authentication_with_a_token(string wire, string advice)
    {
        var said = ReplyAdvice.ForToken(Read(wire));

        Assert.Contains(advice, said, StringComparison.Ordinal);
        Assert.DoesNotContain("passwordeval", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("530 5.7.0 Authentication Required.", "the server accepts this mail only after a login")]
    [InlineData("530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM", "the server accepts this mail only after a login")]
    [InlineData("550 5.7.1 Authentication required", "the server accepts this mail only after a login")]
    [InlineData("554 5.7.1 <you@example.net>: Relay access denied", "the server accepts this mail only after a login")]
    [InlineData("454 4.7.1 <you@example.net>: Relay access denied", "the server accepts this mail only after a login")]
    [InlineData("550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", "the server accepts this mail only after a login")]
    [InlineData("530 5.7.0 Must issue a STARTTLS command first", "the server requires TLS first")]
    [InlineData("553 5.7.1 <me@example.org>: Sender address rejected: not owned by user joe", "the server does not let you send from this address")]
    [InlineData("553 Mail from must equal authorized user", "the server does not let you send from this address")]
    [InlineData("501 mail from address must be same as authorization user", "the server does not let you send from this address")]
    [InlineData("550 5.7.60 SMTP; Client does not have permissions to send as this sender", "the server does not let you send from this address")]
    [InlineData("554 5.2.252 SendAsDenied; joe@example.org not allowed to send as me@example.org; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied", "the server does not let you send from this address")]
    [InlineData("550 Sender address is not allowed.", "the server does not let you send from this address")]
    [InlineData("550 5.7.0 From address is not one of your addresses.", "the server does not let you send from this address")]
    [InlineData("554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1", "the sender's address or domain must first be registered")]
    [InlineData("550 The from address does not match a verified Sender Identity.", "the sender's address or domain must first be registered")]
    [InlineData("450 4.1.8 <me@laptop.local>: Sender address rejected: Domain not found", "the server cannot find the sender's address or its domain")]
    [InlineData("550 5.1.8 Access denied, bad outbound sender", "the server has blocked this account")]
    [InlineData("504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname", "the server rejects the name")]
    [InlineData("450 4.2.0 <you@example.net>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help", "the server defers senders that it does not know yet")]
    [InlineData("451 4.7.1 Greylisting in action, please come back later", "the server defers senders that it does not know yet")]
    [InlineData("452 4.5.3 Your message has too many recipients.", "the server does not accept so many recipients")]
    [InlineData("452 4.2.2 The email account that you tried to reach is over quota.", "the recipient's mailbox is full")]
    [InlineData("552 5.2.2 Mailbox full", "the recipient's mailbox is full")]
    [InlineData("552 no", "the recipient's mailbox is full")]
    [InlineData("450 4.2.1 The user you are trying to contact is receiving mail too quickly.", "the server is throttling senders")]
    [InlineData("421 4.7.28 Our system has detected an unusual rate of unsolicited mail", "the server is throttling senders")]
    [InlineData("454 Throttling failure: Maximum sending rate exceeded.", "the server is throttling senders")]
    [InlineData("432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", "the server is throttling senders")]
    [InlineData("550 5.4.5 Daily user sending limit exceeded.", "you have reached the server's sending limit")]
    [InlineData("550 5.4.1 Recipient address rejected: Access denied.", "the server has no such mailbox")]
    [InlineData("550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.", "the server refuses mail from this machine's network address")]
    [InlineData("554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org", "the server refuses mail from this machine's network address")]
    [InlineData("452 4.3.1 Insufficient system storage", "the server has no room for the mail")]
    [InlineData("451 4.3.0 Temporary lookup failure", "the server cannot do this at the moment")]
    [InlineData("450 4.1.2 <you@nowhere.example>: Recipient address rejected: Domain not found", "the server cannot find the domain of the recipient's address")]
    [InlineData("550 5.1.2 <you@nowhere.example>: Recipient address rejected: Domain not found", "the server cannot find the domain of the recipient's address")]
    [InlineData("504 5.5.2 <root>: Recipient address rejected: need fully-qualified address", "the recipient's address has no domain")]
    [InlineData("504 5.5.2 <me>: Sender address rejected: need fully-qualified address", "the server cannot find the sender's address or its domain")]
    [InlineData("450 4.1.1 <you@example.net>: Recipient address rejected: unverified address: connect to mx.example.net: timed out", "the server cannot do this at the moment")]
    [InlineData("550-Verification failed for <me@example.org>\n550-No Such User Here\n550 Sender verify failed", "the server cannot find the sender's address or its domain")]
    [InlineData("550 5.4.5 Daily SMTP relay sending limit exceeded for user.", "you have reached the server's sending limit")]
    [InlineData("450 4.2.1 Peak SMTP relay limit exceeded for customer.", "the server cannot do this at the moment")]
    [InlineData("550 5.7.1 Connections not accepted from servers without a valid sender domain. Fix reverse DNS for 192.0.2.1", "the server refuses mail from this machine's network address")]
    [InlineData("550 5.7.511 Access denied, banned sender[192.0.2.1].", "the server refuses mail from this machine's network address")]
    [InlineData("550 Unauthenticated senders not allowed", "the server accepts this mail only after a login")]
    public void At_a_recipient(string wire, string advice) => Advises(DeliveryStage.Rcpt, wire, advice);

    [Theory]
    [InlineData(DeliveryStage.Mail, "550 no", "the server does not accept this sender")]
    [InlineData(DeliveryStage.Mail, "553 5.1.8 no", "the server cannot find the sender's address or its domain")]
    [InlineData(DeliveryStage.Mail, "553 no", "the server does not accept this sender")]
    [InlineData(DeliveryStage.Mail, "552 5.3.4 Message size exceeds fixed limit", "the mail is larger than the server accepts")]
    [InlineData(DeliveryStage.EndOfData, "552 no", "the mail is larger than the server accepts")]
    [InlineData(DeliveryStage.EndOfData, "552-5.3.4 Your message exceeded Google's message size limits.\n552 5.3.4 See more", "the mail is larger than the server accepts")]
    [InlineData(DeliveryStage.EndOfData, "552-5.7.0 This message was blocked because its content presents a potential\n552 5.7.0 security issue.", "the server considers the mail or an attachment dangerous")]
    [InlineData(DeliveryStage.EndOfData, "550-5.7.26 Your email has been blocked because the sender is\n550-5.7.26 unauthenticated. Gmail requires all senders to authenticate with\n550 5.7.26 either SPF or DKIM.", "the sender's domain does not authorize this server")]
    [InlineData(DeliveryStage.EndOfData, "550 5.7.509 Access denied, sending domain example.org does not pass DMARC verification", "the sender's domain does not authorize this server")]
    [InlineData(DeliveryStage.EndOfData, "554 5.7.1 Message rejected as spam by Content Filtering.", "the server's filter rejected")]
    [InlineData(DeliveryStage.EndOfData, "554 5.2.252 SendAsDenied; a not allowed to send as b", "the server does not let you send from this address")]
    [InlineData(DeliveryStage.Greeting, "421 4.7.0 Too many connections", "the server is throttling senders")]
    [InlineData(DeliveryStage.Greeting, "421 no", "the server is throttling senders")]
    [InlineData(DeliveryStage.Greeting, "554 no SMTP service here", "mail.example.org, port 25, refuses to talk to this machine")]
    [InlineData(DeliveryStage.Hello, "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname", "the server rejects the name")]
    [InlineData(DeliveryStage.Hello, "550 Access denied - Invalid HELO name", "the server rejects the name")]
    [InlineData(DeliveryStage.Mail, "550 5.4.6 Email sending limit exceeded", "you have reached the server's sending limit")]
    [InlineData(DeliveryStage.Mail, "550 5.4.6 Unusual sending activity detected.", "the server has blocked this account")]
    [InlineData(DeliveryStage.Mail, "554 5.1.8 Email Outgoing Blocked", "the server has blocked this account")]
    [InlineData(DeliveryStage.Mail, "553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will NOT succeed.", "the server refuses mail from this machine's network address")]
    [InlineData(DeliveryStage.Mail, "554 5.7.9 Message not accepted for policy reasons.", "the server's filter rejected")]
    [InlineData(DeliveryStage.EndOfData, "550 5.7.515 Access denied, sending domain example.org doesn't meet the required authentication level.", "the sender's domain does not authorize this server")]
    [InlineData(DeliveryStage.EndOfData, "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; Failed to process message", "the server has blocked this account")]
    [InlineData(DeliveryStage.EndOfData, "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message", "you have reached the server's sending limit")]
    [InlineData(DeliveryStage.EndOfData, "550 5.7.750 Service unavailable. Client blocked from sending from unregistered domains", "the sender's address or domain must first be registered")]
    [InlineData(DeliveryStage.EndOfData, "550 5.2.0 Email size exceeded the policy.", "the mail is larger than the server accepts")]
    public void Elsewhere(DeliveryStage stage, string wire, string advice) => Advises(stage, wire, advice);

    [Theory]
    [InlineData(DeliveryStage.Rcpt, "550 5.1.1 <you@example.net>: Recipient address rejected: User unknown")]
    [InlineData(DeliveryStage.Data, "503 5.5.1 RCPT first")]
    [InlineData(DeliveryStage.EndOfData, "554 5.0.0 no")]
    [InlineData(DeliveryStage.Auth, "501 5.5.2 cannot decode")]
    [InlineData(DeliveryStage.Hello, "502 5.5.1 no such command")]
    [InlineData(DeliveryStage.Rcpt, "550 5.1.1 <you@example.net>: Recipient address rejected: User unknown in relay recipient table")]
    [InlineData(DeliveryStage.Rcpt, "550 <you@example.net>: Recipient address rejected: User unknown in relay recipient table")]
    [InlineData(DeliveryStage.Rcpt, "550 5.1.1 <relay@example.net> User unknown")]
    [InlineData(DeliveryStage.Rcpt, "550 5.1.1 The email account blacklist@example.net that you tried to reach does not exist")]
    [InlineData(DeliveryStage.Rcpt, "550 5.1.1 <joe.starttls@example.net>: unknown")]
    [InlineData(DeliveryStage.Rcpt, "550 5.1.1 <dkim@example.net>: unknown")]
    [InlineData(DeliveryStage.Rcpt, "550 No such user: spam@example.net")]
    [InlineData(DeliveryStage.Rcpt, "550 5.1.0 <daily@example.net>... unknown")]
    public void Nothing_where_the_reply_says_it_all(DeliveryStage stage, string wire) =>
        Assert.Null(ReplyAdvice.For(stage, Read(wire), Anonymous));

    [Theory]
    [InlineData("530 5.7.57 Client not authenticated to send mail", "the login succeeded, but the server does not accept this mail from this user")]
    [InlineData("554 5.7.1 Relay access denied", "the server does not relay mail to this recipient for you")]
    [InlineData("553 5.7.1 not owned by user joe", "the server does not let you send from this address")]
    public void Who_has_logged_in_is_not_told_to(string wire, string advice)
    {
        var settings = Anonymous.With(CommonSettings.Auth, AuthChoice.Automatic);

        Assert.StartsWith(advice, ReplyAdvice.For(DeliveryStage.Rcpt, Read(wire), settings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_server_says_is_not_repeated()
    {
        var advice = ReplyAdvice.For(DeliveryStage.Auth, Read("535 5.7.8 bad \u001b]0;evil\u0007 joe@example.org"), Anonymous);

        Assert.DoesNotContain("evil", advice, StringComparison.Ordinal);
        Assert.DoesNotContain('@', advice!);
    }

    static readonly AccountSettings Anonymous = AccountSettings.Empty.With(CommonSettings.Host, "mail.example.org");

    static void Advises(DeliveryStage stage, string wire, string advice) =>
        Assert.StartsWith(advice, ReplyAdvice.For(stage, Read(wire), Anonymous) ?? "nothing", StringComparison.Ordinal);

    static ServerReply Read(string wire)
    {
        string[] lines = [.. wire.Split('\n').Select(static line => line[4..])];
        var parts = lines[0].Split(' ')[0].Split('.');
        EnhancedStatus? status = parts is [{ Length: 1 } first, var second, var third]
            && int.TryParse(first, out var a) && int.TryParse(second, out var b) && int.TryParse(third, out var c)
            ? new EnhancedStatus(a, b, c)
            : null;
        return new ServerReply(int.Parse(wire.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture), status, lines);
    }
}
