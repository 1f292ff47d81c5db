namespace Msmtp.Auth.Gssapi.Tests;

public sealed class KerberosContextTests
{
    [Fact]
    public async Task A_library_that_cannot_be_loaded_is_one_clear_line()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere the library belongs to the system");
        var context = new SaslContext { Account = new MailAccount(AccountSettings.Empty), User = "joe", Host = "mail.example.org", Port = 587 };
        using var client = new GssapiClient(context, new KerberosContext("smtp/mail.example.org", "libnowhere.so.2"));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await client.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal((ExitCode.Software, DeliveryStage.Auth), (failure.ExitCode, failure.Stage));
        Assert.Equal(
            "authentication failed (method GSSAPI): the system's Kerberos library, libnowhere.so.2, cannot be loaded", failure.Message);
    }
}
