using System.Net;

namespace Msmtp.Server;

/// <summary>What is known about the client of a session.</summary>
public sealed record SmtpClientFacts
{
    /// <summary>Where it connects from; null where the socket has no name.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>What it called itself in EHLO, HELO or LHLO. It is a claim.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the session is under TLS.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The name it authenticated with; null: it did not.</summary>
    public string? UserName { get; init; }

    /// <summary>SHA-256 of the certificate it showed, in capital hexadecimal; null: it showed none.</summary>
    public string? CertificateSha256 { get; init; }
}
