using System.Text;

namespace Msmtp.Auth.Sasl.Tests;

/// <summary>Values that a test needs and does not care about.</summary>
static class Some
{
    public static SaslContext Context(string? user = "joe", string? password = "secret") => new()
    {
        Account = new MailAccount(AccountSettings.Empty),
        User = user,
        Secret = password is null ? null : Secret.FromText(password),
        Host = "mail.example.org",
        Port = 587,
    };

    /// <summary>A context over TLS, with these bindings.</summary>
    public static SaslContext Bound(SaslContext context, params IReadOnlyList<string> types) => context with
    {
        IsEncrypted = true,
        ChannelBinding = type => types.Contains(type) ? Binding(type) : (ReadOnlyMemory<byte>?)null,
    };

    /// <summary>The data of <see cref="Bound"/>: 0, 1, 2 and so on.</summary>
    public static ReadOnlyMemory<byte> Binding(string type) =>
        Enumerable.Range(0, type == "tls-unique" ? 12 : 32).Select(static i => (byte)i).ToArray();

    public static ReadOnlyMemory<byte> Octets(string text) => Encoding.UTF8.GetBytes(text);

    public static async ValueTask<string?> StartTextAsync(this ISaslClient client) =>
        await client.StartAsync(TestContext.Current.CancellationToken) is { } response ? Encoding.UTF8.GetString(response.Span) : null;

    public static async ValueTask<string> RespondTextAsync(this ISaslClient client, string challenge) =>
        Encoding.UTF8.GetString((await client.RespondAsync(Octets(challenge), TestContext.Current.CancellationToken)).Span);

    public static async ValueTask<MailException> FailsAsync(this ISaslClient client, string challenge) =>
        await Assert.ThrowsAsync<MailException>(async () => await client.RespondTextAsync(challenge));
}
