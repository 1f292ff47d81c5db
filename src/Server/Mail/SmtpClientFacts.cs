using System.Net;

namespace Msmtp.Server;

/// <summary>What is known about the client of a session.</summary>
public sealed record SmtpClientFacts
{
    /// <summary>Where it connects from; null: the socket has no name.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <inheritdoc cref="ClientConnection.SystemUser"/>
    public string? SystemUser { get; init; }

    /// <summary>What it called itself in EHLO, HELO or LHLO: an unverified claim.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the session is encrypted by TLS.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The name it authenticated as; null: it did not.</summary>
    public string? UserName { get; init; }

    /// <summary>The SHA-256 of the certificate it presented, in upper-case hexadecimal; null: none.</summary>
    public string? CertificateSha256 { get; init; }
}
