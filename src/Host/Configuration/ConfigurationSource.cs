namespace Msmtp.Hosting;

/// <summary>A place where a msmtprc may lie.</summary>
/// <param name="Title">What messages call it: <c>system</c> or <c>user</c>.</param>
/// <param name="Path">The file's name.</param>
sealed record ConfigurationSource(string Title, string Path)
{
    /// <summary>The user named it, so that it has to be there.</summary>
    public bool IsNamed { get; init; }

    /// <summary>It is a user's own, so that nobody else may read the secrets in it.</summary>
    public bool IsPrivate { get; init; }
}
