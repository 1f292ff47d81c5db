using Msmtp.Secrets.OAuth.Modes;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tests.Support;

namespace Msmtp.Secrets.OAuth.Tests.Modes;

public sealed class DeauthorizeModeTests : IAsyncDisposable
{
    readonly SomeProvider provider = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => provider.DisposeAsync();

    [Fact]
    public async Task The_refresh_token_is_revoked_and_everything_deleted()
    {
        await SignedInAsync($"{provider.Issuer}/revoke");

        await RunAsync();

        Assert.Contains("token=refresh", provider.FormFor("/revoke")!, StringComparison.Ordinal);
        Assert.Equal([$"{provider.Issuer} has revoked it.", $"The sign-in at {provider.Issuer} has been deleted here."], provider.Printed);
        Assert.Empty(provider.Warnings);
        Assert.Empty(Directory.GetFiles(provider.Home.State, "*.secret"));
    }

    [Fact]
    public async Task A_provider_that_revokes_nothing_is_left_to_the_person()
    {
        await SignedInAsync(revocation: null);

        await RunAsync();

        Assert.Equal(
            [$"{provider.Issuer} cannot be asked to revoke it: withdraw the consent in the settings of your account there"],
            provider.Warnings);
        Assert.Equal([$"The sign-in at {provider.Issuer} has been deleted here."], provider.Printed);
    }

    [Theory]
    [InlineData(400, """{"error":"unsupported_token_type"}""")]
    [InlineData(503, "{}")]
    public async Task What_the_provider_refuses_is_deleted_all_the_same(int status, string json)
    {
        provider.Answers["/revoke"] = (status, json);
        await SignedInAsync($"{provider.Issuer}/revoke");

        await RunAsync();

        Assert.StartsWith($"{provider.Issuer} has not revoked it (", Assert.Single(provider.Warnings), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(provider.Home.State, "*.secret"));
    }

    [Fact]
    public async Task A_provider_that_cannot_be_reached_hinders_nobody()
    {
        await SignedInAsync($"http://127.0.0.1:{Msmtp.TestKit.LoopbackServer.ClosedPort()}/revoke");

        await RunAsync();

        Assert.Contains("withdraw the consent", Assert.Single(provider.Warnings), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(provider.Home.State, "*.secret"));
    }

    [Fact]
    public async Task What_cannot_be_read_is_deleted()
    {
        await SignedInAsync($"{provider.Issuer}/revoke");
        await File.WriteAllTextAsync(provider.Home.File, "garbage", Token);

        await RunAsync();

        Assert.Single(provider.Warnings);
        Assert.Null(provider.FormFor("/revoke"));
        Assert.Empty(Directory.GetFiles(provider.Home.State, "*.secret"));
    }

    [Fact]
    public async Task Nobody_can_sign_out_twice()
    {
        await RunAsync();

        Assert.Equal([$"Nobody is signed in at {provider.Issuer}."], provider.Printed);
        Assert.Empty(provider.Requests);
    }

    async Task SignedInAsync(string? revocation)
    {
        using var signIn = new StoredSignIn
        {
            ClientId = "me",
            Scope = "mail",
            TokenEndpoint = new Uri($"{provider.Issuer}/token"),
            RevocationEndpoint = revocation is null ? null : new Uri(revocation),
            RefreshToken = Secret.FromText("refresh"),
            AccessToken = Secret.FromText("access"),
            SignedInAt = provider.Home.Time.GetUtcNow(),
        };
        var store = Home.Store(provider.Context());
        (await store.LockAsync(Token)).Dispose();
        await store.StoreAsync(signIn, Token);
    }

    Task RunAsync() => DeauthorizeMode.Mode.RunAsync(provider.Mode(provider.Context()), Token).AsTask();
}
