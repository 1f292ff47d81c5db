namespace Msmtp.Auth.Gssapi;

/// <summary>A security context of GSS-API (RFC 2743 §1.1.3), seen from the side that starts it.</summary>
interface ISecurityContext : IDisposable
{
    /// <summary>Both sides have proved who they are.</summary>
    bool IsEstablished { get; }

    /// <summary>
    /// GSS_Init_sec_context (RFC 2743 §2.2.1): takes the other side's token, empty at first, and gives ours, which may be empty in the
    /// end. May ask a key distribution centre. Throws <see cref="GssapiException"/>.
    /// </summary>
    ValueTask<byte[]> StepAsync(ReadOnlyMemory<byte> token, CancellationToken cancellationToken);

    /// <summary>GSS_Unwrap (RFC 2743 §2.3.4). Throws <see cref="GssapiException"/>: the message is not the other side's.</summary>
    byte[] Unwrap(ReadOnlySpan<byte> message);

    /// <summary>GSS_Wrap without confidentiality (RFC 2743 §2.3.3): everybody can read it, nobody can change it.</summary>
    byte[] Wrap(ReadOnlySpan<byte> message);
}
