namespace Msmtp.Transport.Smtp;

/// <summary>What <c>--serverinfo</c> has found out about a server.</summary>
sealed record ServerFacts
{
    public required MailProtocol Protocol { get; init; }

    /// <summary>The host as the user named it, or the socket.</summary>
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>The address that was reached; null: a proxy or a socket stands between.</summary>
    public string? Address { get; init; }

    /// <summary>The name of the address; null: it has none.</summary>
    public string? Name { get; init; }

    /// <summary>The first line that the server said.</summary>
    public required string Greeting { get; init; }

    /// <summary>The facts of the TLS session; empty: there is none.</summary>
    public IReadOnlyList<string> Tls { get; init; } = [];

    /// <summary>When encryption starts.</summary>
    public ConnectionSecurity Security { get; init; }

    public required Capabilities Capabilities { get; init; }

    /// <summary>Mechanisms that are known besides msmtp's.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];
}
