using Msmtp;
using Msmtp.Testing;

namespace Secrets.Pass.Tests;

/// <summary>Every rule of the contract, over a real store.</summary>
public sealed class PassConformance(PassStore store) : SecretSourceConformance, IClassFixture<PassStore>
{
    protected override IPlugin Plugin => new PassPlugin();

    protected override string Msmtprc => $"pass mail\npass_store {store.Folder}";

    protected override SecretQuery Known => new(SecretKind.Password) { Host = "mail.example.org", User = "joe" };

    protected override string Secret => PassStore.Password;

    [Fact]
    public async Task An_entry_that_cannot_be_decrypted_is_reported_by_name()
    {
        store.Break("mail/mail.example.org/broken");

        var failure = await Assert.ThrowsAsync<MailException>(async () => await Create().FindAsync(Known with { User = "broken" }, Token));

        Assert.Equal("pass cannot show mail/mail.example.org/broken", failure.Message);
    }

    [Fact]
    public async Task Without_the_command_nothing_is_asked()
    {
        var source = Registered.SecretSources["pass"](Context($"pass_store {store.Folder}"));

        Assert.Null(await source.FindAsync(Known, Token));
    }
}
