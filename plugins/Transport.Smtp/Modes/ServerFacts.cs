namespace Msmtp.Transport.Smtp;

/// <summary>What <c>--serverinfo</c> has found out about a server.</summary>
sealed record ServerFacts
{
    public required MailProtocol Protocol { get; init; }

    /// <summary>The host as configured, or the socket.</summary>
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>The server's address; null: the connection goes through a proxy, or over a socket.</summary>
    public string? Address { get; init; }

    /// <summary>The name of the address; null: it has none.</summary>
    public string? Name { get; init; }

    /// <summary>The first line of the greeting.</summary>
    public required string Greeting { get; init; }

    /// <summary>The facts of the TLS session; empty: there is none.</summary>
    public IReadOnlyList<string> Tls { get; init; } = [];

    /// <summary>When encryption starts.</summary>
    public ConnectionSecurity Security { get; init; }

    public required Capabilities Capabilities { get; init; }

    /// <summary>Supported mechanisms that msmtp does not know.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = [];
}
