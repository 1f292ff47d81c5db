using System.Text;

namespace Msmtp.Auth.Sasl.Tests;

/// <summary>Values that a test needs and does not care about.</summary>
static class Some
{
    public static SaslContext Context(string? user = "joe", string? password = "secret") => new()
    {
        Account = new Account(Settings.Empty),
        User = user,
        Secret = password is null ? null : Secret.FromText(password),
        Host = "mail.example.org",
        Port = 587,
    };

    public static ReadOnlyMemory<byte> Octets(string text) => Encoding.UTF8.GetBytes(text);

    public static async ValueTask<string?> StartTextAsync(this ISaslClient client) =>
        await client.StartAsync(TestContext.Current.CancellationToken) is { } response ? Encoding.UTF8.GetString(response.Span) : null;

    public static async ValueTask<string> RespondTextAsync(this ISaslClient client, string challenge) =>
        Encoding.UTF8.GetString((await client.RespondAsync(Octets(challenge), TestContext.Current.CancellationToken)).Span);

    public static async ValueTask<MailException> FailsAsync(this ISaslClient client, string challenge) =>
        await Assert.ThrowsAsync<MailException>(async () => await client.RespondTextAsync(challenge));
}
