using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp;

/// <summary>
/// A password, token or passphrase: octets that are zeroed on disposal, and that no record, log line or exception can print. Its creator
/// disposes it.
/// </summary>
public sealed class Secret : IDisposable
{
    byte[]? octets;

    /// <summary>Takes ownership of the octets: the array is not copied, and is zeroed on disposal.</summary>
    public Secret(byte[] octets)
    {
        ArgumentNullException.ThrowIfNull(octets);
        this.octets = octets;
    }

    /// <summary>When it expires; null if unknown.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The name of the user that it belongs to; null if unknown.</summary>
    public string? User { get; init; }

    /// <summary>Creates a secret from text, as UTF-8. The text itself cannot be zeroed.</summary>
    public static Secret FromText(string text) => new(OctetText.Encode(text));

    /// <summary>Returns the octets themselves, valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The secret has been zeroed.</exception>
    public ReadOnlySpan<byte> Reveal()
    {
        ObjectDisposedException.ThrowIf(octets is null, this);
        return octets;
    }

    /// <summary>Compares two secrets in a time that does not depend on where they differ.</summary>
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

    /// <summary>Returns asterisks, never the secret.</summary>
    public override string ToString() => "***";
}
