namespace Msmtp.Peers;

/// <summary>The ports of <see cref="Postfix"/>.</summary>
public enum Door
{
    /// <summary>In the clear, and everyone may send.</summary>
    Plain,

    /// <summary>Like <see cref="Plain"/>, but without 8BITMIME and SMTPUTF8.</summary>
    SevenBit,

    /// <summary>Like <see cref="Plain"/>, but without DSN.</summary>
    WithoutNotifications,

    /// <summary>Like <see cref="Plain"/>, but only for clients that say EHLO with a fully qualified name.</summary>
    Strict,

    /// <summary>STARTTLS, then AUTH, which is not offered before and is required.</summary>
    Submission,

    /// <summary>TLS from the first octet, then AUTH, which is required.</summary>
    Smtps,

    /// <summary>AUTH without TLS; AUTH is required.</summary>
    Unprotected,

    /// <summary>TLS from the first octet, for clients with a certificate of the test authority.</summary>
    Certificate,

    /// <summary>Like <see cref="Plain"/>, but a <see cref="Postgrey"/> defers whoever comes for the first time.</summary>
    Greylisted,

    /// <summary>Like <see cref="Plain"/>, but accepts <see cref="PostfixConfiguration.MailsInTime"/> mails in a second.</summary>
    FewMails,

    /// <summary>Like <see cref="Plain"/>, but greets <see cref="PostfixConfiguration.ConnectionsInTime"/> clients in a second.</summary>
    FewConnections,

    /// <summary>Like <see cref="Plain"/>, but its disk is full: 452 to every MAIL.</summary>
    Full,

    /// <summary>Like <see cref="Plain"/>, but ends the session with 421 after a single error.</summary>
    Impatient,
}
