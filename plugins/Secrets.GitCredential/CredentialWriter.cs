using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp.Secrets.GitCredential;

/// <summary>Collects attributes in a buffer that is zeroed when it is no longer used.</summary>
sealed class CredentialWriter : IDisposable
{
    byte[] text = new byte[512];
    int length;

    /// <exception cref="InvalidDataException">The value would break its line.</exception>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (value.ContainsAny((byte)'\n', (byte)'\r', (byte)0))
            throw new InvalidDataException($"the {OctetText.Decode(key)} holds a line break or NUL");
        Append(key);
        Append("="u8);
        Append(value);
        Append("\n"u8);
    }

    /// <summary>The text, with the terminating empty line.</summary>
    public Secret Finish()
    {
        Append("\n"u8);
        return new Secret(text.AsSpan(0, length).ToArray());
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(text);

    void Append(ReadOnlySpan<byte> part)
    {
        if (part.Length > text.Length - length)
            Grow(length + part.Length);
        part.CopyTo(text.AsSpan(length));
        length += part.Length;
    }

    void Grow(int needed)
    {
        var larger = new byte[Math.Max(needed, 2 * text.Length)];
        text.AsSpan(0, length).CopyTo(larger);
        CryptographicOperations.ZeroMemory(text);
        text = larger;
    }
}
