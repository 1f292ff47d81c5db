using System.Buffers.Text;
using Msmtp.Text;

namespace Msmtp.Secrets.GitCredential;

/// <summary>The relevant attributes of an answer, as slices of its text.</summary>
ref struct CredentialAttributes
{
    ReadOnlySpan<byte> user;
    ReadOnlySpan<byte> password;
    ReadOnlySpan<byte> refreshToken;
    ReadOnlySpan<byte> expiry;
    ReadOnlySpan<byte> quit;

    public void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("username"u8))
            user = value;
        else if (key.SequenceEqual("password"u8))
            password = value;
        else if (key.SequenceEqual("oauth_refresh_token"u8))
            refreshToken = value;
        else if (key.SequenceEqual("password_expiry_utc"u8))
            expiry = value;
        else if (key.SequenceEqual("quit"u8))
            quit = value;
    }

    // A script whose inner command has failed prints an empty password; no server has a user with one.
    public readonly CredentialAnswer ToAnswer() => new()
    {
        User = user.IsEmpty ? null : OctetText.Decode(user),
        Password = password.IsEmpty ? null : new Secret(password.ToArray()),
        RefreshToken = refreshToken.IsEmpty ? null : new Secret(refreshToken.ToArray()),
        Expiry = Utf8Parser.TryParse(expiry, out long second, out var length) && length == expiry.Length ? second : null,
        Quits = quit.SequenceEqual("1"u8) || quit.SequenceEqual("true"u8),
    };
}
