using System.Security.Cryptography;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// The names of files with secrets. Nothing here does I/O.
/// <code>
/// name    = part "@" part "@" part ".secret"              ; service, host, user
/// part    = *( small letter / digit / "." / "-" / "_" / "%" 2HEXDIG )
/// </code>
/// Capital letters are escaped too: on some systems, names that differ only in case are the same.
/// </summary>
static class SecretFileName
{
    const string Suffix = ".secret";

    // File systems allow 255 octets.
    const int Longest = 200;

    public static string Of(SecretKey key)
    {
        var name = $"{Escaped(key.Service)}@{Escaped(key.Host)}@{Escaped(key.User)}";
        return (name.Length <= Longest ? name : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(name)))) + Suffix;
    }

    static string Escaped(string part)
    {
        var text = new StringBuilder();
        foreach (var octet in OctetText.Encode(part))
            if (octet is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'-' or (byte)'_')
                text.Append((char)octet);
            else
                text.Append('%').Append(Convert.ToHexString([octet]));
        return text.ToString();
    }
}
