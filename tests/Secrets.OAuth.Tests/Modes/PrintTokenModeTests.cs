using Msmtp.Secrets.OAuth.Modes;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tests.Support;

namespace Msmtp.Secrets.OAuth.Tests.Modes;

public sealed class PrintTokenModeTests : IAsyncDisposable
{
    readonly SomeProvider provider = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => provider.DisposeAsync();

    [Fact]
    public async Task A_token_that_is_valid_is_printed_alone_and_without_asking()
    {
        await SignedInAsync(TimeSpan.FromHours(1));

        await RunAsync(provider.Context());

        Assert.Equal(["kept"], provider.Printed);
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task One_that_has_expired_is_renewed_first()
    {
        await SignedInAsync(TimeSpan.Zero);

        await RunAsync(provider.Context());

        Assert.Equal(["access"], provider.Printed);
        Assert.Contains("grant_type=refresh_token", provider.FormFor("/token")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_sign_in_nothing_is_printed()
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(provider.Context()));

        Assert.Equal(ExitCode.NoPerm, failure.ExitCode);
        Assert.Empty(provider.Printed);
    }

    [Fact]
    public async Task Tokens_of_an_application_are_not_known_here()
    {
        var context = provider.Home.Context("host mail.example.org\noauth application");

        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(context));

        Assert.Equal(
            (ExitCode.Config, "this account has \"oauth application\": only the application that sends its mail has its tokens"),
            (failure.ExitCode, failure.Message));
    }

    async Task SignedInAsync(TimeSpan left)
    {
        using var signIn = new StoredSignIn
        {
            ClientId = "me",
            Scope = "mail openid offline_access",
            TokenEndpoint = new Uri($"{provider.Issuer}/token"),
            RefreshToken = Secret.FromText("refresh"),
            AccessToken = Secret.FromText("kept"),
            ExpiresAt = provider.Home.Time.GetUtcNow() + left,
            SignedInAt = provider.Home.Time.GetUtcNow(),
        };
        var store = Home.Store(provider.Context());
        (await store.LockAsync(Token)).Dispose();
        await store.StoreAsync(signIn, Token);
    }

    Task RunAsync(PluginContext context) => PrintTokenMode.Mode.RunAsync(provider.Mode(context), Token).AsTask();
}
