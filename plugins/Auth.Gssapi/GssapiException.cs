namespace Msmtp.Auth.Gssapi;

/// <summary>The security context cannot go on; the message says why, in words for the user.</summary>
sealed class GssapiException(string message, Exception? inner = null) : Exception(message, inner);
