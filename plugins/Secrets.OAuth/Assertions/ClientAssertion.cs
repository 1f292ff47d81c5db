namespace Msmtp.Secrets.OAuth.Assertions;

/// <summary>A client's assertion about itself (RFC 7523 §2.2): PS256 (RFC 7518 §3.5) with x5t#S256 (RFC 7515 §4.1.8), as Microsoft wants it.</summary>
static class ClientAssertion
{
    public static ValueTask<Secret> CreateAsync(AssertionFacts facts, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>What goes into it.</summary>
sealed class AssertionFacts
{
    public required PluginContext Context { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The token endpoint or issuer.</summary>
    public required string Audience { get; init; }

    public required string CertificateFile { get; init; }

    public required string KeyFile { get; init; }
}
