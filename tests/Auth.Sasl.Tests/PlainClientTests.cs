using Msmtp.Text;

namespace Msmtp.Auth.Sasl.Tests;

public sealed class PlainClientTests
{
    [Fact]
    public async Task The_initial_response_is_the_example_of_the_rfc()
    {
        // RFC 4616 §4, first example.
        using var client = new PlainClient(Some.Context("tim", "tanstaaftanstaaf"));

        Assert.Equal("\0tim\0tanstaaftanstaaf", await client.StartTextAsync());
        Assert.True(client.IsComplete);
    }

    [Fact]
    public async Task An_octet_that_is_not_utf8_reaches_the_server_as_it_was_written()
    {
        using var client = new PlainClient(Some.Context(OctetText.Decode([(byte)'j', 0xF6]), "p"));

        var response = await client.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal<byte>([0, (byte)'j', 0xF6, 0, (byte)'p'], response!.Value.ToArray());
    }

    [Fact]
    public async Task An_empty_password_is_sent()
    {
        using var client = new PlainClient(Some.Context(password: ""));

        Assert.Equal("\0joe\0", await client.StartTextAsync());
    }

    [Fact]
    public async Task A_nul_in_the_password_is_refused_without_showing_it()
    {
        using var client = new PlainClient(Some.Context(password: "sec\0ret"));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await client.StartTextAsync());

        Assert.Equal("authentication method PLAIN cannot be used: the password holds a NUL", failure.Message);
        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.False(client.IsComplete);
    }

    [Fact]
    public async Task A_challenge_is_an_error()
    {
        using var client = new PlainClient(Some.Context());
        await client.StartTextAsync();

        var failure = await client.FailsAsync("");

        Assert.Equal(ExitCode.Software, failure.ExitCode);
        Assert.Equal(DeliveryStage.Auth, failure.Stage);
    }

    [Fact]
    public async Task What_was_sent_is_zeroed_in_the_end()
    {
        var client = new PlainClient(Some.Context());
        var response = await client.StartAsync(TestContext.Current.CancellationToken);

        client.Dispose();

        Assert.Equal(new byte[response!.Value.Length], response.Value.ToArray());
    }

    [Fact]
    public void A_missing_user_is_the_transports_mistake() =>
        Assert.Throws<ArgumentException>(() => new PlainClient(Some.Context(user: null)));
}
