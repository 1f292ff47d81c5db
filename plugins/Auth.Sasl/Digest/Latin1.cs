using System.Buffers;
using System.Text;

namespace Msmtp.Auth.Sasl.Digest;

/// <summary>ISO 8859-1, which DIGEST-MD5 hashes wherever it can (RFC 2831 §2.1.2.1).</summary>
static class Latin1
{
    /// <summary>Turns UTF-8 into ISO 8859-1 if it has every character; anything else stays as it is. The array is new.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> octets)
    {
        if (CountCharacters(octets) is not { } count)
            return octets.ToArray();
        var result = new byte[count];
        for (var i = 0; i < count; i++)
        {
            Rune.DecodeFromUtf8(octets, out var rune, out var used);
            result[i] = (byte)rune.Value;
            octets = octets[used..];
        }
        return result;
    }

    // Null: not UTF-8, or some character does not exist in ISO 8859-1.
    static int? CountCharacters(ReadOnlySpan<byte> octets)
    {
        var count = 0;
        for (; !octets.IsEmpty; count++)
        {
            if (Rune.DecodeFromUtf8(octets, out var rune, out var used) != OperationStatus.Done || rune.Value > 0xFF)
                return null;
            octets = octets[used..];
        }
        return count;
    }
}
