using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Providers that are reached in another way: by TLS, through a proxy, or without knowing the client.</summary>
public sealed class ProviderTests
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task One_with_a_certificate_of_its_own_authority_is_trusted_by_oauth_trust_file(Flavour flavour)
    {
        using var certificates = new TestCertificates();
        await using var provider = await OidcProvider.StartAsync(ProviderOptions.Https(certificates));
        await using var sink = TlsSink.Start(certificates);
        using var user = new OAuthUser(flavour, provider, sink.Account, $"oauth_trust_file {certificates.AuthorityFile}");

        await user.SignInAsync();
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));
        var result = await user.RunAsync("--print-token");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Equal($"{user.Kept.AccessToken}\n", result.OutputText);
        Assert.Equal(1, (await provider.SeenAsync()).Refreshes);
    }

    // Whatever is trusted at the mail server: a refresh token is worth more than a mail.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task One_that_nobody_vouches_for_gets_no_token(Flavour flavour)
    {
        using var certificates = new TestCertificates();
        await using var provider = await OidcProvider.StartAsync(ProviderOptions.Https(certificates));
        await using var sink = TlsSink.Start(certificates);
        using var user = new OAuthUser(flavour, provider, sink.Account, $"oauth_trust_file {certificates.AuthorityFile}");
        await user.SignInAsync();
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));
        await provider.ResetAsync();

        var result = await user.RunAsync("--print-token", "--tls-certcheck=off", "--tls-trust-file=", "--oauth-trust-file=system");

        Assert.Equal((75, ""), (result.ExitCode, result.OutputText));
        Assert.Contains("certificate", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, (await provider.SeenAsync()).RequestCount);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task One_that_registers_anybody_needs_no_client_id(Flavour flavour)
    {
        await using var provider = await OidcProvider.StartAsync(new ProviderOptions { Registers = true });
        await using var dovecot = await TokenDovecot.StartAsync(provider);
        using var user = new OAuthUser(flavour, provider, dovecot.Account, "oauth_client_id");

        await user.SignInAsync();
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));
        var result = await user.SendAsync();

        Assert.True(result.ExitCode == 0, result.ToString());
        var seen = await provider.SeenAsync();
        Assert.Equal((1, 1), (seen.Requests["POST /reg"], seen.Refreshes));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task One_that_registers_nobody_needs_a_client_id(Flavour flavour)
    {
        await using var provider = await OidcProvider.StartAsync();
        using var certificates = new TestCertificates();
        await using var sink = TlsSink.Start(certificates);
        using var user = new OAuthUser(flavour, provider, sink.Account, "oauth_client_id");

        var result = await user.RunAsync("--authorize=browser");

        Assert.Equal(78, result.ExitCode);
        Assert.Contains("oauth_client_id", result.ErrorText, StringComparison.Ordinal);
    }

    // Behind a proxy "this machine" is another one.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task One_without_TLS_is_not_reached_through_a_proxy(Flavour flavour)
    {
        await using var provider = await OidcProvider.StartAsync();
        using var certificates = new TestCertificates();
        await using var sink = TlsSink.Start(certificates);
        using var proxy = await SocksProxy.StartMicroSocksAsync();
        using var user = new OAuthUser(flavour, provider, sink.Account, $"proxy_host 127.0.0.1\nproxy_port {proxy.Port}");

        var result = await user.RunAsync("--authorize=browser");

        Assert.Equal(78, result.ExitCode);
        Assert.Equal(0, (await provider.SeenAsync()).RequestCount);
    }

    // Mail and tokens take the same way out: without the proxy neither arrives.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task One_is_reached_through_the_proxy(Flavour flavour)
    {
        using var certificates = new TestCertificates();
        await using var provider = await OidcProvider.StartAsync(ProviderOptions.Https(certificates));
        await using var dovecot = await TokenDovecot.StartAsync(provider, authority: certificates.AuthorityFile);
        using var proxy = await SocksProxy.StartMicroSocksAsync("-u", "jo", "-P", "opensesame");
        using var user = new OAuthUser(
            flavour,
            provider,
            dovecot.Account,
            $"""
            oauth_trust_file {certificates.AuthorityFile}
            proxy_host 127.0.0.1
            proxy_port {proxy.Port}
            proxy_user jo
            proxy_password opensesame
            """);

        await user.SignInAsync();
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));
        var sent = await user.SendAsync();
        user.Kept.ExpireIn(TimeSpan.FromSeconds(-10));
        await provider.ResetAsync();
        var refused = await user.SendAsync("--proxy-port=9");

        Assert.True(sent.ExitCode == 0, sent.ToString());
        Assert.Equal(75, refused.ExitCode);
        Assert.Equal(0, (await provider.SeenAsync()).RequestCount);
    }
}
