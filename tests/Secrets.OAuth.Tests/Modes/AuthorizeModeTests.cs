using System.Net;
using Msmtp.Secrets.OAuth.Modes;
using Msmtp.Secrets.OAuth.SignIn;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.TestKit;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Tests.Modes;

public sealed class AuthorizeModeTests : IAsyncDisposable
{
    const string DeviceOnly = "oauth_client_id me\noauth_flow device";

    readonly SomeProvider provider = new();
    Task<string> page = Task.FromResult("");
    string url = "";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => provider.DisposeAsync();

    [Fact]
    public async Task A_browser_comes_back_and_its_page_tells_who_has_signed_in()
    {
        await BrowseAsync(provider.Context(), "code=c");

        Assert.Contains("Signed in as joe@example.org. You can close this window.", await page, StringComparison.Ordinal);
        Assert.Equal(
            [
                "",
                $"Signed in as joe@example.org at {provider.Issuer}.",
                "Granted: mail openid offline_access",
                "The access token is valid until 2026-01-02 04:04:05 +00:00 and renews itself.",
            ],
            provider.Printed[^4..]);
        Assert.Empty(provider.Warnings);
        var form = provider.FormFor("/token")!;
        Assert.Equal("c", SomeProvider.Parameter(form, "code"));
        Assert.Equal(SomeProvider.Parameter(url, "redirect_uri"), SomeProvider.Parameter(form, "redirect_uri"));
        Assert.Equal(SomeProvider.Parameter(url, "code_challenge"), new ProofKey(SomeProvider.Parameter(form, "code_verifier")).Challenge);
    }

    [Fact]
    public async Task What_was_granted_is_told_in_one_line()
    {
        provider.Answers["/token"] = (200, """{"access_token":"a","token_type":"Bearer","scope":"mail \u001b[1m\nSigned in as root."}""");

        await BrowseAsync(provider.Context(), "code=c");

        Assert.Contains("Granted: mail ?[1m?Signed in as root.", provider.Printed);
    }

    [Fact]
    public async Task What_was_granted_is_kept()
    {
        provider.Metadata = $",\"revocation_endpoint\":\"{provider.Issuer}/revoke\",\"token_endpoint_auth_methods_supported\":[\"none\"]";

        await BrowseAsync(provider.Context(), "code=c");

        using var kept = await KeptAsync();
        Assert.Equal(("joe@example.org", "me", "mail openid offline_access"), (kept.User, kept.ClientId, kept.Scope));
        Assert.Equal(("refresh", "access"), (Text(kept.RefreshToken), Text(kept.AccessToken)));
        Assert.Equal((provider.Home.Time.GetUtcNow(), provider.Home.Time.GetUtcNow().AddHours(1)), (kept.SignedInAt, kept.ExpiresAt));
        Assert.Equal($"{provider.Issuer}/token", kept.TokenEndpoint?.AbsoluteUri);
        Assert.Equal($"{provider.Issuer}/revoke", kept.RevocationEndpoint?.AbsoluteUri);
        Assert.Equal(["none"], kept.AuthenticationMethods);
        Assert.Null(kept.ClientSecret);
    }

    [Fact]
    public async Task A_code_that_the_provider_does_not_take_is_told_at_both_ends()
    {
        provider.Answers["/token"] = (400, """{"error":"invalid_client","error_description":"who?"}""");

        var failure = await Assert.ThrowsAsync<MailException>(() => BrowseAsync(provider.Context(), "code=c"));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Contains("<h1>Not signed in</h1>", await page, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode("who?"), await page, StringComparison.Ordinal);
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Somebody_who_does_not_consent_signs_in_nowhere()
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => BrowseAsync(provider.Context(), "error=access_denied"));

        Assert.Equal(ExitCode.NoPerm, failure.ExitCode);
        Assert.Contains("Not signed in", await page, StringComparison.Ordinal);
        Assert.Null(provider.FormFor("/token"));
    }

    [Fact]
    public async Task A_scope_for_mail_that_was_not_granted_is_an_error()
    {
        provider.Answers["/token"] = (200, """{"access_token":"a","token_type":"Bearer","scope":"openid"}""");

        var failure = await Assert.ThrowsAsync<MailException>(() => BrowseAsync(provider.Context(), "code=c"));

        Assert.Equal(
            (ExitCode.NoPerm, $"{provider.Issuer} has not granted the scope mail: run msmtp --authorize -a work again"),
            (failure.ExitCode, failure.Message));
        Assert.Contains("has not granted the scope mail", await page, StringComparison.Ordinal);
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task Nobody_is_waited_for_longer_than_five_minutes()
    {
        // On another thread: waiting for a browser blocks.
        var work = Task.Run(() => RunAsync(provider.Context(), "browser", See), Token);
        await Eventually.TrueAsync("the address was printed", () => url.Length > 0, Token);
        await Eventually.TrueAsync("it has given up", () => HasEnded(TimeSpan.FromMinutes(1)), Token);

        var failure = await Assert.ThrowsAsync<MailException>(() => work);
        Assert.Equal(
            (ExitCode.NoPerm, "nobody has signed in within 5 minutes: run msmtp --authorize -a work again"),
            (failure.ExitCode, failure.Message));

        bool HasEnded(TimeSpan later)
        {
            provider.Home.Time.Advance(later);
            return work.IsCompleted;
        }
    }

    [Fact]
    public async Task On_another_device_nothing_comes_back()
    {
        var work = RunAsync(provider.Context(DeviceOnly), "");
        await provider.Home.Time.UntilTimerAsync(TimeSpan.FromSeconds(1), Token);
        provider.Home.Time.Advance(TimeSpan.FromSeconds(1));
        await work;

        Assert.Contains("  ABCD", provider.Printed);
        Assert.Contains("device_code=d", provider.FormFor("/token")!, StringComparison.Ordinal);
        Assert.Contains($"Signed in as joe@example.org at {provider.Issuer}.", provider.Printed);
        using var kept = await KeptAsync();
        Assert.Equal("refresh", Text(kept.RefreshToken));
    }

    [Fact]
    public async Task A_device_code_that_is_refused_keeps_nothing()
    {
        provider.Answers["/token"] = (400, """{"error":"access_denied"}""");

        var work = RunAsync(provider.Context(DeviceOnly), "");
        await provider.Home.Time.UntilTimerAsync(TimeSpan.FromSeconds(1), Token);
        provider.Home.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ExitCode.NoPerm, (await Assert.ThrowsAsync<MailException>(() => work)).ExitCode);
        Assert.Null(await FindAsync());
    }

    [Fact]
    public async Task The_address_can_be_pasted()
    {
        var person = new Typist { Answer = () => SomeProvider.Redirect(url, "code=pasted").AbsoluteUri };

        await RunAsync(provider.Context(), "paste", See, person);

        Assert.Equal("pasted", SomeProvider.Parameter(provider.FormFor("/token")!, "code"));
        var port = new Uri(SomeProvider.Parameter(url, "redirect_uri")).Port;
        Assert.Contains($"  ssh -L {port}:127.0.0.1:{port} {Environment.MachineName}", provider.Printed);
    }

    [Fact]
    public async Task Without_a_terminal_nothing_can_be_pasted()
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(provider.Context(), "paste"));

        Assert.Equal(ExitCode.NoInput, failure.ExitCode);
    }

    [Fact]
    public async Task A_client_is_registered_where_the_account_names_none()
    {
        provider.Metadata = $",\"registration_endpoint\":\"{provider.Issuer}/register\"";

        await BrowseAsync(provider.Context(lines: ""), "code=c");

        Assert.Equal("registered", SomeProvider.Parameter(url, "client_id"));
        Assert.Contains(SomeProvider.Parameter(url, "redirect_uri"), provider.FormFor("/register")!, StringComparison.Ordinal);
        using var kept = await KeptAsync();
        Assert.Equal(("registered", "its-secret"), (kept.ClientId, Text(kept.ClientSecret)));
    }

    [Fact]
    public async Task Without_a_refresh_token_the_end_is_near()
    {
        provider.Answers["/token"] = (200, """{"access_token":"a","token_type":"Bearer","expires_in":60}""");

        await BrowseAsync(provider.Context(), "code=c");

        Assert.Equal($"Signed in at {provider.Issuer}.", provider.Printed[^3]);
        Assert.Equal("The access token is valid until 2026-01-02 03:05:05 +00:00 and is not renewed.", provider.Printed[^1]);
        Assert.StartsWith(
            $"{provider.Issuer} has given no refresh token, so that msmtp --authorize -a work is needed again",
            Assert.Single(provider.Warnings),
            StringComparison.Ordinal);
        Assert.Contains("<p>You can close this window.</p>", await page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_earlier_refresh_token_of_the_same_person_is_kept_where_no_other_comes()
    {
        await BrowseAsync(provider.Context(), "code=c");
        provider.Answers["/token"] = (200, """{"access_token":"second","token_type":"Bearer","id_token":"$"}""");
        await BrowseAsync(provider.Context(), "code=c");

        using (var kept = await KeptAsync())
            Assert.Equal(("refresh", "second"), (Text(kept.RefreshToken), Text(kept.AccessToken)));
        provider.User = "sue@example.org";
        await BrowseAsync(provider.Context(), "code=c");
        using (var kept = await KeptAsync())
            Assert.Null(kept.RefreshToken);
    }

    [Fact]
    public async Task Somebody_else_than_the_user_of_the_account_is_noticed()
    {
        provider.User = "sue@example.org";

        await BrowseAsync(provider.Context(), "code=c");

        Assert.Equal(
            ["sue@example.org has signed in, while mail is sent as user joe@example.org: that works for a shared mailbox only"],
            provider.Warnings);
    }

    [Fact]
    public async Task What_was_kept_and_cannot_be_read_is_replaced()
    {
        await BrowseAsync(provider.Context(), "code=c");
        await File.WriteAllTextAsync(Directory.GetFiles(provider.Home.State, "oauth@*").Single(), "garbage", Token);

        await BrowseAsync(provider.Context(), "code=c");

        using var kept = await KeptAsync();
        Assert.Equal("refresh", Text(kept.RefreshToken));
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_is_found_before_anybody_is_asked()
    {
        var nobody = new PluginEnvironment { Home = "", GetVariable = static _ => null };

        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(provider.Context() with { Environment = nobody }, "browser"));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Empty(provider.Requests);
        Assert.Empty(provider.Printed);
    }

    [Fact]
    public async Task An_application_needs_nobody_and_shows_that_it_gets_a_token_now()
    {
        const string Lines = "oauth_flow app\noauth_client_id app\noauth_client_secret s";

        await RunAsync(provider.Context(Lines), "");
        await RunAsync(provider.Context(Lines), "");

        Assert.Equal($"The application gets tokens from {provider.Issuer}; nobody has to sign in.", provider.Printed[^2]);
        Assert.Equal("The access token is valid until 2026-01-02 04:04:05 +00:00 and renews itself.", provider.Printed[^1]);
        Assert.Equal(2, provider.Requests.Count(static request => request.StartsWith("POST /token ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("host smtp.gmail.com", "write \"oauth google\" there")]
    [InlineData("host smtp-mail.outlook.com", "write \"oauth microsoft\" there")]
    [InlineData("host smtp.office365.com.\noauth off", "write \"oauth microsoft\" there")]
    [InlineData("host smtp.yandex.ru", "write \"oauth yandex\" there")]
    public async Task An_account_without_OAuth_is_told_which_line_it_lacks(string lines, string advice)
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(provider.Home.Context(lines), ""));

        Assert.Equal(
            (ExitCode.Config, "this account does not use OAuth: its oauth setting is missing or off", advice),
            (failure.ExitCode, failure.Message, failure.Advice));
    }

    [Fact]
    public async Task A_way_that_does_not_exist_is_a_mistake_on_the_command_line()
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(provider.Context(), "phone"));

        Assert.Equal(ExitCode.Usage, failure.ExitCode);
        Assert.Empty(provider.Requests);
    }

    // The browser is the test: it comes back as soon as the address has been printed.
    Task BrowseAsync(PluginContext context, string response) => RunAsync(context, "browser", line =>
    {
        See(line);
        if (line == url)
            page = Task.Run(() => Visit(SomeProvider.Redirect(url, response)));
    });

    void See(string line)
    {
        if (line.StartsWith(provider.Issuer + "/auth?", StringComparison.Ordinal))
            url = line;
    }

    static string Visit(Uri address)
    {
        using var browser = RawBrowser.Asking(address.Port, address.PathAndQuery);
        return browser.ReadToEnd();
    }

    Task RunAsync(PluginContext context, string argument, Action<string>? onLine = null, IPrompt? prompt = null) =>
        AuthorizeMode.Mode.RunAsync(provider.Mode(context, argument, onLine, prompt), Token).AsTask();

    async Task<StoredSignIn> KeptAsync() => await FindAsync() ?? throw new FormatException("nothing is kept");

    async Task<StoredSignIn?> FindAsync() => await Home.Store(provider.Context()).FindAsync(Token);

    static string? Text(Secret? secret) => secret is null ? null : OctetText.Decode(secret.Reveal());
}
