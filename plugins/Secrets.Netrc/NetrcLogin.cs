namespace Msmtp.Secrets.Netrc;

/// <summary>Whose password is wanted: both are compared octet by octet.</summary>
/// <param name="Host">The machine.</param>
/// <param name="User">The login.</param>
readonly record struct NetrcLogin(ReadOnlyMemory<byte> Host, ReadOnlyMemory<byte> User);
