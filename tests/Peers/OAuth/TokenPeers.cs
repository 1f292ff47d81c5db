using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>An <see cref="OidcProvider"/> and a <see cref="TokenDovecot"/>, for the tests of one class, one after the other.</summary>
public sealed class TokenPeers : IAsyncLifetime
{
    readonly TempDirectory folder = new();
    OidcProvider? provider;
    TokenDovecot? dovecot;

    /// <summary>The certificate of the client app-cert.</summary>
    internal ApplicationKeys Keys { get; private set; } = null!;

    internal OidcProvider Provider => provider!;

    internal TokenDovecot Dovecot => dovecot!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (OidcProvider.Missing is not null || TokenDovecot.Missing is not null)
            return;
        Keys = ApplicationKeys.Write(folder);
        var options = new ProviderOptions { ClientCertificate = Keys.Certificate, ServiceKey = Keys.ServicePublicKey };
        provider = await OidcProvider.StartAsync(options);
        dovecot = await TokenDovecot.StartAsync(provider);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (dovecot is not null)
            await dovecot.DisposeAsync();
        if (provider is not null)
            await provider.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>As if nothing had happened before; skips the test if something is not installed.</summary>
    internal async Task BeginAsync()
    {
        var missing = OidcProvider.Missing ?? TokenDovecot.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        await Provider.ResetAsync();
        while (Dovecot.Sink.TakeMail() is not null)
        {
        }
    }

    /// <summary>A user whose mail goes to that Dovecot.</summary>
    /// <param name="flavour">Which command.</param>
    /// <param name="lines">More commands of msmtprc; those that are there already are replaced.</param>
    internal async Task<OAuthUser> BeginAsync(Flavour flavour, string lines = "")
    {
        await BeginAsync();
        return new OAuthUser(flavour, Provider, Dovecot.Account, lines);
    }

    /// <summary>The same, and the user has signed in. What that needed is not in the provider's record.</summary>
    internal async Task<OAuthUser> SignedInAsync(Flavour flavour, string lines = "")
    {
        var user = await BeginAsync(flavour, lines);
        try
        {
            await user.SignInAsync();
            await Provider.ResetAsync();
            return user;
        }
        catch
        {
            user.Dispose();
            throw;
        }
    }
}
