using System.Security.Cryptography;
using Msmtp;
using Msmtp.Text;

namespace Filter.Digest;

/// <summary>
/// The header is sent first, but its digest is only known once the body has been read: until then the body is kept in the host's spool.
/// </summary>
sealed class DigestFilter(HashAlgorithmName algorithm, Func<Stream> createSpool) : IMessageFilter
{
    public async ValueTask<OutgoingMail> FilterAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var spool = createSpool();
        try
        {
            var digest = await KeepAsync(mail.Content.Body, spool, cancellationToken).ConfigureAwait(false);
            spool.Position = 0;
            // The host disposes the spool when the mail is done.
            return mail with { Content = mail.Content with { HeaderBlock = WithField(mail.Content.HeaderBlock, digest), Body = spool } };
        }
        catch
        {
            await spool.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // The lines as the server gets them, whatever line ends they came with.
    async Task<byte[]> KeepAsync(Stream body, Stream spool, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var lines = new CanonicalStream(default, body);
        var block = new byte[1 << 16];
        while (await lines.ReadAsync(block, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            hash.AppendData(block.AsSpan(0, count));
            await spool.WriteAsync(block.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
        return hash.GetHashAndReset();
    }

    byte[] WithField(ReadOnlyMemory<byte> header, byte[] digest)
    {
        var name = algorithm == HashAlgorithmName.SHA256 ? "sha-256" : "sha-512";
        return [.. OctetText.Encode($"Content-Digest: {name}=:{Convert.ToBase64String(digest)}:\n"), .. header.Span];
    }
}
