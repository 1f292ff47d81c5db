namespace Msmtp.Peers;

/// <summary>The ports of <see cref="Exim"/>.</summary>
public enum EximDoor
{
    /// <summary>With or without STARTTLS; AUTH is required.</summary>
    Smtp,

    /// <summary>TLS from the first octet; AUTH is required.</summary>
    Smtps,
}
