namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>The client (RFC 6749 §2.2).</summary>
/// <param name="id">Its identifier.</param>
/// <param name="secret">Its secret; null if it has none. Whoever made this owns it.</param>
sealed class Client(string id, Secret? secret)
{
    public string Id { get; } = id;

    public Secret? Secret { get; } = secret;
}
