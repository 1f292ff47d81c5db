using System.Security.Cryptography;

namespace Msmtp.Transport.Smtp;

/// <summary>Turns what is wrong with a file about certificates into a failure, in msmtp's words.</summary>
static class X509File
{
    const int Mebibyte = 1024 * 1024;

    // A system's bundle of authorities has a quarter of one, the longest revocation lists that are published have some tens.
    const int Longest = 16 * Mebibyte;
    const int LongestRevocationList = 128 * Mebibyte;

    /// <summary>
    /// All octets of a file, which may be a pipe. Throws <see cref="InvalidDataException"/> where it has more than anybody would put
    /// into one: some files, such as /dev/zero, never end.
    /// </summary>
    public static byte[] Octets(string file) => Octets(file, Longest);

    /// <inheritdoc cref="Octets(string)"/>
    public static byte[] OctetsOfRevocationList(string file) => Octets(file, LongestRevocationList);

    /// <summary>Reads one.</summary>
    /// <param name="what">What it is, and its name.</param>
    /// <param name="read">Throws <see cref="InvalidDataException"/> in GnuTLS's words for what is wrong with its contents.</param>
    /// <exception cref="MailException">It cannot be read, or not be used; the exit code is <see cref="ExitCode.NoInput"/>.</exception>
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

    // What the system says of a file's length is a hint. Buffers are zeroed, for there may be a key in them.
    static byte[] Octets(string file, int limit)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var octets = new byte[stream.CanSeek && stream.Length <= limit ? Math.Max(stream.Length + 1, 4096) : 4096];
        var length = 0;
        while (stream.Read(octets.AsSpan(length)) is > 0 and var count)
        {
            length += count;
            if (length > limit)
            {
                CryptographicOperations.ZeroMemory(octets);
                throw new InvalidDataException($"the file is longer than {limit / Mebibyte} MiB.");
            }
            if (length == octets.Length)
                octets = Resized(octets, Math.Min(2 * length, limit + 1), length);
        }
        return Resized(octets, length, length);
    }

    static byte[] Resized(byte[] octets, int size, int length)
    {
        var resized = new byte[size];
        octets.AsSpan(0, length).CopyTo(resized);
        CryptographicOperations.ZeroMemory(octets);
        return resized;
    }

    /// <summary>The failure of a file that is of no use.</summary>
    public static MailException Unusable(string what, string why, Exception? cause = null) =>
        new(ExitCode.NoInput, DeliveryStage.Tls, $"cannot set X509 {what} for TLS session: {why}", inner: cause);
}
