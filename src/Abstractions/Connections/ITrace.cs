namespace Msmtp;

/// <summary>
/// Who listens to the dialogue (<c>--debug</c>). Lines come without their ends, in the order of the wire, while it
/// happens. A plugin marks what is secret; whether it is shown is the listener's business.
/// </summary>
public interface ITrace
{
    /// <summary>A line that the server sent.</summary>
    void Received(ReadOnlySpan<byte> line);

    /// <summary>A line that was sent to the server.</summary>
    void Sent(ReadOnlySpan<byte> line);

    /// <summary>A line that was sent to the server, whose second part is a credential.</summary>
    void SentSecret(ReadOnlySpan<byte> visible, ReadOnlySpan<byte> secret);

    /// <summary>A remark that is no part of the dialogue, such as the facts of a TLS session.</summary>
    void Note(string line);
}
