using System.Buffers.Text;
using System.Security.Cryptography;

namespace Msmtp.Secrets.OAuth.Assertions;

/// <summary>The octets of one block of a PEM text (RFC 7468), zeroed when disposed. Nothing here does I/O.</summary>
sealed class PemBlock : IDisposable
{
    /// <summary>The label, such as <c>PRIVATE KEY</c>.</summary>
    public required string Label { get; init; }

    public required byte[] Der { get; init; }

    /// <summary>The first block whose label ends like this; null: there is none.</summary>
    public static PemBlock? Find(ReadOnlySpan<byte> text, string ending)
    {
        while (PemEncoding.TryFindUtf8(text, out var fields))
        {
            var label = System.Text.Encoding.ASCII.GetString(text[fields.Label]);
            if (label.EndsWith(ending, StringComparison.Ordinal))
                return new PemBlock { Label = label, Der = Decode(text[fields.Base64Data], fields.DecodedDataLength) };
            text = text[fields.Location.End..];
        }
        return null;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(Der);

    static byte[] Decode(ReadOnlySpan<byte> base64, int length)
    {
        var octets = new byte[length];
        Base64.DecodeFromUtf8(base64, octets, out _, out _);
        return octets;
    }
}
