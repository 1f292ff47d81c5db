namespace Msmtp.Auth.Sasl;

/// <summary>
/// The one message of PLAIN (RFC 4616 §2). Nothing here does I/O.
/// <code>
/// message = [authzid] NUL authcid NUL passwd
/// </code>
/// </summary>
static class PlainMessage
{
    /// <summary>Writes it without an authorization identity, which the server derives from the user name.</summary>
    /// <exception cref="InvalidDataException">A part contains NUL, which would end it early, or the user name is empty.</exception>
    public static byte[] Write(ReadOnlySpan<byte> user, ReadOnlySpan<byte> password)
    {
        // RFC 4616 §2: authcid = 1*SAFE. An empty password stays possible, as in msmtp.
        if (user.IsEmpty)
            throw new InvalidDataException("the user name is empty");
        if (user.Contains((byte)0))
            throw new InvalidDataException("the user name holds a NUL");
        if (password.Contains((byte)0))
            throw new InvalidDataException("the password holds a NUL");

        var message = new byte[user.Length + password.Length + 2];
        user.CopyTo(message.AsSpan(1));
        password.CopyTo(message.AsSpan(user.Length + 2));
        return message;
    }
}
