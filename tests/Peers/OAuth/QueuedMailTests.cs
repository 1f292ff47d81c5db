using System.Text.Json;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Queued mails of an account that logs in with tokens: whoever sends them renews the token, or waits for the user.</summary>
public sealed class QueuedMailTests(TokenPeers peers) : IClassFixture<TokenPeers>
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_token_that_has_expired_is_renewed_by_whoever_sends_the_mail(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour, Queue(isRunning: false));
        var queued = await user.SendAsync();
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));

        var run = await user.RunAsync("-q");

        Assert.Equal((0, "", 0, ""), (queued.ExitCode, queued.ErrorText, run.ExitCode, run.ErrorText));
        await peers.Dovecot.Sink.NextMailAsync(Token);
        Assert.Equal(1, (await peers.Provider.SeenAsync()).Refreshes);
        Assert.Empty(await ListAsync(user));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_sign_in_that_has_ended_holds_the_account_bounces_nothing_and_the_next_one_heals_the_queue(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour, Queue(isRunning: false));
        await user.SendAsync();
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));
        user.Kept.Set("refresh_token", "of-yesterday");

        for (var i = 0; i < 3; i++)
            await user.RunAsync("--queue-run");
        var held = Assert.Single(await ListAsync(user));
        var asked = (await peers.Provider.SeenAsync()).Tokens["refresh_token"];
        await user.SignInAsync();
        var run = await user.RunAsync("--queue-run");

        Assert.Equal(("waiting", 0), (held.GetProperty("state").GetString(), held.GetProperty("attempts").GetInt32()));
        Assert.Contains("gives no token (invalid_grant", held.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 0, ""), (asked, run.ExitCode, run.ErrorText));
        await peers.Dovecot.Sink.NextMailAsync(Token);
        Assert.Empty(await ListAsync(user));
        Assert.Null(peers.Dovecot.Sink.TakeMail());
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_sign_in_starts_what_sends_the_mails_that_wait_for_it(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour, Queue(isRunning: true));
        await user.SendAsync("-odq");
        await user.RunAsync("--queue-run");
        Assert.Single(await ListAsync(user));

        await user.SignInAsync();

        await peers.Dovecot.Sink.NextMailAsync(Token);
        await Eventually.TrueAsync("nothing waits", async () => (await ListAsync(user)).Count == 0, Token);
    }

    static string Queue(bool isRunning) => $"queue always\nqueue_runner {(isRunning ? "on" : "off")}";

    static async Task<IReadOnlyList<JsonElement>> ListAsync(OAuthUser user)
    {
        var listed = await user.RunAsync("--queue-list=json");
        Assert.Equal((0, ""), (listed.ExitCode, listed.ErrorText));
        using var json = JsonDocument.Parse(listed.Output);
        return [.. json.RootElement.EnumerateArray().Select(static mail => mail.Clone())];
    }
}
