namespace Msmtp;

/// <summary>What is spoken with the server.</summary>
public enum MailProtocol
{
    /// <summary>RFC 5321.</summary>
    Smtp,

    /// <summary>RFC 2033.</summary>
    Lmtp,
}
