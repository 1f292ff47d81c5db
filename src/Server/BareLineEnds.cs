namespace Msmtp.Server;

/// <summary>What becomes of a message with a CR or an LF that is not part of CR LF (RFC 5321 §2.3.8 forbids them).</summary>
public enum BareLineEnds
{
    /// <summary>The message is refused after its final dot, because two servers may read two different mails in it.</summary>
    Refuse,

    /// <summary>The bytes reach the handler as they came. Even then only CR LF . CR LF ends the message.</summary>
    Keep,
}
