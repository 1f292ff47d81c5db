using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp;

/// <summary>
/// A password, token or passphrase: octets that are zeroed when it is disposed, and that no record, log line or
/// exception can print. Whoever made it disposes it.
/// </summary>
public sealed class Secret : IDisposable
{
    byte[]? octets;

    /// <summary>Takes the octets over: the array is this secret's own from now on, and zeroed in the end.</summary>
    public Secret(byte[] octets)
    {
        ArgumentNullException.ThrowIfNull(octets);
        this.octets = octets;
    }

    /// <summary>When it can no longer be used, as its store or issuer says; null: nobody said.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The name of the user whose secret it is, where its store knows it; null: nobody said.</summary>
    public string? User { get; init; }

    /// <summary>A secret from text that is already in memory, as UTF-8.</summary>
    public static Secret FromText(string text) => new(OctetText.Encode(text));

    /// <summary>The octets themselves, valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The secret has been zeroed.</exception>
    public ReadOnlySpan<byte> Reveal()
    {
        ObjectDisposedException.ThrowIf(octets is null, this);
        return octets;
    }

    /// <summary>Compares in a time that does not depend on where they differ.</summary>
    public bool Matches(Secret other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return CryptographicOperations.FixedTimeEquals(Reveal(), other.Reveal());
    }

    /// <summary>Zeroes the octets.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(octets);
        octets = null;
    }

    /// <summary>Never the secret.</summary>
    public override string ToString() => "***";
}
