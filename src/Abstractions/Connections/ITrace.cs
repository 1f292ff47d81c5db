namespace Msmtp;

/// <summary>
/// Receives the dialogue with the server as it happens (<c>--debug</c>): lines without their line ends, in the order of the wire. A plugin
/// marks what is secret; the listener decides whether to show it.
/// </summary>
public interface ITrace
{
    /// <summary>A line that the server sent.</summary>
    void Received(ReadOnlySpan<byte> line);

    /// <summary>A line that was sent to the server.</summary>
    void Sent(ReadOnlySpan<byte> line);

    /// <summary>A line that was sent to the server and whose second part is a credential.</summary>
    void SentSecret(ReadOnlySpan<byte> visible, ReadOnlySpan<byte> secret);

    /// <summary>A remark that is not part of the dialogue, such as the facts of a TLS session.</summary>
    void Note(string line);
}
