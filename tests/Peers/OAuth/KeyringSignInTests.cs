using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Sign-ins that are kept in a real keyring, with a lock that is a file all the same.</summary>
public sealed class KeyringSignInTests(TokenPeers peers, GnomeKeyring keyring) : IClassFixture<TokenPeers>, IClassFixture<GnomeKeyring>
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task No_token_is_in_a_file(Flavour flavour)
    {
        using var user = await SignedInAsync(flavour);

        var sent = await user.SendAsync();

        Assert.True(sent.ExitCode == 0 && sent.ErrorText.Length == 0, sent.ToString());
        Assert.Empty(KeptSignIn.Files(user.Folder));
        Assert.Equal(0, new FileInfo(user.LockFile).Length);
        Assert.Equal(0, (await peers.Provider.SeenAsync()).RequestCount);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Ten_mails_at_once_renew_it_once(Flavour flavour)
    {
        using var user = await SignedInAsync(flavour);
        var token = (await user.RunAsync("--print-token")).OutputText.TrimEnd('\n');
        await peers.Provider.ForgetAsync(token);
        await peers.Provider.BehaveAsync(new { delay = 300 });
        var commands = Enumerable.Range(0, 10).Select(_ => user.Sending()).ToList();

        var results = await Task.WhenAll(commands.Select(static command => command.RunAsync(TestContext.Current.CancellationToken)));

        Assert.All(results, static result => Assert.True(result.ExitCode == 0 && result.ErrorText.Length == 0, result.ToString()));
        var seen = await peers.Provider.SeenAsync();
        Assert.Equal((1, 0), (seen.Refreshes, seen.RevokedFamilies));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Signing_out_deletes_it_there(Flavour flavour)
    {
        using var user = await SignedInAsync(flavour);

        var signedOut = await user.RunAsync("--deauthorize");

        Assert.Equal((0, ""), (signedOut.ExitCode, signedOut.ErrorText));
        Assert.Equal(77, (await user.SendAsync()).ExitCode);
    }

    // One keyring for all tests: what another test has kept there is signed out first.
    async Task<OAuthUser> SignedInAsync(Flavour flavour)
    {
        var session = keyring.Session;
        var user = await peers.BeginAsync(flavour, "oauth_store keyring");
        foreach (var (name, value) in session)
            user.Mailer.Environment[name] = value;
        await user.RunAsync("--deauthorize");
        await user.SignInAsync();
        await peers.Provider.ResetAsync();
        return user;
    }
}
