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
    [InlineData("r=fyko+d2lbbFgONRv9qkxdawLx,s=QSXC,i=10000001", "the server's iteration count 10000001 is above 10000000")]
    public async Task A_wrong_first_message_is_an_error(string first, string reason)
    {
        using var client = Sha1();
        await client.RespondTextAsync("");

        await FailsAsync(client, first, reason);
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
