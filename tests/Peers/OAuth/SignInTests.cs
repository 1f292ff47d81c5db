using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// Everything that <c>--authorize</c> and what belongs to it do, with a real provider and somebody who fills in its forms.
/// </summary>
public sealed partial class SignInTests(TokenPeers peers) : IClassFixture<TokenPeers>
{
    const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task With_a_browser_that_comes_back(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);
        using var person = new Person();
        await using var command = user.Authorize();

        var page = await person.SignInAsync(await OAuthUser.AddressAsync(command));
        var result = await command.EndAsync();

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Contains($"Signed in as {Person.Joe} at {peers.Provider.Issuer}.\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains($"Signed in as {Person.Joe}.", page, StringComparison.Ordinal);
        AssertNothingSecret(user, result, page);
        await AssertSendsAsync(user);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task With_the_address_that_a_browser_elsewhere_ends_at(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);
        using var person = new Person();
        await using var command = user.Authorize("paste", atTerminal: true);

        var redirect = await person.ConsentAsync(await OAuthUser.AddressAsync(command));
        var ssh = await command.SaysAsync(Tunnel());
        await command.SaysAsync(Question());
        await command.TypeAsync(redirect.AbsoluteUri);
        var result = await command.EndAsync();

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(redirect.Port.ToString(provider: null), ssh.Groups[1].Value);
        Assert.Contains($"Signed in as {Person.Joe}", result.OutputText, StringComparison.Ordinal);
        await AssertSendsAsync(user);
    }

    // What a tunnel does: the browser is elsewhere, and comes back all the same.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Nothing_has_to_be_pasted_if_the_browser_comes_back_after_all(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);
        using var person = new Person();
        await using var command = user.Authorize("paste", atTerminal: true);
        var address = await OAuthUser.AddressAsync(command);
        await command.SaysAsync(Question());

        await person.SignInAsync(address);
        var result = await command.EndAsync();

        Assert.True(result.ExitCode == 0, result.ToString());
        await AssertSendsAsync(user);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task On_another_device(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);
        using var person = new Person();
        await using var command = user.Authorize("device");

        var address = new Uri((await command.SaysAsync(Complete())).Groups[1].Value);
        await person.ConfirmDeviceAsync(address);
        var result = await command.EndAsync();

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Contains($"Signed in as {Person.Joe}", result.OutputText, StringComparison.Ordinal);
        await AssertSendsAsync(user);
    }

    // RFC 8628 §3.5: five seconds more from then on.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_provider_that_wants_to_be_asked_less_often_is(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);
        using var person = new Person();
        await peers.Provider.BehaveAsync(new { answers = new[] { new { grant = DeviceGrant, body = new { error = "slow_down" } } } });
        await using var command = user.Authorize("device");

        await person.ConfirmDeviceAsync(new Uri((await command.SaysAsync(Complete())).Groups[1].Value));
        var result = await command.EndAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(2, (await peers.Provider.SeenAsync()).Tokens[DeviceGrant]);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_device_code_that_nobody_confirms_expires(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);
        await peers.Provider.BehaveAsync(new { deviceLifetime = 2 });

        var result = await user.RunAsync("--authorize=device");

        Assert.Equal(77, result.ExitCode);
        Assert.Contains("expired_token", result.ErrorText, StringComparison.Ordinal);
        Assert.Empty(KeptSignIn.Files(user.Folder));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Somebody_who_does_not_consent_is_not_signed_in(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);
        using var person = new Person();
        await using var command = user.Authorize();

        var page = await person.VisitAsync(await person.DenyAsync(await OAuthUser.AddressAsync(command)));
        var result = await command.EndAsync();

        Assert.Equal(77, result.ExitCode);
        Assert.Contains("Not signed in", page, StringComparison.Ordinal);
        Assert.Empty(KeptSignIn.Files(user.Folder));
        Assert.Empty((await peers.Provider.SeenAsync()).Tokens);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_answer_to_another_request_changes_nothing(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);
        using var person = new Person();
        await using var command = user.Authorize();
        var address = await OAuthUser.AddressAsync(command);
        await peers.Provider.BehaveAsync(new { state = "of-somebody-else" });

        var foreign = await person.SignInAsync(address);

        Assert.Contains("Not this sign-in", foreign, StringComparison.Ordinal);
        Assert.True(command.IsRunning);
        Assert.Empty((await peers.Provider.SeenAsync()).Tokens);
        await peers.Provider.ResetAsync();
        await person.SignInAsync(address);
        Assert.Equal(0, (await command.EndAsync()).ExitCode);
    }

    // RFC 9207: two providers are not mixed up.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_answer_of_another_provider_is_refused(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);
        using var person = new Person();
        await using var command = user.Authorize();
        await peers.Provider.BehaveAsync(new { issuer = "https://evil.example" });

        var page = await person.SignInAsync(await OAuthUser.AddressAsync(command));
        var result = await command.EndAsync();

        Assert.Equal(76, result.ExitCode);
        Assert.Contains("https://evil.example", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("Not signed in", page, StringComparison.Ordinal);
        Assert.Empty((await peers.Provider.SeenAsync()).Tokens);
    }

    // A browser that shows the page again, or asks in advance: the code is used once.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_browser_that_asks_twice_gets_the_same_page(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);
        using var person = new Person();
        await using var command = user.Authorize();
        var redirect = await person.ConsentAsync(await OAuthUser.AddressAsync(command));
        await peers.Provider.BehaveAsync(new { delay = 500 });

        var pages = await Task.WhenAll(person.VisitAsync(redirect), person.VisitAsync(redirect));
        var result = await command.EndAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.All(pages, static page => Assert.Contains("Signed in", page, StringComparison.Ordinal));
        Assert.Equal(1, (await peers.Provider.SeenAsync()).Tokens["authorization_code"]);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_code_that_was_used_by_somebody_else_signs_nobody_in(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);
        using var person = new Person();
        await using var command = user.Authorize();
        var redirect = await person.ConsentAsync(await OAuthUser.AddressAsync(command));
        var refusal = new { error = "invalid_grant", error_description = "code already used" };
        await peers.Provider.BehaveAsync(new { answers = new[] { new { body = refusal } } });

        var page = await person.VisitAsync(redirect);
        var result = await command.EndAsync();

        Assert.Equal(77, result.ExitCode);
        Assert.Contains("Not signed in", page, StringComparison.Ordinal);
        AssertNoWordOf(redirect, result, page);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Without_a_refresh_token_the_user_is_warned(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);
        await peers.Provider.BehaveAsync(new { leavesOut = new[] { "refresh_token" } });

        var result = await user.SignInAsync();

        Assert.Contains("has given no refresh token", result.ErrorText, StringComparison.Ordinal);
        await AssertSendsAsync(user);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Without_the_scope_for_mail_nobody_is_signed_in(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);
        using var person = new Person();
        await peers.Provider.BehaveAsync(new { scope = "openid email" });
        await using var command = user.Authorize();

        var page = await person.SignInAsync(await OAuthUser.AddressAsync(command));
        var result = await command.EndAsync();

        Assert.Equal(77, result.ExitCode);
        Assert.Contains($"has not granted the scope {OidcProvider.MailScope}", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("Not signed in", page, StringComparison.Ordinal);
        Assert.Empty(KeptSignIn.Files(user.Folder));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Whoever_signs_out_has_no_token_here_and_none_at_the_provider(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour);
        var refreshToken = user.Kept.RefreshToken;

        var result = await user.RunAsync("--deauthorize");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        var seen = await peers.Provider.SeenAsync();
        Assert.Equal((1, 1), (seen.Revocations, seen.RevokedFamilies));
        Assert.Empty(KeptSignIn.Files(user.Folder));
        Assert.Equal(77, (await user.SendAsync()).ExitCode);
        Assert.Equal("invalid_grant", await RefreshAsync(refreshToken));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_token_for_other_programs_is_printed_and_nothing_else(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour);

        var result = await user.RunAsync("--print-token");

        Assert.Equal((0, "", $"{user.Kept.AccessToken}\n"), (result.ExitCode, result.ErrorText, result.OutputText));
        Assert.Equal(0, (await peers.Provider.SeenAsync()).RequestCount);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_doctor_tells_who_is_signed_in_and_until_when(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour);

        var result = await user.RunAsync("--doctor", "default");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains(Person.Joe, result.OutputText, StringComparison.Ordinal);
        Assert.Matches(@"valid until \d{4}-\d\d-\d\d \d\d:\d\d", result.OutputText);
        AssertNothingSecret(user, result);
    }

    async Task AssertSendsAsync(OAuthUser user)
    {
        var before = (await peers.Provider.SeenAsync()).RequestCount;

        var sent = await user.SendAsync();

        Assert.True(sent.ExitCode == 0 && sent.ErrorText.Length == 0, sent.ToString());
        await peers.Dovecot.Sink.NextMailAsync(TestContext.Current.CancellationToken);
        // With a token that is valid nobody is asked.
        Assert.Equal(before, (await peers.Provider.SeenAsync()).RequestCount);
    }

    static void AssertNothingSecret(OAuthUser user, CommandResult result, string page = "") =>
        Assert.All((string[])[user.Kept.AccessToken, user.Kept.RefreshToken], secret =>
        {
            Assert.NotEmpty(secret);
            Assert.DoesNotContain(secret, result.ToString() + page, StringComparison.Ordinal);
        });

    static void AssertNoWordOf(Uri redirect, CommandResult result, string page)
    {
        var code = Code().Match(redirect.Query).Groups[1].Value;
        Assert.NotEmpty(code);
        Assert.DoesNotContain(code, result.ToString() + page, StringComparison.Ordinal);
    }

    async Task<string> RefreshAsync(string refreshToken)
    {
        var answer = await PostAsync(new() { ["grant_type"] = "refresh_token", ["client_id"] = "msmtp", ["refresh_token"] = refreshToken });
        return ErrorCode().Match(answer).Groups[1].Value;
    }

    async Task<string> PostAsync(Dictionary<string, string> fields)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await http.PostAsync(new Uri($"{peers.Provider.Issuer}/token"), form, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"^  (http\S+user_code=\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Complete();

    [GeneratedRegex(@"ssh -L (\d+):127\.0\.0\.1:\1 ")]
    private static partial Regex Tunnel();

    [GeneratedRegex("address: ")]
    private static partial Regex Question();

    [GeneratedRegex("[?&]code=([^&]+)")]
    private static partial Regex Code();

    [GeneratedRegex("\"error\":\"([^\"]+)\"")]
    private static partial Regex ErrorCode();
}
