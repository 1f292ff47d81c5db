namespace Msmtp.Secrets.OAuth.Assertions;

/// <summary>A service account's key file in Google's format, and the assertion that it signs (RFC 7523 §2.1, RS256).</summary>
sealed class ServiceAccount : IDisposable
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="MailException">78: it cannot be read, others can read it, or it is not such a file.</exception>
    public static ServiceAccount Read(string path) => throw new NotImplementedException();

    public Uri TokenEndpoint => throw new NotImplementedException();

    /// <summary>An assertion of at most an hour.</summary>
    // user: on whose behalf (sub); null for its own.
    public Secret Sign(string? user, string scope, TimeProvider time) => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
