using System.Text;

namespace Msmtp.Auth.Gssapi.Tests;

/// <summary>RFC 4752 §3.1 with a security context that does no cryptography.</summary>
public sealed class GssapiClientTests : IDisposable
{
    readonly FakeContext security = new(steps: 2);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => security.Dispose();

    [Fact]
    public async Task Tokens_go_to_and_fro_and_then_no_layer_is_chosen()
    {
        using var client = Client("joe");

        var first = await client.StartAsync(Token);
        var second = await client.RespondAsync("from the server"u8.ToArray(), Token);
        Assert.False(client.IsComplete);
        var choice = await client.RespondAsync(Offer(7, 0, 16, 0), Token);

        Assert.Equal(["token1", "token2"], [Text(first!.Value), Text(second)]);
        Assert.Equal(["", "from the server"], security.Taken);
        Assert.Equal("C\u0001\0\0\0joe", Text(choice));
        Assert.True(client.IsComplete);
    }

    [Fact]
    public async Task Without_a_user_the_server_says_who_it_is()
    {
        using var client = await EstablishedAsync(null);

        Assert.Equal("C\u0001\0\0\0", Text(await client.RespondAsync(Offer(1, 0, 0, 0), Token)));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'S', 6, 0, 16, 0 }, "the server demands a security layer, which mail has in TLS")]
    [InlineData(new byte[] { (byte)'S', 1, 0, 16 }, "the server's offer of security layers is malformed")]
    [InlineData(new byte[] { (byte)'S', 1, 0, 16, 0, 0 }, "the server's offer of security layers is malformed")]
    [InlineData(new byte[] { (byte)'X', 1, 0, 16, 0 }, "forged")]
    [InlineData(new byte[0], "forged")]
    public async Task An_offer_that_cannot_be_taken_ends_it(byte[] offer, string why)
    {
        using var client = await EstablishedAsync("joe");

        var e = await Assert.ThrowsAsync<MailException>(async () => await client.RespondAsync(offer, Token));

        Assert.Equal((ExitCode.Software, $"authentication failed (method GSSAPI): {why}"), (e.ExitCode, e.Message));
        Assert.False(client.IsComplete);
    }

    [Fact]
    public async Task Nothing_is_said_after_the_last_response()
    {
        using var client = await EstablishedAsync("joe");
        await client.RespondAsync(Offer(1, 0, 0, 0), Token);

        await Assert.ThrowsAsync<MailException>(async () => await client.RespondAsync(Offer(1, 0, 0, 0), Token));
    }

    [Fact]
    public async Task An_application_does_not_wait_for_the_key_distribution_centre()
    {
        using var context = new OffThreadContext(security);
        security.Gate.Reset();

        var step = context.StepAsync(default, Token);

        Assert.False(step.IsCompleted);
        security.Gate.Set();
        Assert.Equal("token1", Text(await step));
    }

    [Fact]
    public void The_context_ends_with_the_client()
    {
        Client("joe").Dispose();

        Assert.True(security.IsDisposed);
    }

    async Task<GssapiClient> EstablishedAsync(string? user)
    {
        var client = Client(user);
        await client.StartAsync(Token);
        await client.RespondAsync("token"u8.ToArray(), Token);
        return client;
    }

    GssapiClient Client(string? user) =>
        new(new SaslContext { Account = new MailAccount(AccountSettings.Empty), User = user, Host = "mail.example", Port = 25 }, security);

    static byte[] Offer(params byte[] plain) => [(byte)'S', .. plain];

    static string Text(ReadOnlyMemory<byte> octets) => Encoding.Latin1.GetString(octets.Span);
}
