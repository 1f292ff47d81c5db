namespace Msmtp.Testing;

/// <summary>A mail as it reached the other end.</summary>
/// <param name="From">The reverse-path without brackets; empty: the null reverse-path.</param>
/// <param name="To">The recipients that were accepted, in their order.</param>
/// <param name="Octets">The message with CR LF line ends.</param>
public sealed record PeerMail(string From, IReadOnlyList<string> To, byte[] Octets);
