using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// What a user is told when Kerberos fails; <see cref="AuthenticationTests"/> cover success. The server uses Cyrus SASL.
/// </summary>
[Collection<OnePostfix>]
public sealed class GssapiTests(Postfix postfix)
{
    const string Account = "auth gssapi\nuser alice\n";

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public Task Without_a_ticket_he_is_told_how_to_get_one(Flavour flavour) =>
        FailsAsync(flavour, "MEMORY:", "no Kerberos ticket for smtp/localhost: get one with kinit");

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public Task An_expired_ticket_is_called_so(Flavour flavour) =>
        FailsAsync(flavour, postfix.Kdc.ExpiredCache, "the Kerberos ticket has expired: get a new one with kinit");

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public Task A_service_that_the_centre_does_not_know_ends_it(Flavour flavour) => FailsAsync(
        flavour, postfix.Kdc.Cache, "no security context with smtp/127.0.0.1",
        postfix.At(Door.Submission).Replace("host localhost", "host 127.0.0.1\ntls_host_override localhost", StringComparison.Ordinal));

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_library_that_is_not_there_is_one_line(Flavour flavour)
    {
        Assert.SkipUnless(PrivateFiles.Missing is null, PrivateFiles.Missing ?? "");
        var mailbox = postfix.NewMailbox();
        using var msmtp = new Mailer(flavour);
        msmtp.Write("empty", "");
        var files = new PrivateFiles { [Library()] = msmtp.File("empty") };

        var result = await msmtp.SendAsync(files, Mails.Ordinary, postfix.At(Door.Submission) + Account, mailbox.Address);

        Assert.Matches(
            @"^msmtp: authentication failed \(method GSSAPI\): the system's Kerberos library, libgssapi_krb5\.so\.2, cannot be loaded\n"
            + @"msmtp: could not send mail \(.*\)\n$",
            result.ErrorText);
        Assert.Equal((int)ExitCode.Software, result.ExitCode);
    }

    static string Library()
    {
        var library = Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*").Append("/usr/lib")
            .Select(static folder => Path.Combine(folder, "libgssapi_krb5.so.2")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(library is null, "libgssapi_krb5.so.2 is not installed (package libgssapi-krb5-2)");
        return library!;
    }

    async Task FailsAsync(Flavour flavour, string cache, string why, string? account = null)
    {
        Assert.SkipUnless(Kdc.Missing is null, Kdc.Missing ?? "");
        var mailbox = postfix.NewMailbox();
        using var msmtp = new Mailer(flavour)
        {
            Environment = { ["KRB5_CONFIG"] = postfix.Kdc.Configuration, ["KRB5CCNAME"] = cache, ["KRB5_CLIENT_KTNAME"] = "/nowhere" },
        };

        var result = await msmtp.SendAsync(Mails.Ordinary, (account ?? postfix.At(Door.Submission)) + Account, mailbox.Address);

        Assert.StartsWith($"msmtp: authentication failed (method GSSAPI): {why}", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(2, result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal((int)ExitCode.Software, result.ExitCode);
        Assert.Empty(await postfix.DeliveredAsync(mailbox));
    }
}
