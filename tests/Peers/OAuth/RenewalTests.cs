using System.Text.Json.Nodes;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Tokens that have to be renewed, and what happens when that fails.</summary>
public sealed class RenewalTests(TokenPeers peers) : IClassFixture<TokenPeers>
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_refresh_token_that_is_not_replaced_stays(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour);
        var refreshToken = user.Kept.RefreshToken;
        await peers.Provider.BehaveAsync(new { rotates = false, leavesOut = new[] { "refresh_token" } });

        await AssertRenewsAsync(user, renewals: 1);
        await AssertRenewsAsync(user, renewals: 2);

        Assert.Equal(refreshToken, user.Kept.RefreshToken);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_token_whose_end_is_not_told_is_used_until_it_is_refused(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour);
        await peers.Provider.BehaveAsync(new { leavesOut = new[] { "expires_in" } });
        await AssertRenewsAsync(user, renewals: 1);
        Assert.Null(user.Kept["expires_at"]);

        await AssertSendsAsync(user);
        Assert.Equal(1, (await peers.Provider.SeenAsync()).Refreshes);
        await peers.Provider.ForgetAsync(user.Kept.AccessToken);
        await AssertSendsAsync(user);

        Assert.Equal(2, (await peers.Provider.SeenAsync()).Refreshes);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_renewal_that_grants_less_is_told(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour);
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));
        await peers.Provider.BehaveAsync(new { scope = "openid" });

        var result = await user.SendAsync();

        Assert.Equal(77, result.ExitCode);
        Assert.Contains(OidcProvider.MailScope, result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_sign_in_that_has_ended_is_told_and_nothing_is_erased(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour);
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));
        user.Kept.Set("refresh_token", "of-yesterday");
        var before = user.Kept.RefreshToken;

        var result = await user.SendAsync();

        Assert.Equal(77, result.ExitCode);
        Assert.Contains("gives no token (invalid_grant", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain(before, result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(before, user.Kept.RefreshToken);
    }

    public static MatrixTheoryData<Flavour, string> Troubles { get; } = new(
        Enum.GetValues<Flavour>(),
        [
            """{ "status": 500, "body": "oops" }""",
            """{ "status": 429, "headers": { "retry-after": "30" }, "body": { "error": "rate_limited" } }""",
            """{ "status": 503 }""",
            """{ "status": 200, "body": "<html>welcome to the hotel</html>" }""",
            """{ "status": 302, "headers": { "location": "http://127.0.0.1:9/" } }""",
            """{ "hangs": true }""",
        ]);

    // What passes by itself: 75, nothing is lost, and the mail server is left alone.
    [Theory, MemberData(nameof(Troubles))]
    public async Task A_provider_in_trouble_costs_no_token(Flavour flavour, string trouble)
    {
        using var user = await peers.SignedInAsync(flavour, "timeout 2");
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));
        var before = user.Kept.RefreshToken;
        var log = peers.Dovecot.Log;
        await peers.Provider.BehaveAsync(new { answers = new[] { JsonNode.Parse(trouble) } });

        var result = await user.SendAsync();

        Assert.True(result.ExitCode == 75, result.ToString());
        Assert.Contains("127.0.0.1", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(before, user.Kept.RefreshToken);
        Assert.Equal(log, peers.Dovecot.Log);
        await AssertSendsAsync(user);
    }

    // A program that is killed with the answer in its hands, before the file has its new name.
    [Theory, InlineData(Flavour.Native, false), InlineData(Flavour.Managed, false)]
    [InlineData(Flavour.Native, true), InlineData(Flavour.Managed, true)]
    public async Task A_program_that_is_killed_before_it_stores_the_answer_damages_nothing(Flavour flavour, bool rotates)
    {
        var strace = Program.Find("strace", "strace");
        using var user = await peers.SignedInAsync(flavour);
        await peers.Provider.BehaveAsync(new { rotates });
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));
        var before = (user.Kept.AccessToken, user.Kept.RefreshToken);

        // The first time is before the refresh token is spent.
        var killed = await Killed(user.Sending(), strace).RunAsync(TestContext.Current.CancellationToken);
        var next = await user.SendAsync();

        Assert.True(killed.ExitCode is 137 or 9, killed.ToString());
        var seen = await peers.Provider.SeenAsync();
        Assert.True(seen.Granted["refresh_token"] == (rotates ? 1 : 2), next.ToString());
        if (rotates)
        {
            // What a provider that replaces refresh tokens then does cannot be helped, but told.
            Assert.Equal((77, 1), (next.ExitCode, seen.RevokedFamilies));
            Assert.Contains("gives no token (invalid_grant", next.ErrorText, StringComparison.Ordinal);
            Assert.Equal(before, (user.Kept.AccessToken, user.Kept.RefreshToken));
        }
        else
            Assert.Equal((0, ""), (next.ExitCode, next.ErrorText));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_full_disk_is_found_before_the_refresh_token_is_spent(Flavour flavour)
    {
        Assert.SkipWhen(PrivateFiles.Missing is not null, PrivateFiles.Missing ?? "");
        using var user = await peers.SignedInAsync(flavour);
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));

        var result = await OnFullDisk(user.Sending(), user.Folder).RunAsync(TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 75, result.ToString());
        Assert.Empty((await peers.Provider.SeenAsync()).Tokens);
        await AssertSendsAsync(user);
    }

    public static MatrixTheoryData<Flavour, string> Liberties { get; } = new(
        Enum.GetValues<Flavour>(),
        [
            "chmod 644 {file}", "chmod 755 {folder}", "chown 65534 {file}", "chown 65534 {folder}",
            "mv {file} {file}.away && ln -s {file}.away {file}",
        ]);

    [Theory, MemberData(nameof(Liberties))]
    public async Task What_others_can_read_or_change_is_not_used(Flavour flavour, string liberty)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "files are given away by root only");
        using var user = await peers.SignedInAsync(flavour);
        var script = liberty.Replace("{file}", user.Kept.File, StringComparison.Ordinal)
            .Replace("{folder}", user.Folder, StringComparison.Ordinal);
        await new CommandRunner("/bin/sh") { Arguments = ["-c", script] }.RunAsync(TestContext.Current.CancellationToken);

        var result = await user.SendAsync();

        Assert.True(result.ExitCode == 78, result.ToString());
        Assert.Equal(0, (await peers.Provider.SeenAsync()).RequestCount);
    }

    // Both are none of the token's business in the end: it is renewed, and the mail is sent.
    [Theory, InlineData(Flavour.Native, "+2h"), InlineData(Flavour.Managed, "+2h")]
    [InlineData(Flavour.Native, "-2h"), InlineData(Flavour.Managed, "-2h")]
    public async Task A_clock_that_is_wrong_costs_a_renewal(Flavour flavour, string skew)
    {
        var faketime = Program.Find("faketime", "faketime");
        using var user = await peers.SignedInAsync(flavour);
        var sending = user.Sending("--tls-certcheck=off", "--tls-trust-file=");

        var result = await (sending with { Path = faketime, Arguments = ["-f", skew, sending.Path, .. sending.Arguments] })
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(1, (await peers.Provider.SeenAsync()).Refreshes);
    }

    async Task AssertRenewsAsync(OAuthUser user, int renewals)
    {
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));

        await AssertSendsAsync(user);

        Assert.Equal(renewals, (await peers.Provider.SeenAsync()).Refreshes);
    }

    async Task AssertSendsAsync(OAuthUser user)
    {
        var result = await user.SendAsync();

        Assert.True(result.ExitCode == 0 && result.ErrorText.Length == 0, result.ToString());
        await peers.Dovecot.Sink.NextMailAsync(TestContext.Current.CancellationToken);
    }

    // A file is renamed twice.
    static CommandRunner Killed(CommandRunner command, string strace) => command with
    {
        Path = strace,
        Arguments =
        [
            "-f", "-qq", "-e", "trace=rename,renameat,renameat2", "-e", "inject=rename,renameat,renameat2:signal=KILL:when=2",
            command.Path, .. command.Arguments,
        ],
    };

    // A small file system of its own, with what was there in it, and nothing more.
    static CommandRunner OnFullDisk(CommandRunner command, string folder) => command with
    {
        Path = "/usr/bin/unshare",
        Arguments =
        [
            "-m", "/bin/sh", "-c",
            """
            mount -t tmpfs -o size=16k,mode=700 full /mnt && cp -a "$1"/. /mnt/ && mount --move /mnt "$1" || exit 99
            cat /dev/zero >"$1/rest" 2>/dev/null
            shift
            exec "$@"
            """,
            "sh", folder, command.Path, .. command.Arguments,
        ],
    };
}
