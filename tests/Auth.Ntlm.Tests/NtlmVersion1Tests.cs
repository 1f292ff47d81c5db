namespace Msmtp.Auth.Ntlm.Tests;

public sealed class NtlmVersion1Tests
{
    static Type2 Nameless => new() { Flags = Type2.Unicode | Type2.Ntlm | 0x8000, Information = null };

    // Exim's: 56 octets, and no name somewhere behind them.
    static byte[] Exim
    {
        get
        {
            var message = new byte[56];
            Nameless.Write().CopyTo(message, 0);
            message[17] = 0x28;
            return message;
        }
    }

    [Fact]
    public async Task The_proof_is_that_of_the_specifications_example()
    {
        var answer = await Some.LoginAsync(Some.Context() with { IsEncrypted = true }, Nameless.Write());

        // MS-NLMP §4.2.2.2.1, NTLMv1 response.
        Assert.Equal("67C43011F30298A2AD35ECE64F16331C44BDBED927841F94", Convert.ToHexString(answer.NtResponse));
        Assert.Equal(answer.NtResponse, answer.LmResponse);
        Assert.Equal(("User", "", "WORKSTATION"), (answer.User, answer.Domain, answer.Workstation));
        Assert.Equal(Type2.Unicode | Type2.Ntlm, answer.Flags);
    }

    [Fact]
    public async Task A_name_without_letters_is_none()
    {
        var answer = await Some.LoginAsync(Some.Context() with { IsEncrypted = true }, Exim);

        Assert.Equal(24, answer.NtResponse.Length);
    }

    [Fact]
    public async Task Names_beyond_ascii_and_the_domain_are_sent()
    {
        var context = Some.Context("jörg", "pässwörd €", "sales") with { IsEncrypted = true };

        var answer = await Some.LoginAsync(context, Nameless.Write());

        Assert.Equal(("jörg", "SALES"), (answer.User, answer.Domain));
        Assert.Equal(24, answer.NtResponse.Length);
    }

    [Fact]
    public async Task The_exchange_is_complete()
    {
        using var client = new NtlmClient(Some.Context() with { IsEncrypted = true });
        await client.RespondAsync(default, TestContext.Current.CancellationToken);

        await client.RespondAsync(Nameless.Write(), TestContext.Current.CancellationToken);

        Assert.True(client.IsComplete);
    }

    public static TheoryData<string, bool> Others { get; } = new() { { "in the clear", false }, { "target", true }, { "information", true }, { "extended", true } };

    [Theory, MemberData(nameof(Others))]
    public async Task Everybody_else_gets_version_2(string what, bool isEncrypted)
    {
        var challenge = what switch
        {
            "target" => Nameless with { Target = "SERVER" },
            "information" => new Type2(),
            "extended" => Nameless with { Flags = Nameless.Flags | 0x80000 },
            _ => Nameless,
        };

        var answer = await Some.LoginAsync(Some.Context() with { IsEncrypted = isEncrypted }, challenge.Write());

        Assert.True(answer.NtResponse.Length > 24);
        Assert.True(NtlmProof.IsGiven(answer, "Password"));
    }
}
