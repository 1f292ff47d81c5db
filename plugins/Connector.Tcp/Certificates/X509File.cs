using System.Security.Cryptography;

namespace Msmtp.Connector.Tcp;

/// <summary>Reads certificate files, and turns what is wrong with them into a failure in msmtp's words.</summary>
static class X509File
{
    const int Mebibyte = 1024 * 1024;
    const int Piece = 4096;

    // A system's bundle has a quarter of a mebibyte, the longest published revocation lists some tens.
    const int Longest = 16 * Mebibyte;
    const int LongestRevocationList = 64 * Mebibyte;

    /// <summary>
    /// All octets of a file, which may be a pipe. Throws <see cref="InvalidDataException"/> if it is unreasonably long: some files, such
    /// as /dev/zero, never end.
    /// </summary>
    public static byte[] Octets(string file) => Octets(file, Longest);

    /// <inheritdoc cref="Octets(string)"/>
    public static byte[] OctetsOfRevocationList(string file) => Octets(file, LongestRevocationList);

    /// <summary>Reads a file.</summary>
    /// <param name="what">What it is, and its name.</param>
    /// <param name="read">Throws <see cref="InvalidDataException"/>, in GnuTLS's words, for what is wrong with the contents.</param>
    /// <exception cref="MailException">The file cannot be read or used; the exit code is <see cref="ExitCode.NoInput"/>.</exception>
    public static T Read<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw Unusable(what, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unusable(what, "Error while reading file.", e);
        }
    }

    // The length that the system reports is a hint. Read in pieces, so that an endless file takes no more than the limit; the pieces are
    // zeroed, because they may hold a key.
    static byte[] Octets(string file, int limit)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        List<byte[]> pieces = [new byte[stream.CanSeek && stream.Length <= limit ? Math.Max(stream.Length + 1, Piece) : Piece]];
        var length = 0;
        var filled = 0;
        try
        {
            while (stream.Read(pieces[^1].AsSpan(filled)) is > 0 and var count)
            {
                length += count;
                filled += count;
                if (length > limit)
                    throw new InvalidDataException($"the file is longer than {limit / Mebibyte} MiB.");
                if (filled == pieces[^1].Length)
                {
                    pieces.Add(new byte[Math.Clamp(length, Piece, Mebibyte)]);
                    filled = 0;
                }
            }
            return Joined(pieces, length);
        }
        finally
        {
            foreach (var piece in pieces)
                CryptographicOperations.ZeroMemory(piece);
        }
    }

    static byte[] Joined(List<byte[]> pieces, int length)
    {
        var octets = new byte[length];
        var rest = octets.AsSpan();
        foreach (var piece in pieces)
        {
            var part = piece.AsSpan(0, Math.Min(piece.Length, rest.Length));
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }
        return octets;
    }

    /// <summary>The failure for a file that cannot be used.</summary>
    public static MailException Unusable(string what, string why, Exception? cause = null) =>
        new(ExitCode.NoInput, DeliveryStage.Tls, $"cannot set X509 {what} for TLS session: {why}", inner: cause);
}
