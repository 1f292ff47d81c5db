using System.Buffers.Binary;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Auth.Ntlm.Tests;

public sealed class NtlmClientTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_speaks_first()
    {
        using var client = new NtlmClient(Some.Context());

        Assert.Null(await client.StartAsync(Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ntlm supported")]
    public async Task The_first_answer_says_what_the_client_can_and_nothing_of_who_it_is(string words)
    {
        using var client = new NtlmClient(Some.Context(domain: "SALES"));

        var message = (await client.RespondAsync(Encoding.ASCII.GetBytes(words), Ct)).ToArray();

        Assert.True(message.AsSpan().StartsWith("NTLMSSP\0\u0001\0\0\0"u8));
        const uint wanted = Type2.Unicode | Type2.Oem | Type2.Ntlm | Type2.RequestTarget;
        Assert.Equal(wanted, BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(12)) & wanted);
        var text = Encoding.ASCII.GetString(message);
        Assert.All(
            ["User", "SALES", Environment.MachineName],
            name => Assert.DoesNotContain(name, text, StringComparison.OrdinalIgnoreCase));
        Assert.False(client.IsComplete);
    }

    [Theory]
    [InlineData("Password")]
    [InlineData("")]
    [InlineData("pässwörd €")]
    public async Task The_second_answer_proves_that_the_client_knows_the_password(string password)
    {
        var answer = await Some.LoginAsync(Some.Context(password: password, domain: "DOMAIN"), new Type2().Write());

        Assert.Equal("User", answer.User);
        Assert.True(NtlmProof.IsGiven(answer, password));
        Assert.False(NtlmProof.IsGiven(answer, password + "x"));
    }

    [Fact]
    public async Task Octets_that_are_not_utf8_are_latin1()
    {
        var answer = await Some.LoginAsync(Some.Context(OctetText.Decode([0x6a, 0xf6]), [0xe9]), new Type2().Write());

        Assert.Equal("jö", answer.User);
        Assert.True(NtlmProof.IsGiven(answer, "é"));
    }

    [Fact]
    public async Task Two_logins_never_send_the_same_proof()
    {
        var first = await Some.LoginAsync(Some.Context(), new Type2().Write());
        var second = await Some.LoginAsync(Some.Context(), new Type2().Write());

        Assert.NotEqual(first.NtResponse, second.NtResponse);
    }

    [Theory]
    [InlineData("User", null, "User", "Domain")]
    [InlineData("User", "SALES", "User", "SALES")]
    [InlineData("User", "sales", "User", "SALES")]
    [InlineData("joe@example.org", null, "joe", "EXAMPLE.ORG")]
    [InlineData("joe@home@example.org", null, "joe@home", "EXAMPLE.ORG")]
    [InlineData(@"SALES\joe", null, "joe", "SALES")]
    [InlineData("sales/joe", null, "joe", "SALES")]
    [InlineData("joe@example.org", "SALES", "joe@example.org", "SALES")]
    public async Task The_domain_is_the_configured_one_or_the_users_or_the_servers(
        string user, string? configured, string name, string domain)
    {
        var answer = await Some.LoginAsync(Some.Context(user, domain: configured), new Type2().Write());

        Assert.Equal((name, domain), (answer.User, answer.Domain));
        Assert.True(NtlmProof.IsGiven(answer, "Password"));
    }

    [Fact]
    public async Task The_target_is_the_domain_if_the_server_says_so()
    {
        var challenge = new Type2 { Flags = new Type2().Flags | Type2.TargetIsDomain, Target = "SALES" }.Write();

        Assert.Equal("SALES", (await Some.LoginAsync(Some.Context(), challenge)).Domain);
    }

    [Fact]
    public async Task A_server_that_tells_nothing_of_itself_gets_no_domain()
    {
        var answer = await Some.LoginAsync(Some.Context(), new Type2 { Flags = Type2.Unicode | Type2.Ntlm, Information = null }.Write());

        Assert.Equal("", answer.Domain);
        Assert.True(NtlmProof.IsGiven(answer, "Password"));
    }

    [Fact]
    public async Task The_name_of_the_machine_is_not_told()
    {
        Assert.Equal("WORKSTATION", (await Some.LoginAsync(Some.Context(), new Type2().Write())).Workstation);
    }

    [Fact]
    public async Task The_exchange_is_complete_with_the_second_answer_and_a_third_is_an_error()
    {
        using var client = new NtlmClient(Some.Context());
        await client.RespondAsync(default, Ct);
        await client.RespondAsync(new Type2().Write(), Ct);

        Assert.True(client.IsComplete);
        var failure = await Assert.ThrowsAsync<MailException>(async () => await client.RespondAsync(new Type2().Write(), Ct));
        Assert.Equal("authentication failed (method NTLM): the server sent a challenge after the last response", failure.Message);
    }

    [Fact]
    public async Task A_challenge_that_is_none_is_an_error_that_tells_no_secret()
    {
        using var client = new NtlmClient(Some.Context());
        await client.RespondAsync(default, Ct);

        var failure = await Assert.ThrowsAsync<MailException>(async () => await client.RespondAsync(Encoding.ASCII.GetBytes("NTLM"), Ct));

        Assert.Equal((ExitCode.Software, DeliveryStage.Auth), (failure.ExitCode, failure.Stage));
        Assert.Equal("authentication failed (method NTLM): the server's challenge is no NTLM message of type 2", failure.Message);
        Assert.DoesNotContain("Password", failure.ToString(), StringComparison.Ordinal);
        Assert.False(client.IsComplete);
    }

    [Fact]
    public void A_name_that_fits_no_message_is_a_mistake_in_the_configuration()
    {
        var failure = Assert.Throws<MailException>(() => new NtlmClient(Some.Context(new string('x', 1025))));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Equal("authentication method NTLM cannot be used: the user name is longer than 1024 characters", failure.Message);
    }

    [Theory, InlineData(""), InlineData("@example.org"), InlineData(@"SALES\")]
    public void Nobody_logs_in_anonymously(string user)
    {
        var failure = Assert.Throws<MailException>(() => new NtlmClient(Some.Context(user, "")));

        Assert.Equal("authentication method NTLM cannot be used: the user name is empty", failure.Message);
    }

    [Fact]
    public void A_transport_that_forgets_user_or_password_is_told_so()
    {
        Assert.Throws<ArgumentException>(() => new NtlmClient(Some.Context(user: null)));
        Assert.Throws<ArgumentException>(() => new NtlmClient(Some.Context(password: null)));
    }
}
