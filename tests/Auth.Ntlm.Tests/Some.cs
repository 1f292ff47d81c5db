using System.Text;

namespace Msmtp.Auth.Ntlm.Tests;

/// <summary>Values that a test needs and does not care about.</summary>
static class Some
{
    /// <summary>The server's number in the examples of MS-NLMP §4.2.1.</summary>
    public static byte[] ServerChallenge => [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];

    public static SaslContext Context(string? user = "User", string? password = "Password", string? domain = null) =>
        Context(user, password is null ? null : Encoding.UTF8.GetBytes(password), domain);

    public static SaslContext Context(string? user, byte[]? password, string? domain = null) => new()
    {
        Account = new MailAccount(new AccountSettingsBuilder().Set(NtlmSettings.Domain, domain).Build()),
        User = user,
        Secret = password is null ? null : new Secret(password),
        Host = "mail.example.org",
        Port = 587,
    };

    public static async Task<Type3> LoginAsync(SaslContext context, byte[] challenge)
    {
        using var client = new NtlmClient(context);
        await client.RespondAsync(default, TestContext.Current.CancellationToken);
        return Type3.Parse((await client.RespondAsync(challenge, TestContext.Current.CancellationToken)).ToArray());
    }
}
