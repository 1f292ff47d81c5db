namespace Msmtp;

/// <summary>
/// The client side of one SASL exchange (RFC 4422 §3). The host creates one for each attempt, calls <see cref="StartAsync"/> once, then
/// <see cref="RespondAsync"/> for each challenge, and always disposes it. Octets are raw: the transport does the base64. Throw
/// <see cref="MailException"/> if the server's message is malformed, forged or impossible to answer; the host then cancels the exchange.
/// </summary>
public interface ISaslClient : IDisposable
{
    /// <summary>
    /// Whether the client side is complete, asked when the server reports success. False: there was still something to check (mutual
    /// authentication that the server skipped), and the success is not trusted.
    /// </summary>
    bool IsComplete { get; }

    /// <summary>
    /// What the server has told this mechanism about a failure, asked when authentication has failed (RFC 7628 §3.2.2): one printable sentence
    /// for the user, of limited length, and never a secret. Null if there is nothing to add to the server's reply, which is shown anyway.
    /// </summary>
    string? Explanation => null;

    /// <summary>Returns the initial response; null if the server speaks first, empty for an empty one (RFC 4422 §4.3.B).</summary>
    ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken);

    /// <summary>Returns the response to a challenge; either may be empty.</summary>
    ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken);
}
