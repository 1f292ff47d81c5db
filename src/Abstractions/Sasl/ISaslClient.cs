namespace Msmtp;

/// <summary>
/// The client's side of one SASL exchange (RFC 4422 §3). The host makes one for each attempt, calls
/// <see cref="StartAsync"/> once, then <see cref="RespondAsync"/> for each challenge, and disposes it whatever happened.
/// Octets are raw: the transport does the base64. Throw <see cref="MailException"/> when the server's message is wrong,
/// forged or impossible to answer; the host cancels the exchange then.
/// </summary>
public interface ISaslClient : IDisposable
{
    /// <summary>
    /// Asked when the server says that authentication succeeded: false means that this mechanism still had something to
    /// check (a mutual authentication that the server skipped), and the success is not believed.
    /// </summary>
    bool IsComplete { get; }

    /// <summary>
    /// Asked when authentication failed: what the server has told this mechanism about it, in a sentence of printable characters
    /// for the user, bounded, and never a secret (RFC 7628 §3.2.2). Null: nothing; the reply is shown anyhow.
    /// </summary>
    string? Explanation => null;

    /// <summary>The initial response. Null: the server speaks first; empty: there is one, of no octets (RFC 4422 §4.3.B).</summary>
    ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken);

    /// <summary>The response to one challenge; either may be empty.</summary>
    ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken);
}
