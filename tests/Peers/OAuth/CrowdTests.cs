using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Tokens that have to be renewed by twenty mails at once.</summary>
[Collection(nameof(Crowds))]
public sealed class CrowdTests(TokenPeers peers) : IClassFixture<TokenPeers>
{
    const int Crowd = 20;

    // Enough to be taken for thieves, where all of them ask before the first has an answer.
    const int Few = 4;

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_token_that_has_expired_is_renewed_once_for_all(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour);
        await peers.Provider.ForgetAsync(user.Kept.AccessToken);
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));

        await AssertCrowdSendsAsync(user);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_token_that_is_about_to_expire_is_renewed_once_for_all(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour);
        user.Kept.ExpireIn(TimeSpan.FromSeconds(30));

        await AssertCrowdSendsAsync(user);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_token_that_the_server_refuses_is_renewed_once_for_all(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour);
        await peers.Provider.ForgetAsync(user.Kept.AccessToken);

        await AssertCrowdSendsAsync(user);
    }

    // That the lock is what keeps them apart: each has one of its own.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Without_the_lock_the_provider_takes_the_crowd_for_thieves(Flavour flavour)
    {
        Assert.SkipWhen(PrivateFiles.Missing is not null, PrivateFiles.Missing ?? "");
        using var user = await peers.SignedInAsync(flavour);
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));
        var locks = Enumerable.Range(0, Few).Select(number => user.Mailer.File($"lock{number}")).ToList();
        locks.ForEach(static file => File.WriteAllText(file, ""));
        await peers.Provider.BehaveAsync(new { delay = 3000 });

        var results = await SendAsync(locks.Select(file => new PrivateFiles { [user.LockFile] = file }.Around(user.Sending())));

        Assert.Contains(results, static result => result.ExitCode == 77);
        Assert.InRange((await peers.Provider.SeenAsync()).RevokedFamilies, 1, Few);
    }

    async Task AssertCrowdSendsAsync(OAuthUser user)
    {
        await peers.Provider.BehaveAsync(new { delay = 300 });

        var results = await SendAsync(Enumerable.Range(0, Crowd).Select(_ => user.Sending()));

        Assert.All(results, static result => Assert.True(result.ExitCode == 0 && result.ErrorText.Length == 0, result.ToString()));
        var seen = await peers.Provider.SeenAsync();
        Assert.Equal((1, 1, 0), (seen.Tokens["refresh_token"], seen.Refreshes, seen.RevokedFamilies));
        for (var number = 0; number < Crowd; number++)
            await peers.Dovecot.Sink.NextMailAsync(TestContext.Current.CancellationToken);
    }

    static Task<CommandResult[]> SendAsync(IEnumerable<CommandRunner> commands) =>
        Task.WhenAll(commands.ToList().Select(static command =>
            (command with { Timeout = TimeSpan.FromMinutes(2) }).RunAsync(TestContext.Current.CancellationToken)));
}

/// <summary>Tests that take the whole machine, and are run when no others are, which might think that their servers hang.</summary>
[CollectionDefinition(nameof(Crowds), DisableParallelization = true)]
public sealed class Crowds;
