namespace Msmtp.Peers;

/// <summary>The ports of <see cref="Exim"/>.</summary>
public enum EximDoor
{
    /// <summary>With or without STARTTLS; nobody may send without AUTH.</summary>
    Smtp,

    /// <summary>In TLS from the first octet; nobody may send without AUTH.</summary>
    Smtps,
}
