using System.Net;
using System.Text.RegularExpressions;

namespace Msmtp.Peers;

/// <summary>Somebody with a browser, and an account at an <see cref="OidcProvider"/>: fills in its forms.</summary>
/// <param name="name">The name that is typed into the form; any is one.</param>
sealed partial class Person(string name = Person.Joe) : IDisposable
{
    /// <summary>The one who signs in if the test does not mind.</summary>
    public const string Joe = "joe@example.org";

    // The browser of somebody who trusts every certificate, and keeps cookies.
    readonly HttpClient browser = new(new HttpClientHandler
    {
        AllowAutoRedirect = false,
        CookieContainer = new CookieContainer(),
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Signs in and consents; returns where the provider then sends the browser.</summary>
    /// <param name="authorize">The authorization request, as the client opens it.</param>
    public Task<Uri> ConsentAsync(Uri authorize) => AnswerAsync(authorize, denies: false);

    /// <summary>Signs in, but does not consent.</summary>
    public Task<Uri> DenyAsync(Uri authorize) => AnswerAsync(authorize, denies: true);

    /// <summary>Signs in, consents, and lets the browser follow; returns the page that it then shows.</summary>
    public async Task<string> SignInAsync(Uri authorize) => await VisitAsync(await ConsentAsync(authorize));

    /// <summary>The page at an address.</summary>
    public async Task<string> VisitAsync(Uri page)
    {
        using var answer = await browser.GetAsync(page, Token);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    /// <summary>Confirms a device code (RFC 8628 §3.3), signs in and consents.</summary>
    /// <param name="verification">The address with the code in it.</param>
    public async Task ConfirmDeviceAsync(Uri verification)
    {
        var form = new Uri(verification.GetLeftPart(UriPartial.Path));
        var code = await VisitAsync(verification);
        var confirmation = await PostForPageAsync(form, ("xsrf", Value(code, "xsrf")), ("user_code", Value(code, "user_code")));
        var userCode = Value(code, "user_code");
        var next = await HopAsync(Post(form, ("xsrf", Value(confirmation, "xsrf")), ("confirm", "yes"), ("user_code", userCode)));
        while (next is not null)
            next = await HopAsync(await FormAsync(next) ?? new HttpRequestMessage(HttpMethod.Get, next));
    }

    public void Dispose() => browser.Dispose();

    async Task<Uri> AnswerAsync(Uri authorize, bool denies)
    {
        var next = await HopAsync(new HttpRequestMessage(HttpMethod.Get, authorize));
        while (next is not null && next.Authority == authorize.Authority)
            next = await HopAsync(await FormAsync(next, denies) ?? new HttpRequestMessage(HttpMethod.Get, next));
        return next ?? throw new InvalidOperationException($"the provider sends nobody back: {authorize}");
    }

    // The answer to the form of a page; null: it has none that the person knows.
    async Task<HttpRequestMessage?> FormAsync(Uri page, bool denies = false)
    {
        if (!page.AbsolutePath.StartsWith("/interaction/", StringComparison.Ordinal))
            return null;
        var text = await VisitAsync(page);
        if (text.Contains("value=\"login\"", StringComparison.Ordinal))
            return Post(page, ("prompt", "login"), ("login", name), ("password", "x"));
        return denies ? new HttpRequestMessage(HttpMethod.Get, page + "/abort") : Post(page, ("prompt", "consent"));
    }

    async Task<Uri?> HopAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await browser.SendAsync(request, Token);
            return answer.Headers.Location is { } location ? new Uri(request.RequestUri!, location) : null;
        }
    }

    async Task<string> PostForPageAsync(Uri page, params (string Name, string Value)[] fields)
    {
        using var request = Post(page, fields);
        using var answer = await browser.SendAsync(request, Token);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    static HttpRequestMessage Post(Uri page, params (string Name, string Value)[] fields) => new(HttpMethod.Post, page)
    {
        Content = new FormUrlEncodedContent(fields.ToDictionary(static field => field.Name, static field => field.Value)),
    };

    static string Value(string page, string field) =>
        Fields().Matches(page).First(match => match.Groups["name"].Value == field).Groups["value"].Value;

    [GeneratedRegex("name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Fields();

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
