using Msmtp.Auth.Sasl.Scram;

namespace Msmtp.Auth.Sasl.Tests.Scram;

public sealed class ScramClientTests
{
    const string Nonce = "fyko+d2lbbFgONRv9qkxdawL";
    const string ServerFirst = "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
    const string ServerFinal = "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=";

    [Fact]
    public async Task Scram_sha_1_plays_the_example_of_the_rfc()
    {
        // RFC 5802 §5.
        using var client = Sha1();

        Assert.Null(await client.StartTextAsync());
        Assert.Equal("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL", await client.RespondTextAsync(""));
        Assert.Equal(
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
            await client.RespondTextAsync(ServerFirst));
        Assert.False(client.IsComplete);
        Assert.Equal("", await client.RespondTextAsync(ServerFinal));
        Assert.True(client.IsComplete);
    }

    [Fact]
    public async Task Scram_sha_256_plays_the_example_of_the_rfc()
    {
        // RFC 7677 §3.
        using var client = new ScramClient(ScramHash.Sha256, Some.Context("user", "pencil"), "rOprNGfwEbeRWgbNEkqO");

        Assert.Equal("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", await client.RespondTextAsync(""));
        Assert.Equal(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            await client.RespondTextAsync("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
        Assert.Equal("", await client.RespondTextAsync("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
        Assert.True(client.IsComplete);
    }

    [Fact]
    public async Task Scram_sha_512_plays_the_example_that_others_have()
    {
        // No RFC has one. Qpid ProtonJ2 and Kroxylicious, among others, test theirs with this.
        const string Nonces = "rOprNGfwEbeRWgbNEkqO02431b08-2f89-4bad-a4e6-80c0564ec865";
        using var client = new ScramClient(ScramHash.Sha512, Some.Context("user", "pencil"), "rOprNGfwEbeRWgbNEkqO");

        Assert.Equal("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", await client.RespondTextAsync(""));
        Assert.Equal(
            $"c=biws,r={Nonces},p=Hc5yec3NmCD7t+kFRw4/3yD6/F3SQHc7AVYschRja+Bc3sbdjlA0eH1OjJc0DD4ghn1tnXN5/Wr6qm9xmaHt4A==",
            await client.RespondTextAsync($"r={Nonces},s=Yin2FuHTt/M0kJWb0t9OI32n2VmOGi3m+JfjOvuDF88=,i=4096"));
        Assert.Equal("", await client.RespondTextAsync(
            "v=BQuhnKHqYDwQWS5jAw4sZed+C9KFUALsbrq81bB0mh+bcUUbbMPNNmBIupnS2AmyyDnG5CTBQtkjJ9kyY4kzmw=="));
        Assert.True(client.IsComplete);
    }

    // The expected values are those of hashlib and hmac of Python, by the formulas of RFC 5802 §3.
    [Theory]
    [InlineData("SCRAM-SHA-1-PLUS", "tls-unique", "ResgVA2w6fEFiwzXkrPSGTt/RSg=", "HKBeWjn99U5AvtgAjz6m1d81mhk=")]
    [InlineData("SCRAM-SHA-1-PLUS", "tls-server-end-point", "z8dLQJmun2sA+XpCkRPSWO61Enc=", "if1R+hByy96r9wlpTEFxowaJvkg=")]
    [InlineData(
        "SCRAM-SHA-256-PLUS", "tls-unique",
        "5K2WkXhNppn0Ex/hiOm1ZVCx8LNTOUKpZvvxgcrw0C0=", "28RtHWDPt4+LuxutAmTJvMXp6DHNJtrgUZb5oUiI/BE=")]
    [InlineData(
        "SCRAM-SHA-256-PLUS", "tls-server-end-point",
        "fZmlraf+hnjCN1bfvlcYkMOlABDT15Sm2nWCPZ74L7U=", "x8YAGEk+ha6bs2alqevPAEfSIsRUjyO9CDpWGExtM/k=")]
    [InlineData(
        "SCRAM-SHA-512-PLUS", "tls-unique",
        "C4UHfc4YQ/2GLQYBla+Uc0O6jygHVJ8D7kbpeodla7Kwi8ZIJX8frX0pmeKdi6KqthKIEMx+2KoL+LTMgEz+Fw==",
        "H1YybpO/zPF4Aez2+aSF2vnljGqArtJrBvEi1tF0nu+/CS9sQDfGw0+o5KjDje5LlwH2ag0hNCji/cBghf6ENg==")]
    [InlineData(
        "SCRAM-SHA-512-PLUS", "tls-server-end-point",
        "8nGRVK3FgFzK5KFQ21PPPLRR/jOn1OuCNmHEIM9YYGX4F+GrAZQE/I78bRkoA2+noy1W3obcbFD1SzzW1uZAfQ==",
        "Q3k8NAndSBrPbT7JPyRt+EMg9QDYhv+DGk/d7zP7wk2bfjcQ4AmV9kTfeMjKoh1jOQ1b5DI2FVlcCDzAYdGk1Q==")]
    public async Task The_binding_is_part_of_what_is_proved(string mechanism, string type, string proof, string signature)
    {
        var hash = ScramHash.All.Single(each => each.Plus == mechanism);
        using var client = new ScramClient(hash, Some.Bound(Some.Context("user", "pencil"), type), Nonce) { IsBound = true };
        var input = Convert.ToBase64String([.. Some.Octets($"p={type},,").Span, .. Some.Binding(type).Span]);

        Assert.Null(await client.StartTextAsync());
        Assert.Equal($"p={type},,n=user,r={Nonce}", await client.RespondTextAsync(""));
        Assert.Equal($"c={input},r={Nonce}3rfcNHYJY1ZVvWVs7j,p={proof}", await client.RespondTextAsync(ServerFirst));
        Assert.False(client.IsComplete);
        Assert.Equal("", await client.RespondTextAsync($"v={signature}"));
        Assert.True(client.IsComplete);
    }

    [Fact]
    public async Task A_proof_without_the_binding_proves_nothing()
    {
        using var client = new ScramClient(ScramHash.Sha1, Some.Bound(Some.Context("user", "pencil"), "tls-unique"), Nonce) { IsBound = true };
        await client.StartTextAsync();
        await client.RespondTextAsync("");
        await client.RespondTextAsync(ServerFirst);

        var failure = await client.FailsAsync(ServerFinal);

        Assert.Equal("authentication failed (method SCRAM-SHA-1-PLUS): the server does not know the password", failure.Message);
        Assert.False(client.IsComplete);
    }

    [Fact]
    public async Task A_client_that_could_have_bound_says_so_and_proves_it()
    {
        using var client = new ScramClient(ScramHash.Sha1, Some.Bound(Some.Context("user", "pencil"), "tls-unique"), Nonce);
        await client.StartTextAsync();

        Assert.Equal($"y,,n=user,r={Nonce}", await client.RespondTextAsync(""));
        Assert.Equal(
            $"c=eSws,r={Nonce}3rfcNHYJY1ZVvWVs7j,p=BjZF5dV+EkD3YCb3pH3IP8riMGw=", await client.RespondTextAsync(ServerFirst));
        await client.RespondTextAsync("v=dsprQ5R2AGYt1kn4bQRwTAE0PTU=");
        Assert.True(client.IsComplete);
    }

    [Theory]
    [InlineData(false, "it binds to TLS, which is off")]
    [InlineData(true, "there is nothing in the server's certificate to bind to")]
    public async Task Without_a_channel_to_bind_to_nothing_is_begun(bool isEncrypted, string reason)
    {
        using var client = new ScramClient(ScramHash.Sha256, Some.Context() with { IsEncrypted = isEncrypted }) { IsBound = true };

        var failure = await Assert.ThrowsAsync<MailException>(async () => await client.StartTextAsync());

        Assert.Equal($"authentication method SCRAM-SHA-256-PLUS cannot be used: {reason}", failure.Message);
        Assert.Equal((ExitCode.Config, DeliveryStage.Auth), (failure.ExitCode, failure.Stage));
    }

    [Theory]
    [InlineData("", "the user name is empty")]
    [InlineData("jo\0e", "the user name holds a NUL")]
    public async Task A_name_that_the_messages_cannot_hold_is_refused(string user, string reason)
    {
        using var client = new ScramClient(ScramHash.Sha256, Some.Context(user));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await client.StartTextAsync());

        Assert.Equal($"authentication method SCRAM-SHA-256 cannot be used: {reason}", failure.Message);
    }

    [Fact]
    public async Task Name_and_password_are_prepared()
    {
        // RFC 4013 §3, example 1. The proof is that of IX and IX.
        using var client = new ScramClient(ScramHash.Sha256, Some.Context("I\u00ADX", "\u2168"), Nonce);

        Assert.Equal($"n,,n=IX,r={Nonce}", await client.RespondTextAsync(""));
        Assert.EndsWith(",p=WY3K5g/7qsfTiiUNVEicJrABsezqrPvyzub10Yxu6rI=", await client.RespondTextAsync(ServerFirst), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_cannot_be_prepared_goes_as_it_is()
    {
        // Unicode 3.2 knows no 😀, so that RFC 5802 §2.2 has no form for it; the name is a query and is prepared all the same.
        using var client = new ScramClient(ScramHash.Sha256, Some.Context("o\u0308😀", "o\u0308😀"), Nonce);

        Assert.Equal($"n,,n=ö😀,r={Nonce}", await client.RespondTextAsync(""));
        Assert.EndsWith(",p=1cVei0SlqDEPvxN3dqetzHWKLJh7gGBsPHvE4YsuJD0=", await client.RespondTextAsync(ServerFirst), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_success_before_the_servers_proof_is_not_believed()
    {
        using var client = Sha1();
        Assert.False(client.IsComplete);
        await client.RespondTextAsync("");
        Assert.False(client.IsComplete);
        await client.RespondTextAsync(ServerFirst);
        Assert.False(client.IsComplete);
    }

    [Theory]
    [InlineData("v=smF9pqV8S7suAoZWja4dJRkFsKQ=", "the server does not know the password")]
    [InlineData("v=cm1GOXBxVjhTN3N1QW9aV2phNGRKUmtGc0tR", "the server does not know the password")]
    [InlineData("v=", "the server's message holds malformed base64")]
    [InlineData("v=***", "the server's message holds malformed base64")]
    [InlineData("e=invalid-proof", "the server says invalid-proof")]
    [InlineData("e=a\u0007b", "the server says a?b")]
    [InlineData("", "the server's last message is malformed")]
    [InlineData("x", "the server's last message is malformed")]
    public async Task A_server_that_proves_nothing_is_not_believed(string final, string reason)
    {
        using var client = Sha1();
        await client.RespondTextAsync("");
        await client.RespondTextAsync(ServerFirst);

        await FailsAsync(client, final, reason);

        Assert.False(client.IsComplete);
    }

    [Theory]
    [InlineData("", "the server's first message is malformed")]
    [InlineData("hello", "the server's first message is malformed")]
    [InlineData("e=unknown-user", "the server's first message is malformed")]
    [InlineData("s=QSXC,r=fyko+d2lbbFgONRv9qkxdawLx,i=4096", "the server's first message is malformed")]
    [InlineData("m=x,r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXC,i=4096", "the server demands an extension")]
    [InlineData("r=completely-different,s=QSXC,i=4096", "the server's nonce does not extend ours")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawL,s=QSXC,i=4096", "the server's nonce does not extend ours")]
    [InlineData("r=FYKO+d2lbbFgONRv9qkxdawLx,s=QSXC,i=4096", "the server's nonce does not extend ours")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawL\u0001,s=QSXC,i=4096", "the server's nonce does not extend ours")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=*,i=4096", "the server's message holds malformed base64")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=,i=4096", "the server's message holds malformed base64")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXC,i=0", "the server's iteration count is no number")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXC,i=-1", "the server's iteration count is no number")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXC,i=99999999999", "the server's iteration count is no number")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXC,i=2000001", "the server's iteration count 2000001 is above 2000000")]
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXC,i=10000000", "the server's iteration count 10000000 is above 2000000")]
    public async Task A_wrong_first_message_is_an_error(string first, string reason)
    {
        using var client = Sha1();
        await client.RespondTextAsync("");

        await FailsAsync(client, first, reason);
    }

    [Fact]
    public async Task The_accounts_timeout_holds_for_what_is_computed()
    {
        var timed = Some.Context("user", "pencil");
        var settings = timed.Account.Settings.With(CommonSettings.Timeout, TimeSpan.FromSeconds(5));
        using var client = new ScramClient(ScramHash.Sha1, timed with { Account = new MailAccount(settings), Time = new RunningTime() }, Nonce);
        await client.RespondTextAsync("");

        var failure = await client.FailsAsync("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXC,i=2000000");

        Assert.Equal(ExitCode.IoErr, failure.ExitCode);
        Assert.Equal("authentication failed (method SCRAM-SHA-1): the operation timed out", failure.Message);
    }

    [Fact]
    public void Nor_is_a_caller_who_gives_up_kept_waiting()
    {
        using var client = Sha1();
        _ = client.RespondAsync(default, TestContext.Current.CancellationToken);
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(
            () => { _ = client.RespondAsync("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXC,i=2000000"u8.ToArray(), source.Token); });
    }

    // A second for each look.
    sealed class RunningTime : TimeProvider
    {
        long now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => now++;
    }

    [Fact]
    public async Task Extensions_behind_the_iteration_count_are_passed_over()
    {
        using var client = Sha1();
        await client.RespondTextAsync("");

        Assert.StartsWith("c=biws,", await client.RespondTextAsync(ServerFirst + ",x=future"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_speaks_first_is_an_error()
    {
        using var client = Sha1();

        await FailsAsync(client, ServerFirst, "the server speaks before the client");
    }

    [Fact]
    public async Task A_challenge_after_the_end_is_an_error()
    {
        using var client = Sha1();
        foreach (var challenge in (string[])["", ServerFirst, ServerFinal])
            await client.RespondTextAsync(challenge);

        await FailsAsync(client, ServerFinal, "the server sent a challenge after the last response");
    }

    [Fact]
    public async Task A_name_between_commas_is_escaped()
    {
        using var client = new ScramClient(ScramHash.Sha1, Some.Context("jo,e=x"), Nonce);

        Assert.Equal($"n,,n=jo=2Ce=3Dx,r={Nonce}", await client.RespondTextAsync(""));
    }

    [Fact]
    public async Task Every_exchange_has_a_nonce_of_its_own()
    {
        using var one = new ScramClient(ScramHash.Sha1, Some.Context());
        using var other = new ScramClient(ScramHash.Sha1, Some.Context());

        Assert.NotEqual(await one.RespondTextAsync(""), await other.RespondTextAsync(""));
    }

    static ScramClient Sha1() => new(ScramHash.Sha1, Some.Context("user", "pencil"), Nonce);

    static async Task FailsAsync(ScramClient client, string challenge, string reason)
    {
        var failure = await client.FailsAsync(challenge);

        Assert.Equal($"authentication failed (method SCRAM-SHA-1): {reason}", failure.Message);
        Assert.Equal(ExitCode.Software, failure.ExitCode);
        Assert.Equal(DeliveryStage.Auth, failure.Stage);
    }
}
