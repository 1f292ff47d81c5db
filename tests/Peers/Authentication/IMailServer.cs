using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A real server that accepts mail only from users who log in, and logs who they were.</summary>
interface IMailServer
{
    /// <summary>Its name in <see cref="OutcomeTable"/>.</summary>
    string Name { get; }

    /// <summary>It has <see cref="TestCertificates.Good"/>, and trusts client certificates of the same authority.</summary>
    TestCertificates Certificates { get; }

    /// <summary>Its key distribution centre; null: it does not support Kerberos.</summary>
    Kdc? Kdc { get; }

    /// <summary>The msmtprc of an account on it, without "auth".</summary>
    string At(Way way);

    /// <summary>An empty mailbox; skips the test when the server is not installed.</summary>
    Mailbox NewMailbox();

    /// <summary>All mail of a mailbox, once the server has delivered everything it has accepted.</summary>
    Task<IReadOnlyList<StoredMail>> DeliveredAsync(Mailbox mailbox);

    /// <summary>Returns once the server's log says that this user sent the mail, authenticated by this mechanism.</summary>
    Task LoggedAsync(StoredMail mail, string mechanism, string user);
}
