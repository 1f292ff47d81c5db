using System.Security.Cryptography;

namespace Msmtp.Secrets.Netrc;

/// <summary>
/// The netrc of ftp(1), as msmtp reads it. Nothing here does I/O.
/// <code>
/// file   = *( entry / macdef / word )                      ; unknown words are ignored
/// entry  = ( "machine" name / "default" ) *( field / macdef / word )
/// field  = ( "login" / "user" / "password" / "passwd" / "account" ) value
/// macdef = "macdef" name, and the lines up to an empty one
/// </code>
/// Only a machine entry with this host, this login and a password counts. The first one wins, and in it the last value of each field.
/// <c>default</c> entries and entries without a login are for other programs.
/// </summary>
static class NetrcFile
{
    /// <summary>The password for this login; null: there is none. The caller zeroes the array.</summary>
    public static byte[]? FindPassword(ReadOnlySpan<byte> content, NetrcLogin wanted)
    {
        // A byte order mark (RFC 3629 §6) is not part of the first word.
        if (content.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            content = content[3..];
        var words = new byte[content.Length];
        try
        {
            var reader = new NetrcReader(content, words);
            while (reader.TryReadName(out var word))
            {
                if (!word.SequenceEqual("machine"u8) || !reader.TryReadValue(out var machine))
                    continue;
                var entry = NetrcEntry.Read(ref reader);
                if (entry.HasPassword && machine.SequenceEqual(wanted.Host.Span) && entry.Login.SequenceEqual(wanted.User.Span))
                    return entry.Password.ToArray();
            }
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(words);
        }
    }
}

/// <summary>The login whose password is wanted: both parts are compared octet by octet.</summary>
/// <param name="Host">The machine.</param>
/// <param name="User">The login.</param>
readonly record struct NetrcLogin(ReadOnlyMemory<byte> Host, ReadOnlyMemory<byte> User);
