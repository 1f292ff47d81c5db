namespace Msmtp.Parity;

/// <summary>How the server answers. It judges nothing: whatever a client says is written down, and answered by this.</summary>
public sealed record ServerScript
{
    /// <summary>What it says it can do; with PIPELINING it answers a group of commands when the whole of it is there.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>The same after TLS has begun; null: no difference but STARTTLS.</summary>
    public IReadOnlyList<string>? CapabilitiesInTls { get; init; }

    /// <summary>
    /// Unusual answers. Patterns are held against the command, against "(greeting)", "(mail)" for the final dot, "(mail to N)" for
    /// the Nth recipient's reply of LMTP, and "= text" for a line of an AUTH exchange.
    /// </summary>
    public Answers Answers { get; init; } = [];

    /// <summary>Whether each recipient has a reply after the final dot.</summary>
    public bool IsLmtp { get; init; }

    /// <summary>Whether and when it speaks TLS.</summary>
    public ServerTls Tls { get; init; }

    /// <summary>The name of its certificate in <see cref="Parity.Certificates"/>.</summary>
    public string Certificate { get; init; } = "good";

    /// <summary>Whether it asks for a client's certificate.</summary>
    public bool AsksForCertificate { get; init; }
}
