using System.Runtime.Versioning;
using Msmtp.Secrets.OAuth.Renewal;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.Secrets.OAuth.Tokens;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Tests.Renewal;

[UnsupportedOSPlatform("windows")]
public sealed class AccessTokensTests : IDisposable
{
    const string Google = "oauth google\noauth_client_id c\nuser joe@example.org";
    const string Granted = "https://mail.google.com/ openid";

    static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    readonly Home home = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string[] Locks => Directory.GetFiles(home.State, "*.lock");

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_fresh_token_costs_neither_a_request_nor_a_lock()
    {
        await SignInAsync();
        var provider = new FakeRequests();

        using var token = await Tokens(provider).GetAsync(null, Token);

        Assert.Equal("access-0", Text(token));
        Assert.Equal((home.Time.GetUtcNow().AddHours(1), "joe@example.org"), (token.ExpiresAt, token.User));
        Assert.Equal(0, provider.Requests);
        Assert.Empty(Locks);
    }

    [Theory]
    [InlineData(3600 - 61, "access-0")]
    [InlineData(3600 - 59, "access-1")]
    [InlineData(7200, "access-1")]
    [InlineData(-7200, "access-1")]
    public async Task One_that_is_about_to_expire_or_has_or_comes_from_the_future_is_renewed(int later, string expected)
    {
        await SignInAsync();
        home.Time.Advance(TimeSpan.FromSeconds(later));

        Assert.Equal(expected, await GetAsync(new FakeRequests()));
    }

    [Fact]
    public async Task What_was_renewed_is_kept_for_the_next_mail()
    {
        await SignInAsync();
        home.Time.Advance(TwoHours);
        var provider = new FakeRequests();

        using var token = await Tokens(provider).GetAsync(null, Token);
        Assert.Equal(("access-1", home.Time.GetUtcNow().AddHours(1)), (Text(token), token.ExpiresAt));
        Assert.Equal("access-1", await GetAsync(provider));

        Assert.Equal(1, provider.Requests);
        using var kept = await home.Store(Google).FindAsync(Token);
        Assert.Equal(("access-1", "refresh-1"), (Text(kept?.AccessToken), Text(kept?.RefreshToken)));
        Assert.Equal((home.Time.GetUtcNow(), home.Time.GetUtcNow() - TwoHours), (kept?.RenewedAt, kept?.SignedInAt));
        Assert.Equal(("c", Granted, "https://id.example.org/token"), (kept?.ClientId, kept?.Scope, kept?.TokenEndpoint?.AbsoluteUri));
        Assert.Single(Locks);
    }

    [Fact]
    public async Task The_answer_belongs_to_the_caller()
    {
        await SignInAsync();
        (await Tokens(new FakeRequests()).GetAsync(null, Token)).Dispose();

        Assert.Equal("access-0", await GetAsync(new FakeRequests()));
    }

    [Fact]
    public async Task The_command_has_the_token_when_the_call_returns()
    {
        await SignInAsync();
        home.Time.Advance(TwoHours);

        var asking = Tokens(new FakeRequests(), home.Context(Google) with { Io = IoMode.Blocking }).GetAsync(null, Token);

        Assert.True(asking.IsCompletedSuccessfully);
        (await asking).Dispose();
    }

    [Fact]
    public async Task A_token_that_the_server_refuses_is_renewed_although_it_is_fresh()
    {
        await SignInAsync();
        var provider = new FakeRequests();

        Assert.Equal("access-1", await GetAsync(provider, rejected: "access-0"));
        Assert.Equal(1, provider.Requests);
    }

    [Fact]
    public async Task If_somebody_has_renewed_it_already_that_one_is_used()
    {
        await SignInAsync();
        var provider = new FakeRequests();

        Assert.Equal("access-0", await GetAsync(provider, rejected: "access of before"));
        Assert.Equal(0, provider.Requests);
    }

    [Fact]
    public async Task Unless_it_has_expired_since()
    {
        await SignInAsync();
        home.Time.Advance(TwoHours);

        Assert.Equal("access-1", await GetAsync(new FakeRequests(), rejected: "access of before"));
    }

    [Theory]
    [InlineData(IoMode.Asynchronous, null)]
    [InlineData(IoMode.Blocking, null)]
    [InlineData(IoMode.Asynchronous, "access-0")]
    [InlineData(IoMode.Blocking, "access-0")]
    public async Task Twenty_mails_at_once_renew_it_once(IoMode io, string? rejected)
    {
        const int Mails = 20;
        await SignInAsync();
        if (rejected is null)
            home.Time.Advance(TwoHours);
        // The provider answers when every mail has seen that the token is of no use any more.
        var seen = new CountdownEvent(Mails);
        var allHaveSeen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var provider = new FakeRequests { Meanwhile = () => allHaveSeen.Task.WaitAsync(Token) };

        var mails = Enumerable.Range(0, Mails).Select(
            _ => Task.Factory.StartNew(SendAsync, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap());

        Assert.All(await Task.WhenAll(mails), static token => Assert.Equal("access-1", token));
        Assert.Equal(1, provider.Requests);
        Assert.False(provider.IsRevoked);

        Task<string> SendAsync()
        {
            var context = home.Context(Google);
            var open = context.SecretStoreFactory!;
            var hasSeen = 0;
            return GetAsync(provider, rejected, context with
            {
                Io = io,
                Time = new Running(home.Time),
                SecretStoreFactory = (asking, name) => new Announced(open(asking, name), () => See(ref hasSeen)),
            });
        }

        void See(ref int before)
        {
            if (Interlocked.Exchange(ref before, 1) == 0 && seen.Signal())
                allHaveSeen.SetResult();
        }
    }

    [Fact]
    public async Task When_the_refresh_token_was_used_elsewhere_what_was_got_there_is_used()
    {
        await SignInAsync();
        home.Time.Advance(TwoHours);
        var provider = new FakeRequests { Failure = new TokenRefusal("invalid_grant", null) };
        provider.Meanwhile = async () => await SignInAsync("access elsewhere", "refresh elsewhere");

        Assert.Equal("access elsewhere", await GetAsync(provider));

        using var kept = await home.Store(Google).FindAsync(Token);
        Assert.Equal("refresh elsewhere", Text(kept?.RefreshToken));
    }

    [Fact]
    public async Task A_refusal_erases_nothing()
    {
        await SignInAsync();
        home.Time.Advance(TwoHours);
        var before = await File.ReadAllBytesAsync(home.File, Token);

        var refusal = new TokenRefusal("invalid_grant", "Token has been expired or revoked.");

        var failure = await FailureAsync(new FakeRequests { Failure = refusal });

        Assert.Equal((ExitCode.NoPerm, DeliveryStage.Configure), (failure.ExitCode, failure.Stage));
        Assert.EndsWith(": run msmtp --authorize -a work", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(home.File, Token));
    }

    [Fact]
    public async Task Nor_does_a_provider_that_does_not_answer()
    {
        await SignInAsync();
        home.Time.Advance(TwoHours);
        var before = await File.ReadAllBytesAsync(home.File, Token);
        var down = new MailException(ExitCode.TempFail, DeliveryStage.Configure, "503");

        Assert.Same(down, await FailureAsync(new FakeRequests { Failure = down }));
        Assert.Equal(before, await File.ReadAllBytesAsync(home.File, Token));
        Assert.Equal("access-1", await GetAsync(new FakeRequests()));
    }

    [Fact]
    public async Task Without_a_new_refresh_token_the_old_one_stays_valid()
    {
        await SignInAsync();
        var provider = new FakeRequests { Rotates = false };
        home.Time.Advance(TwoHours);
        Assert.Equal("access-1", await GetAsync(provider));
        home.Time.Advance(TwoHours);

        Assert.Equal("access-2", await GetAsync(provider));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(3600)]
    public async Task A_provider_need_not_say_how_long_it_lives(int? seconds)
    {
        await SignInAsync();
        home.Time.Advance(TwoHours);
        TimeSpan? lifetime = seconds is { } some ? TimeSpan.FromSeconds(some) : null;

        using var token = await Tokens(new FakeRequests { ExpiresIn = lifetime }).GetAsync(null, Token);

        Assert.Equal("access-1", Text(token));
        Assert.Equal(home.Time.GetUtcNow() + lifetime, token.ExpiresAt);
    }

    [Fact]
    public async Task A_renewal_that_no_longer_covers_mail_is_an_error_and_its_refresh_token_is_kept()
    {
        await SignInAsync();
        home.Time.Advance(TwoHours);

        var failure = await FailureAsync(new FakeRequests { Scope = "openid" });

        Assert.Equal(
            (ExitCode.NoPerm, "the sign-in at google does not include the scope https://mail.google.com/: run msmtp --authorize -a work"),
            (failure.ExitCode, failure.Message));
        using var kept = await home.Store(Google).FindAsync(Token);
        Assert.Equal("refresh-1", Text(kept?.RefreshToken));
    }

    [Fact]
    public async Task One_that_covers_less_but_mail_is_none()
    {
        await SignInAsync();
        home.Time.Advance(TwoHours);

        Assert.Equal("access-1", await GetAsync(new FakeRequests { Scope = "https://mail.google.com/" }));
    }

    [Fact]
    public async Task A_full_disk_is_found_before_the_refresh_token_is_used()
    {
        await SignInAsync();
        home.Time.Advance(TwoHours);
        home.Around = static store => new FullStore(store, static () => true);
        var provider = new FakeRequests();

        var failure = await FailureAsync(provider);

        Assert.Equal((ExitCode.TempFail, true), (failure.ExitCode, failure.Failure.IsTemporary));
        Assert.Equal(0, provider.Requests);
        home.Around = static store => store;
        Assert.Equal("access-1", await GetAsync(provider));
    }

    [Theory]
    [InlineData(true, "msmtp --authorize -a work")]
    [InlineData(false, "the next mail needs another one")]
    public async Task A_disk_that_is_full_afterwards_stops_no_mail_and_the_user_is_told(bool rotates, string consequence)
    {
        await SignInAsync();
        home.Time.Advance(TwoHours);
        var isFull = false;
        home.Around = store => new FullStore(store, () => isFull);
        var provider = new FakeRequests { Rotates = rotates, Meanwhile = () => Task.FromResult(isFull = true) };

        Assert.Equal("access-1", await GetAsync(provider));

        var notice = Assert.Single(home.Notices);
        Assert.Contains("no space left on device", notice.Message, StringComparison.Ordinal);
        Assert.EndsWith(consequence, notice.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("access-", notice.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh-", notice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_been_answered_is_kept_even_if_the_caller_gives_up()
    {
        await SignInAsync();
        home.Time.Advance(TwoHours);
        using var cancelling = new CancellationTokenSource();

        (await Tokens(new FakeRequests { Meanwhile = cancelling.CancelAsync }).GetAsync(null, cancelling.Token)).Dispose();

        using var kept = await home.Store(Google).FindAsync(Token);
        Assert.Equal("refresh-1", Text(kept?.RefreshToken));
    }

    [Fact]
    public async Task Whoever_has_given_up_before_asks_nobody()
    {
        await SignInAsync();
        home.Time.Advance(TwoHours);
        var provider = new FakeRequests();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Tokens(provider).GetAsync(null, new CancellationToken(true)));

        Assert.Equal(0, provider.Requests);
    }

    [Fact]
    public async Task Before_anybody_signs_in_nothing_is_asked_and_nothing_created()
    {
        var provider = new FakeRequests();

        var failure = await FailureAsync(provider);

        Assert.Equal((ExitCode.NoPerm, DeliveryStage.Configure), (failure.ExitCode, failure.Stage));
        Assert.EndsWith(": run msmtp --authorize -a work", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, provider.Requests);
        Assert.Empty(Directory.GetFileSystemEntries(home.Path));
    }

    [Theory]
    [InlineData("oauth google\noauth_client_id other\nuser joe@example.org", "was made with another oauth_client_id")]
    [InlineData(Google + "\noauth_scope \"https://mail.google.com/ calendar\"", "does not include the scope calendar")]
    public async Task What_the_settings_ask_for_by_now_needs_another_sign_in(string msmtprc, string reason)
    {
        await SignInAsync();

        var failure = await FailureAsync(new FakeRequests(), msmtprc);

        Assert.Equal(
            (ExitCode.NoPerm, $"the sign-in at google {reason}: run msmtp --authorize -a work"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task A_client_that_was_registered_is_nobody_elses()
    {
        await SignInAsync();

        Assert.Equal("access-0", await GetAsync(new FakeRequests(), context: home.Context("oauth google\nuser joe@example.org")));
    }

    [Fact]
    public async Task The_provider_says_whose_token_it_is_if_the_settings_do_not()
    {
        using (var signIn = SignIn("access-0", "refresh-0"))
            await home.Store("oauth google").StoreAsync(signIn, Token);

        using var token = await Tokens(new FakeRequests(), home.Context("oauth google")).GetAsync(null, Token);

        Assert.Equal("joe at google", token.User);
    }

    [Fact]
    public async Task Without_a_refresh_token_it_is_used_until_it_expires()
    {
        await SignInAsync(refreshToken: null);
        home.Time.Advance(TimeSpan.FromSeconds(3599));
        Assert.Equal("access-0", await GetAsync(new FakeRequests()));
        home.Time.Advance(TimeSpan.FromSeconds(1));

        var failure = await FailureAsync(new FakeRequests());

        Assert.Equal(
            (ExitCode.NoPerm, "the sign-in at google has expired, and there is no refresh token: run msmtp --authorize -a work"),
            (failure.ExitCode, failure.Message));
    }

    // The host then reports what the server has said.
    [Fact]
    public async Task Without_a_refresh_token_a_refused_one_is_all_there_is()
    {
        await SignInAsync(refreshToken: null);

        Assert.Equal("access-0", await GetAsync(new FakeRequests(), rejected: "access-0"));
    }

    AccessTokens Tokens(FakeRequests provider, PluginContext? context = null)
    {
        context ??= home.Context(Google);
        return new AccessTokens(context, Home.SettingsOf(context), provider);
    }

    async Task<string> GetAsync(FakeRequests provider, string? rejected = null, PluginContext? context = null)
    {
        using var refused = rejected is null ? null : Secret.FromText(rejected);
        using var token = await Tokens(provider, context).GetAsync(refused, Token);
        return Text(token)!;
    }

    async Task<MailException> FailureAsync(FakeRequests provider, string msmtprc = Google)
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => GetAsync(provider, context: home.Context(msmtprc)));
        Assert.DoesNotContain("access-", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("refresh-", failure.ToString(), StringComparison.Ordinal);
        return failure;
    }

    async Task SignInAsync(string accessToken = "access-0", string? refreshToken = "refresh-0")
    {
        using var signIn = SignIn(accessToken, refreshToken);
        await home.Store(Google).StoreAsync(signIn, Token);
    }

    StoredSignIn SignIn(string accessToken, string? refreshToken) => new()
    {
        User = "joe at google",
        ClientId = "c",
        Scope = Granted,
        TokenEndpoint = new Uri("https://id.example.org/token"),
        AccessToken = Secret.FromText(accessToken),
        RefreshToken = refreshToken is null ? null : Secret.FromText(refreshToken),
        ExpiresAt = home.Time.GetUtcNow().AddHours(1),
        SignedInAt = home.Time.GetUtcNow(),
    };

    static string? Text(Secret? secret) => secret is null ? null : OctetText.Decode(secret.Reveal());

    // What time it is stands still; waiting does not.
    sealed class Running(TimeProvider still) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => still.GetUtcNow();
    }

    // Tells when it has been read.
    sealed class Announced(ISecretStore store, Action see) : ISecretStore
    {
        public async ValueTask<Secret?> FindAsync(SecretKey key, CancellationToken cancellationToken)
        {
            var found = await store.FindAsync(key, cancellationToken);
            see();
            return found;
        }

        public ValueTask StoreAsync(SecretKey key, Secret secret, CancellationToken cancellationToken) =>
            store.StoreAsync(key, secret, cancellationToken);

        public ValueTask<bool> RemoveAsync(SecretKey key, CancellationToken cancellationToken) => store.RemoveAsync(key, cancellationToken);
    }
}
