using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Secrets.OAuth.Tokens;

namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>
/// Signs in with a browser that comes back to this machine (RFC 8252 §7.3), or, where it runs elsewhere, with the address that it ends up
/// at. The browser is told the outcome only when that is known: <see cref="Succeed"/>, <see cref="Fail"/>.
/// </summary>
sealed class BrowserSignIn : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // How often to look at the clock, and whether something has been pasted.
    static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);

    readonly ModeContext mode;
    readonly SignInSettings settings;
    readonly Provider provider;
    readonly LoopbackListener? listener;
    readonly AuthorizationRequest request;

    /// <summary>Starts to listen for the browser.</summary>
    /// <param name="mode">The person.</param>
    /// <param name="settings">The account.</param>
    /// <param name="provider">The provider, discovered.</param>
    /// <exception cref="MailException">The port is taken.</exception>
    public BrowserSignIn(ModeContext mode, SignInSettings settings, Provider provider)
    {
        this.mode = mode;
        this.settings = settings;
        this.provider = provider;
        // Nobody has a certificate for this machine that a browser would trust: an address with https has to be pasted.
        if (provider.RedirectUri.StartsWith("http://", StringComparison.Ordinal))
            listener = LoopbackListener.Open(settings.RedirectPort, provider.RedirectUri);
        request = new AuthorizationRequest(listener?.RedirectUri ?? provider.RedirectUri);
    }

    /// <summary>Where the browser comes back to.</summary>
    public string RedirectUri => request.RedirectUri;

    /// <summary>Opens the browser of this machine, and waits for it.</summary>
    /// <exception cref="TokenRefusal">The provider or the person refused.</exception>
    /// <exception cref="MailException">Nobody signed in in time, or there is no answer.</exception>
    public async ValueTask<TokenAnswer> OpenAsync(Client client, TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        var url = Url(client);
        mode.Print("Sign in with the browser that should open now. If none does, open this address on this machine:");
        PrintAlone(url);
        await SystemBrowser.OpenAsync(mode.Plugin, url, cancellationToken).ConfigureAwait(false);
        return listener is null
            ? await AskAndRedeemAsync(endpoint, cancellationToken).ConfigureAwait(false)
            : await RedeemAsync(Await(listener, cancellationToken), endpoint, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for the address that a browser elsewhere ends up at. One that does come back, through a tunnel, is as good.</summary>
    /// <inheritdoc cref="OpenAsync" path="/exception"/>
    public ValueTask<TokenAnswer> PasteAsync(Client client, TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        mode.Print("Sign in with a browser on any machine, at this address:");
        PrintAlone(Url(client));
        if (listener is not null)
        {
            mode.Print("If you run this first on the machine with the browser, it comes back by itself, and nothing has to be pasted:");
            PrintAlone($"ssh -L {listener.Port}:127.0.0.1:{listener.Port} {mode.Plugin.Environment.MachineName()}");
        }
        return AskAndRedeemAsync(endpoint, cancellationToken);
    }

    /// <summary>Tells the browser that it is done.</summary>
    /// <param name="user">Who has signed in; null if the provider does not say.</param>
    public void Succeed(string? user) => listener?.Answer(Page.SignedIn(user));

    /// <summary>Tells the browser that it failed.</summary>
    public void Fail(MailException failure) => listener?.Answer(Page.Failed(failure.Message, failure.Advice));

    public void Dispose() => listener?.Dispose();

    string Url(Client client) => request.Url(provider, client.Id, settings.Scopes, settings.User);

    void PrintAlone(string line)
    {
        mode.Print("");
        mode.Print("  " + line);
        mode.Print("");
    }

    async ValueTask<TokenAnswer> AskAndRedeemAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        var server = new Uri(RedirectUri).Authority;
        mode.Print($"In the end the browser fails to open a page of {server}. Paste the address of that page here.");
        var prompt = new PastePrompt(mode.Prompt, request.State, provider.SendsIssuer);
        Func<AuthorizationResponse?>? serve = listener is null ? null : () => listener.Serve(request.State, LongestWait);
        await prompt.AwaitAsync(serve, cancellationToken).ConfigureAwait(false);
        return await RedeemAsync(prompt.Response, endpoint, cancellationToken).ConfigureAwait(false);
    }

    AuthorizationResponse Await(LoopbackListener listener, CancellationToken cancellationToken)
    {
        var start = mode.Plugin.Time.GetTimestamp();
        while (mode.Plugin.Time.GetElapsedTime(start) < Patience)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (listener.Serve(request.State, LongestWait) is { } response)
                return response;
        }
        throw new MailException(
            ExitCode.NoPerm,
            DeliveryStage.Configure,
            $"nobody has signed in within {Patience.TotalMinutes} minutes: run {settings.AuthorizeCommand} again")
        {
            Advice = "without a browser on this machine: --authorize=paste",
        };
    }

    ValueTask<TokenAnswer> RedeemAsync(AuthorizationResponse response, TokenEndpoint endpoint, CancellationToken cancellationToken) =>
        endpoint.RedeemAsync(response.CodeFrom(provider), RedirectUri, request.Key.Verifier, cancellationToken);
}
