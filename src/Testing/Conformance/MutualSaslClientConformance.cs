namespace Msmtp.Testing;

/// <summary>
/// <see cref="SaslClientConformance"/> for a mechanism whose server proves its identity in the last challenge, such as SCRAM.
/// </summary>
public abstract class MutualSaslClientConformance : SaslClientConformance
{
    /// <summary>A server that skips the proof has none (RFC 4422 §5, mutual authentication).</summary>
    [Fact]
    public async Task A_success_before_the_servers_proof_is_not_believed()
    {
        using var client = Create();

        await RunAsync(client, Serve(), onChallenge: () => Assert.False(client.IsComplete, "IsComplete is true before the last challenge"));
    }
}
