using Msmtp.Secrets.OAuth.Json;

namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>
/// An error answer of a provider (RFC 6749 §5.2, §4.1.2.1; RFC 8628 §3.5). Neither text is a secret: what looks like one is left out,
/// whatever the provider repeats.
/// </summary>
/// <param name="error">Its code, such as invalid_grant.</param>
/// <param name="description">What the provider says about it; null for nothing.</param>
#pragma warning disable CA1064, CA1032 // Never leaves the plugin.
sealed class TokenRefusal(string error, string? description) : Exception(RefusalText.Join(error, description))
#pragma warning restore CA1064, CA1032
{
    /// <summary>The code, printable.</summary>
    public string Error { get; } = RefusalText.Error(error);

    /// <summary>One printable line of at most 200 characters; null for nothing.</summary>
    public string? Description { get; } = RefusalText.Description(description);

    /// <summary>Reads an answer; null: it is not an error answer.</summary>
    public static TokenRefusal? Read(JsonObject answer) =>
        answer.Text("error") is { Length: > 0 } error ? new TokenRefusal(error, answer.Text("error_description")) : null;
}
