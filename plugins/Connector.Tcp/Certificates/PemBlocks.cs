using System.Buffers.Text;

namespace Msmtp.Connector.Tcp;

// RFC 7468:  -----BEGIN label-----  base64 lines  -----END label-----  with anything before, between and after.
// Nothing here does I/O, and nothing is decoded until asked for.

/// <summary>Steps through the PEM blocks of a text without decoding them.</summary>
ref struct PemBlocks(ReadOnlySpan<byte> text)
{
    static ReadOnlySpan<byte> Begin => "-----BEGIN "u8;

    static ReadOnlySpan<byte> Dashes => "-----"u8;

    ReadOnlySpan<byte> rest = text;

    public ReadOnlySpan<byte> Label { get; private set; }

    public ReadOnlySpan<byte> Body { get; private set; }

    public readonly bool IsCertificate => Label.SequenceEqual("CERTIFICATE"u8) || Label.SequenceEqual("X509 CERTIFICATE"u8);

    /// <summary>A certificate or revocation list was skipped because its end is missing.</summary>
    public bool HasPassedBroken { get; private set; }

    public readonly bool IsRevocationList => Label.SequenceEqual("X509 CRL"u8);

    /// <summary>Moves to the next complete block; false: there is none.</summary>
    public bool MoveNext()
    {
        while (rest.IndexOf(Begin) is >= 0 and var start)
        {
            var block = rest[(start + Begin.Length)..];
            rest = block;
            var labelEnd = block.IndexOf(Dashes);
            if (labelEnd < 0)
                return false;
            Label = block[..labelEnd];
            var body = block[(labelEnd + Dashes.Length)..];
            var end = body.IndexOf(Dashes);
            if (end < 0 || !IsEndOf(body[end..], Label))
            {
                HasPassedBroken |= IsCertificate || IsRevocationList;
                continue;
            }
            Body = body[..end];
            rest = body[end..];
            return true;
        }
        return false;
    }

    /// <summary>The octets of the block. Throws <see cref="InvalidDataException"/> if it is not base64.</summary>
    public readonly byte[] Decode()
    {
        var octets = new byte[Base64.GetMaxDecodedFromUtf8Length(Body.Length)];
        if (Base64.DecodeFromUtf8(Body, octets, out _, out var written) != System.Buffers.OperationStatus.Done || written == 0)
            throw new InvalidDataException("Base64 unexpected header error.");
        return octets[..written];
    }

    /// <summary>As many of the first octets as fit, for a look at the block; fewer if the base64 ends or goes wrong.</summary>
    public readonly int DecodeHead(Span<byte> octets)
    {
        Base64.DecodeFromUtf8(Body, octets, out _, out var written, isFinalBlock: true);
        return written;
    }

    static bool IsEndOf(ReadOnlySpan<byte> line, ReadOnlySpan<byte> label)
    {
        var tail = "-----END "u8;
        return line.StartsWith(tail) && line[tail.Length..].StartsWith(label) && line[(tail.Length + label.Length)..].StartsWith(Dashes);
    }
}
