namespace Msmtp.Server;

/// <summary>Looks for a CR or an LF that is not part of CR LF (RFC 5321 §2.3.8), wherever the blocks were cut.</summary>
struct BareLineEndDetector
{
    /// <summary>Whether there has been one.</summary>
    public bool HasFound { get; private set; }

    /// <summary>Whether the last octet was a CR, which is bare unless an LF follows.</summary>
    public bool EndsWithCr { get; private set; }

    public void Scan(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (EndsWithCr)
            {
                EndsWithCr = false;
                HasFound |= octets[0] != '\n';
                octets = octets[0] == '\n' ? octets[1..] : octets;
                continue;
            }
            var lineEnd = octets.IndexOfAny((byte)'\r', (byte)'\n');
            if (lineEnd < 0)
                return;
            EndsWithCr = octets[lineEnd] == '\r';
            HasFound |= !EndsWithCr;
            octets = octets[(lineEnd + 1)..];
        }
    }
}
