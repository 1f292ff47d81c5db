using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A real server that takes mail only from those who log in, and whose log tells who they were.</summary>
interface IMailServer
{
    /// <summary>Its name in <see cref="OutcomeTable"/>.</summary>
    string Name { get; }

    /// <summary>It has <see cref="TestCertificates.Good"/>, and trusts clients' certificates of the same authority.</summary>
    TestCertificates Certificates { get; }

    /// <summary>Who vouches for its users by Kerberos; null: nobody.</summary>
    Kdc? Kdc { get; }

    /// <summary>The msmtprc of an account there, without "auth".</summary>
    string At(Way way);

    /// <summary>A mailbox without mail; skips the test when the server is not installed.</summary>
    Mailbox NewMailbox();

    /// <summary>All mail of a mailbox, as soon as the server has delivered everything that it ever accepted.</summary>
    Task<IReadOnlyList<StoredMail>> DeliveredAsync(Mailbox mailbox);

    /// <summary>Returns when the server's log says that the mail came from this user by this mechanism.</summary>
    Task LoggedAsync(StoredMail mail, string mechanism, string user);
}
