using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// The body of a mail with a key as it was submitted, before anything of this host has changed it: submitting the same mail again has the same
/// digest, whatever Date and Message-ID are added.
/// </summary>
sealed class DigestedBody : ForwardOnlyStream
{
    readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    readonly Stream body;

    /// <param name="header">The header.</param>
    /// <param name="body">The body.</param>
    /// <param name="hasTrace">The first field does not count.</param>
    public DigestedBody(HeaderBlock header, Stream body, bool hasTrace = false)
    {
        this.body = body;
        var octets = header.Octets.Span;
        hash.AppendData(hasTrace ? HeaderFields.SkipOne(octets) : octets);
        hash.AppendData("\0"u8);
    }

    public override int Read(Span<byte> buffer)
    {
        var count = body.Read(buffer);
        hash.AppendData(buffer[..count]);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        hash.AppendData(buffer.Span[..count]);
        return count;
    }

    /// <summary>The digest of envelope and message, including what nobody has read of it.</summary>
    public async ValueTask<string> DigestAsync(ReversePath from, IReadOnlyList<string> recipients, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (await ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
        {
        }
        hash.AppendData(OctetText.Encode($"\0{from.Address}\0{string.Join('\0', recipients)}"));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            hash.Dispose();
        base.Dispose(disposing);
    }
}
