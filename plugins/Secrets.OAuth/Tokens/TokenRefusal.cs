namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>An error answer of a provider (RFC 6749 §5.2, §4.1.2.1; RFC 8628 §3.5). Neither text is a secret.</summary>
/// <param name="error">Its code, such as invalid_grant.</param>
/// <param name="description">What the provider says about it, printable and of limited length; null for nothing.</param>
#pragma warning disable CA1064, CA1032 // Never leaves the plugin.
sealed class TokenRefusal(string error, string? description) : Exception(description is null ? error : $"{error}: {description}")
#pragma warning restore CA1064, CA1032
{
    public string Error { get; } = error;

    public string? Description { get; } = description;
}
