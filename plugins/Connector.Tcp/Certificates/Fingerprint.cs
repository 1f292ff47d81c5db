using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Connector.Tcp;

/// <summary>The hash of a certificate that the user has checked and trusts. Its length determines the algorithm.</summary>
sealed class Fingerprint
{
    readonly byte[] octets;

    Fingerprint(byte[] octets)
    {
        this.octets = octets;
    }

    /// <summary>Reads 32, 20 or 16 pairs of hexadecimal digits separated by a colon or a space; an empty argument unsets.</summary>
    public static bool TryParse(SettingArgument argument, out Fingerprint? value)
    {
        value = null;
        var text = argument.Text;
        if (text.Length == 0)
            return true;
        var octets = new byte[(text.Length + 1) / 3];
        if (text.Length % 3 != 2 || octets.Length is not (SHA256.HashSizeInBytes or SHA1.HashSizeInBytes or MD5.HashSizeInBytes))
            return false;
        for (var i = 0; i < octets.Length; i++)
        {
            var pair = text.AsSpan(i * 3);
            if (pair.Length > 2 && pair[2] is not (':' or ' '))
                return false;
            if (Convert.FromHexString(pair[..2], octets.AsSpan(i), out _, out _) != System.Buffers.OperationStatus.Done)
                return false;
        }
        value = new Fingerprint(octets);
        return true;
    }

    /// <summary>Upper-case digits, separated by colons.</summary>
    public static string Show(ReadOnlySpan<byte> octets) => BitConverter.ToString(octets.ToArray()).Replace('-', ':');

    public override string ToString() => Show(octets);

    /// <summary>The same kind of hash of another certificate.</summary>
    public string Like(X509Certificate2 certificate) => Show(HashOf(certificate.RawData));

    public bool Matches(X509Certificate2 certificate) => CryptographicOperations.FixedTimeEquals(octets, HashOf(certificate.RawData));

    [SuppressMessage("Security", "CA5350", Justification = "the user chose the hash, by its length")]
    [SuppressMessage("Security", "CA5351", Justification = "the user chose the hash, by its length")]
    byte[] HashOf(byte[] certificate) => octets.Length switch
    {
        SHA256.HashSizeInBytes => SHA256.HashData(certificate),
        SHA1.HashSizeInBytes => SHA1.HashData(certificate),
        _ => MD5.HashData(certificate),
    };
}
